"""The server and the job runner as processes of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

PROGRAM = (sys.executable, "-c", "from app.cli import main; main()")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with tables, made once: a process takes its time to begin."""
    folder = tmp_path_factory.mktemp("home")
    environment = os.environ | {"GONGDAN_HOME": str(folder)}
    subprocess.run([*PROGRAM, "upgrade"], env=environment, check=True, timeout=40)
    return folder


@pytest.fixture
def start(home):
    started = []
    environment = os.environ | {
        "GONGDAN_HOME": str(home),
        "PYTHONUNBUFFERED": "1",
    }

    def one(*args, **more):
        process = subprocess.Popen(
            [*PROGRAM, *args],
            env=environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield one
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return str(one.getsockname()[1])


def status(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def wait_for(what, seconds=40.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.1)
    return None


def test_the_server_answers_and_ends_when_told(start):
    port = free_port()
    server = start("run", GONGDAN_PORT=port)
    url = f"http://127.0.0.1:{port}/api/v1/tickets"
    assert wait_for(lambda: status(url)) == 401
    server.send_signal(signal.SIGTERM)
    output, _ = server.communicate(timeout=40)
    assert f"http://127.0.0.1:{port}" in output
    assert status(url) is None


def test_a_server_without_tables_does_not_begin(start, tmp_path):
    server = start("run", GONGDAN_PORT=free_port(), GONGDAN_HOME=str(tmp_path))
    output, _ = server.communicate(timeout=40)
    assert server.returncode == 1
    assert "gongdan upgrade" in output


def test_a_port_that_is_taken_is_a_sentence(start):
    with socket.create_server(("127.0.0.1", 0)) as other:
        server = start("run", "--port", str(other.getsockname()[1]))
        output, _ = server.communicate(timeout=40)
    assert server.returncode == 1
    assert output.startswith("Error: Cannot listen on 127.0.0.1:")


def test_the_job_runner_ends_when_told(start):
    runner = start("work")
    assert runner.stdout.readline() == "Doing due jobs.\n"
    with pytest.raises(subprocess.TimeoutExpired):
        runner.wait(0.2)
    runner.send_signal(signal.SIGTERM)
    assert runner.wait(40) == 0


def test_a_setting_that_cannot_be_used_is_a_sentence(start):
    program = start("upgrade", GONGDAN_PORT="eighty")
    output, _ = program.communicate(timeout=40)
    assert program.returncode == 1
    assert output.startswith("Error: The setting GONGDAN_PORT needs a whole number")
