"""A Gongdan of its own with the demo people in it, for pictures and tests."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Path(sys.executable).parent / "gongdan"
PASSWORD = "gongdan-demo"  # noqa: S105 (the demo's, printed by scripts/run)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers.

    Attributes:
        address: without a trailing slash.
        environment: with which ``gongdan`` works on the same database.
    """

    address: str
    environment: dict[str, str]

    def gongdan(self, *arguments: str) -> str:
        """Carry out one command; return what it prints."""
        return _gongdan(self.environment, *arguments)


@contextmanager
def demo_server(home: Path, *, patience_seconds: float = 30) -> Iterator[Server]:
    """Serve a new database with the demo's people and processes.

    Args:
        home: an empty folder for the database.
        patience_seconds: how long to wait for the first answer.

    Raises:
        TimeoutError: it does not answer.
        RuntimeError: it answers with an error, or a command failed.
    """
    port = _free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GONGDAN_")}
    environment = {**kept, "GONGDAN_HOME": str(home), "GONGDAN_PORT": str(port)}
    _gongdan(environment, "upgrade")
    _gongdan(environment, "demo")
    log = home / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [str(PROGRAM), "run"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/healthz", patience_seconds, log)
        yield Server(address, environment)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def _gongdan(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [str(PROGRAM), *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"gongdan {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout.strip()


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def _wait_for(address: str, seconds: float, log: Path) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 (our own)
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{error}:\n{log.read_text()[-3000:]}") from error
        except OSError:  # it does not listen yet
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{address} does not answer:\n{log.read_text()[-3000:]}")
