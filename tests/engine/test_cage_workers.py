"""The worker processes: jailed, shared by threads, never forked, gone at exit."""

import contextlib
import json
import os
import platform
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.engine.scripts import (
    ScriptFault,
    close,
    evaluate,
    execute,
    jail,
    sandbox,
    workers,
)
from app.engine.scripts.workers import Workers

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
IN_A_WORKER = "[x for x in [n]]"

linux = pytest.mark.skipif(platform.system() != "Linux", reason="Linux's own bars")


def run_python(text, **environment):
    return subprocess.run(
        [sys.executable, "-c", text],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={**os.environ, **environment},
        cwd=Path(__file__).parents[2],
    )


def workers_of(pid):
    """Give the status of each worker process of a process."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            lines = (folder / "status").read_text().splitlines()
            status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
            if status["PPid"].strip() == str(pid) and status["Name"] == "monty":
                found[int(folder.name)] = status
    return found


@linux
def test_workers_live_behind_bars():
    evaluate(IN_A_WORKER, {"n": 1}, now=NOW)
    statuses = workers_of(os.getpid()).values()
    assert statuses
    assert sandbox.WORKERS.jailed
    assert all(status["NoNewPrivs"].strip() == "1" for status in statuses)
    assert all(status["Seccomp"].strip() == "2" for status in statuses)


TRIES = """
import importlib.util, json, os, socket, sys, threading
spec = importlib.util.spec_from_file_location("jail", JAIL)
jail = importlib.util.module_from_spec(spec)
spec.loader.exec_module(jail)
jail.close_door("/bin/true")
def tried(action):
    try:
        action()
    except OSError as error:
        return type(error).__name__
    return "done"
thread = threading.Thread(target=lambda: None)
out = {
    "read": tried(lambda: open("/etc/hostname")),
    "list": tried(lambda: os.listdir("/")),
    "write": tried(lambda: open(MARKER, "w").write("x")),
    "socket": tried(socket.socket),
    "pair": tried(socket.socketpair),
    "fork": tried(lambda: os.fork() or os._exit(0)),
    "spawn": tried(lambda: os.posix_spawn("/bin/true", ["true"], {})),
    "kill": tried(lambda: os.kill(os.getppid(), 0)),
    "execute": tried(lambda: os.execv("/bin/sh", ["sh", "-c", "exit 3"])),
    "thread": tried(lambda: (thread.start(), thread.join())),
}
print(json.dumps(out))
"""


@linux
@pytest.mark.skipif(platform.machine() not in ("x86_64", "aarch64"), reason="seccomp")
def test_the_jail_leaves_threads_and_nothing_else(tmp_path):
    text = TRIES.replace("JAIL", repr(jail.__file__))
    answer = run_python(text.replace("MARKER", repr(str(tmp_path / "marker"))))
    outcome = json.loads(answer.stdout)
    assert outcome.pop("thread") == "done"
    assert set(outcome.values()) == {"PermissionError"}


def test_many_threads_share_the_workers():
    def run(number):
        return execute("x = n * 2", {"n": number}, now=NOW).set["x"]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(run, range(80))) == [n * 2 for n in range(80)]


def test_who_finds_no_free_worker_is_told_to_try_again(monkeypatch):
    few = Workers(most=1, checkout_seconds=0.2)
    monkeypatch.setattr(sandbox, "WORKERS", few)
    try:
        with few.checkout(now=NOW), pytest.raises(ScriptFault) as caught:
            execute("x = 1", {}, now=NOW)
        assert caught.value.kind == "busy"
        assert execute("x = 1", {}, now=NOW).set == {"x": 1}
    finally:
        few.close()


@linux
def test_a_worker_that_was_killed_is_replaced():
    evaluate(IN_A_WORKER, {"n": 1}, now=NOW)
    for pid in workers_of(os.getpid()):
        os.kill(pid, signal.SIGKILL)
    for number in range(6):
        assert evaluate(IN_A_WORKER, {"n": number}, now=NOW) == [number]


def test_without_a_jail_scripts_still_run_in_workers(monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(workers, "_JAIL", tmp_path / "no jail here")
    free = Workers(most=1, checkout_seconds=5)
    monkeypatch.setattr(sandbox, "WORKERS", free)
    try:
        assert execute("x = 1", {}, now=NOW).set == {"x": 1}
        assert not free.jailed
        assert platform.system() != "Linux" or "without a jail" in caplog.text
    finally:
        free.close()


def test_workers_start_again_after_they_were_closed():
    evaluate(IN_A_WORKER, {"n": 1}, now=NOW)
    close()
    close()
    if platform.system() == "Linux":
        assert not workers_of(os.getpid())
    assert evaluate(IN_A_WORKER, {"n": 2}, now=NOW) == [2]


IN_PROCESS = """
from datetime import UTC, datetime
from app.engine import scripts
now = datetime(2026, 3, 1, tzinfo=UTC)
"""


def test_workers_start_when_they_are_needed_and_leave_nothing_behind(tmp_path):
    text = IN_PROCESS + (
        "names = {'n': 5, 'a': {'b': 1}}\n"
        "assert scripts.evaluate('n > 3 and a.b == 1', names, now=now)\n"
        "assert scripts.evaluate('${n > 3 && a.b == 1}', names, now=now)\n"
        "import tempfile, os; print(os.listdir(tempfile.gettempdir()))\n"
        "print(scripts.evaluate('[x for x in [1]]', {}, now=now))\n"
        "print(len(os.listdir(tempfile.gettempdir())))"
    )
    began = time.monotonic()
    answer = run_python(text, TMPDIR=str(tmp_path))
    assert answer.stdout.splitlines()[:2] == ["[]", "[1]"], answer.stderr
    assert answer.returncode == 0
    assert answer.stderr == ""
    assert not list(tmp_path.iterdir())
    assert time.monotonic() - began < 20


@linux
def test_a_forked_child_is_told_instead_of_hanging():
    text = IN_PROCESS + (
        "import os, sys\n"
        "assert scripts.evaluate('[x for x in [1]]', {}, now=now) == [1]\n"
        "if os.fork() == 0:\n"
        "    assert scripts.evaluate('1 + 1', {}, now=now) == 2\n"
        "    try: scripts.evaluate('[x for x in [1]]', {}, now=now)\n"
        "    except scripts.ScriptFault as fault: print(fault.kind)\n"
        "    scripts.close()\n"
        "    sys.exit(3)\n"
        "print(os.waitstatus_to_exitcode(os.wait()[1]))\n"
        "assert scripts.evaluate('[x for x in [2]]', {}, now=now) == [2]\n"
    )
    answer = run_python(text)
    assert answer.stdout.split() == ["crashed", "3"], answer.stderr
    assert answer.returncode == 0
