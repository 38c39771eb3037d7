"""How many statements and commits a step costs, counted in process."""

import json
from typing import Any

from sqlalchemy import event

from app import create_app
from app.config import Settings
from app.store.db import db
from bench import flows
from bench.house import House
from bench.steps import ACTORS, waiting

NOT_WORK = ("BEGIN", "SAVEPOINT", "RELEASE")


def count(built: House) -> dict[str, Any]:
    """Count statements and commits of a start and of a completion.

    Args:
        built: with tables.
    """
    app = create_app(
        Settings(home=built.home, database_url=built.url, embedded_runner=False)
    )
    statements: list[str] = []
    commits: list[Any] = []
    client = app.test_client()

    def send(who: str, path: str, body: Any) -> Any:
        way_in = {"Authorization": f"Bearer {built.bearers[who]}"}
        answer = client.post(f"/api/v1{path}", json=body, headers=way_in)
        return json.loads(answer.data)

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(NOT_WORK):
            statements.append(statement)

    found: dict[str, Any] = {}
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        event.listen(db.engine, "commit", commits.append)
    for number in range(2):  # the first round fills the caches
        for name in ("start", "apply", "manager", "finance"):
            statements.clear()
            commits.clear()
            if name == "start":
                body = {"process_key": "approval", "variables": {}}
                ticket = send("staff1", "/tickets", body)["number"]
            else:
                item, _element = waiting(built, ticket)
                path = f"/work-items/{item}/complete"
                send(ACTORS[name], path, {"variables": flows.form()})
            if number:
                found[name] = {"statements": len(statements), "commits": len(commits)}
    with app.app_context():
        db.engine.dispose()
    return found
