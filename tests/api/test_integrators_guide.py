"""The commands of ``docs/integrators.md`` do what it says, on a real server."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
GONGDAN = [sys.executable, "-c", "from app.cli import main; main()"]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A server of its own with the demo's people; gives its environment."""
    port = str(free_port())
    home = {"GONGDAN_HOME": str(tmp_path / "home"), "GONGDAN_PORT": port}
    environment = {**os.environ, **home, "api": f"http://127.0.0.1:{port}/api/v1"}
    for name in ("GONGDAN_DATABASE_URL", "GONGDAN_PRODUCTION"):
        environment.pop(name, None)
    for command in ("upgrade", "demo"):
        subprocess.run([*GONGDAN, command], cwd=ROOT, env=environment, check=True)
    process = subprocess.Popen([*GONGDAN, "run"], cwd=ROOT, env=environment)
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        yield environment
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address: str) -> None:
    for _ in range(200):
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 (our own address)
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not answer")


@pytest.mark.slow
def test_the_commands_of_the_guide_do_what_it_says(server, tmp_path):
    if not shutil.which("curl") or not (ROOT / ".venv/bin/gongdan").exists():
        pytest.skip("no curl, or no installation in .venv")
    guide = (ROOT / "docs/integrators.md").read_text("utf-8")
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", guide, re.DOTALL))
    commands = commands.replace(".venv/bin/gongdan", str(ROOT / ".venv/bin/gongdan"))
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=tmp_path,
        env=server,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = done.stdout
    assert told.count("completed\n") == 3
    assert "approved\nticket-ended\n304\n" in told
    codes = re.findall(r'"code": ?"([a-z-]+)"', told)
    assert codes == [
        "invalid",
        "idempotency-key-reused",
        "already-closed",
        "unauthenticated",
    ]
