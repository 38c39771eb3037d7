"""The floor plan of ``app/``, executable: who may import whom, and other house rules.

``docs/architecture.md`` draws the plan. Every test lists all faults at once, each as a
line that names the file.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
APP = ROOT / "app"

MAY_IMPORT = {
    "api": "usecases domain errors",
    "web": "usecases domain errors",
    "cli": "usecases domain errors",
    "worker": "usecases domain errors",
    "usecases": "engine store outbound domain errors",
    "engine": "domain errors",
    "store": "domain errors",
    "outbound": "domain errors",
    "domain": "errors",
    "config": "errors",
    "errors": "",
}
# A program that a shell starts has to build the house before it can walk in.
BUILDERS = {"cli": "app.create_app", "worker": "app.create_app"}
STEPS = [  # inside usecases; a step may import the later ones only
    "*",  # the wishes: every module not named below
    "delivery starts",
    "opening",
    "advance",
    "reactions",
    "assignment desk notifications sla waiting webhooks",
    "access library submissions",
    "clock definitions history idempotency unit_of_work",
]
OWNERS = {  # a new library gets one owner here
    "SpiffWorkflow": "engine",
    "alembic": "store usecases.housekeeping",
    "argon2": "usecases.identity",
    "babel": "web",
    "celery": "worker",
    "click": "cli",
    "flask": "__init__ api web cli worker",
    "flask_babel": "__init__ api web",
    "flask_limiter": "__init__ api web",
    "flask_migrate": "__init__ store cli usecases.housekeeping",
    "flask_smorest": "api",
    "flask_sqlalchemy": "store",
    "flask_wtf": "__init__ web",
    "granian": "cli",
    "httpx": "outbound",
    "jinja2": "web",
    "jsonschema_rs": "domain",
    "lucide": "web",
    "lxml": "engine",
    "markdown_it": "web",
    "markupsafe": "web",
    "marshmallow": "api web",
    "nh3": "web",
    "orjson": "api engine store",
    "psycopg": "store",
    "puremagic": "domain outbound",
    "pydantic_monty": "engine",
    "re2": "domain engine.feel",
    "smtplib": "outbound",
    "sqlalchemy": "store usecases.unit_of_work",
    "sqlite3": "store",
    "subprocess": "engine",
    "webargs": "api",
    "werkzeug": "__init__ api web",
    "zstandard": "engine store",
}
SEALED = {  # calls of the standard library that belong to one place
    "os.environ": "__init__",
    "os.getenv": "",
    # the age of a file on disk is told by the disk's clock, not the platform's
    "time.time": "__init__ api web cli worker outbound.files",
    "datetime.now": "__init__ api web cli worker usecases.clock",
    "datetime.utcnow": "",
    "date.today": "",
    "datetime.today": "",
}
ATTICS = {"common", "core", "misc", "shared"}
ATTICS |= {"helper", "manager", "service", "util"}
ATTICS |= {"helpers", "managers", "services", "utils"}
READ_BY_PEOPLE = {".py", ".html", ".css", ".js", ".sh", ".xml", ".txt"}
LONGEST_FILE = 400


def module_of(path: Path) -> str:
    """Return the dotted name of a file below ``app/``, without "app."."""
    parts = path.relative_to(APP).with_suffix("").parts
    if len(parts) > 1 and parts[-1] == "__init__":
        parts = parts[:-1]
    return ".".join(parts)


@cache
def trees() -> dict[str, ast.Module]:
    """Return the syntax tree of every module of ``app/``, by its name."""
    return {
        module_of(path): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(APP.rglob("*.py"))
        if "vendor" not in path.parts
    }


def for_the_type_checker(tree: ast.Module) -> set[ast.AST]:
    """Return every node below ``if TYPE_CHECKING:``."""
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }


def imported(node: ast.AST) -> list[str]:
    """Return the full names one statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


@cache
def imports() -> list[tuple[str, str]]:
    """Return every import in ``app/`` as (importing module, imported name)."""
    return [
        (here, there)
        for here, tree in trees().items()
        for node in ast.walk(tree)
        for there in imported(node)
    ]


def none(faults: Iterable[str]) -> None:
    """Fail with every fault on a line of its own."""
    found = list(faults)
    assert not found, "\n" + "\n".join(found)


def lies_in(module: str, places: str) -> bool:
    return any(f"{module}.".startswith(f"{place}.") for place in places.split())


def step(module: str) -> int:
    named = (i for i, modules in enumerate(STEPS) if module in modules.split())
    return next(named, 0)


def is_allowed(here: str, there: str) -> bool:
    room, below = here.split(".")[0], there.split(".")[1:]
    if room == "__init__" or BUILDERS.get(room) == there:
        return True
    if room == below[0] == "usecases":
        mine, theirs = here.split(".")[1:2], below[1:2]
        return mine in ([], theirs) or step(mine[0]) < step(theirs[0])
    return below[0] == room or below[0] in MAY_IMPORT[room].split()


def test_imports_follow_the_floor_plan():
    ours = [(here, there) for here, there in imports() if there.startswith("app.")]
    assert ours
    none(
        f"{here} imports {there}" for here, there in ours if not is_allowed(here, there)
    )


def test_a_library_is_imported_by_its_owner_only():
    outside = [(here, name) for here, name in imports() if name.split(".")[0] != "app"]
    faults = []
    for here, name in outside:
        package = name.split(".")[0]
        if package in OWNERS:
            allowed = lies_in(here, OWNERS[package])
        else:
            allowed = package in sys.stdlib_module_names
        if not allowed:
            faults.append(f"{here} imports {name}; owner: {OWNERS.get(package)}")
    none(faults)


def test_the_floor_plan_has_no_cycle():
    rooms = list(MAY_IMPORT)
    for room, below in MAY_IMPORT.items():
        assert all(rooms.index(room) < rooms.index(other) for other in below.split())
    assert {path.name for path in APP.iterdir() if any(path.glob("*.py"))} <= set(rooms)


def test_no_modules_import_each_other_in_a_ring():
    known = {f"app.{name}" for name in trees()} - {"app.__init__"}
    graph: dict[str, set[str]] = {}
    for name, tree in trees().items():
        skipped = for_the_type_checker(tree)
        nodes = [node for node in ast.walk(tree) if node not in skipped]
        here = f"app.{name}"
        for there in (target for node in nodes for target in imported(node)):
            module = there if there in known else there.rpartition(".")[0]
            if module in known and module != here:
                graph.setdefault(here, set()).add(module)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as ring:
        raise AssertionError(" <- ".join(ring.args[1])) from None


def test_one_place_commits():
    found = [name for name, tree in trees().items() if ".commit()" in ast.unparse(tree)]
    assert found in ([], ["usecases.unit_of_work"])


def test_the_environment_and_the_clock_are_asked_in_their_places_only():
    faults = []
    for name, tree in trees().items():
        used = {
            ast.unparse(node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
        }
        for call, places in SEALED.items():
            hit = any(one == call or one.endswith(f".{call}") for one in used)
            if hit and not lies_in(name, places):
                faults.append(f"{name} uses {call}; its place: {places or 'nowhere'}")
    none(faults)


def test_nothing_is_evaluated_as_python():
    faults = [
        f"{name}:{node.lineno} calls {node.func.id}"
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "__import__"}
    ]
    none(faults)


def written_files() -> Iterator[Path]:
    """Yield every file a person of this project writes and reads."""
    folders = (
        APP,
        ROOT / "tests",
        ROOT / "scripts",
        ROOT / "build_backend",
        ROOT / ".ci",
    )
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            foreign = {"vendor", "__pycache__"} & set(path.parts)
            readable = path.suffix in READ_BY_PEOPLE or path.parent.name == "scripts"
            if path.is_file() and readable and not foreign:
                yield path


def test_a_file_is_read_in_one_sitting():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in written_files()
    }
    none(f"{name}: {n} lines" for name, n in lengths.items() if n > LONGEST_FILE)


def test_no_file_has_a_name_that_admits_anything():
    names = [path.relative_to(ROOT).with_suffix("") for path in written_files()]
    none(str(name) for name in names if ATTICS & set(name.parts))


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
    found = [path for path in written_files() if later.search(path.read_text("utf-8"))]
    none(str(path.relative_to(ROOT)) for path in found)
