"""What the README tells an integrator to type takes a refund to its end."""

import re
import subprocess
from pathlib import Path

from demo_server import demo_server

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_commands_in_the_readme_take_a_refund_to_its_end(tmp_path):
    (commands,) = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    with demo_server(tmp_path) as server:
        commands = commands.replace("http://127.0.0.1:8080", server.address)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands],
            cwd=ROOT,
            env=server.environment,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "closed"
