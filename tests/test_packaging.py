"""A built package holds all a browser loads, and installs where there is no Node."""

import configparser
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.test_architecture import imports

ROOT = Path(__file__).parents[1]
SOURCES = "app build_backend processes forms LICENSE MANIFEST.in README.md assets.json "
SOURCES += "babel.cfg constraints.txt package.json package-lock.json pyproject.toml "
SOURCES += "setup.cfg wsgi.py .npmrc"
VIEWER = "bpmn-js-18.31.1/dist/bpmn-navigated-viewer.production.min.js"
IN_THE_PACKAGE = [
    "app/web/static/vendor/manifest.json",
    f"app/web/static/vendor/{VIEWER}",
    f"app/web/static/vendor/{VIEWER}.br",
    f"app/web/static/vendor/{VIEWER}.gz",
    "app/web/static/vendor/bpmn-js-18.31.1/LICENSE",
    "app/web/static/vendor/htmx.org-4.0.1/dist/htmx.min.js",
    "app/web/translations/zh_Hans_CN/LC_MESSAGES/messages.mo",
]
PYTHON_ONLY = {"PATH": "/nowhere", "HOME": os.environ.get("HOME", "/")}
BUILD = "import sys, gongdan_build as b; print(getattr(b, sys.argv[1])(sys.argv[2]))"


def run(*command, cwd=ROOT, env=None):
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def build(kind, tree, target):
    """Build as pip does, with the tree's own back end and without Node."""
    target.mkdir()
    env = {**PYTHON_ONLY, "PYTHONPATH": str(tree / "build_backend")}
    printed = run(sys.executable, "-c", BUILD, kind, target, cwd=tree, env=env)
    return target / printed.splitlines()[-1]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy, since building leaves traces in its folder."""
    copy = tmp_path_factory.mktemp("package") / "gongdan"
    copy.mkdir()
    for name in SOURCES.split():
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.mo")
            shutil.copytree(source, copy / name, ignore=ignored)
        elif source.exists():
            shutil.copy(source, copy)
    return copy


@pytest.fixture(scope="module")
def wheel(tree, tmp_path_factory):
    return build("build_wheel", tree, tmp_path_factory.mktemp("out") / "wheel")


def test_a_wheel_holds_what_a_browser_loads(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert [name for name in IN_THE_PACKAGE if name not in names] == []


def test_a_wheel_holds_every_file_of_the_application(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = run("git", "ls-files", "app") if (ROOT / ".git").exists() else ""
    ours = [name for name in tracked.splitlines() if (ROOT / name).exists()]
    assert [name for name in ours if name not in names] == []


def test_a_wheel_holds_no_tests_and_no_build_tools(wheel):
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"app"}


def test_a_wheel_installs_and_starts_where_there_is_no_node(wheel, tmp_path):
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path)
    python = tmp_path / "bin/python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    run(*pip, "--no-deps", "--no-index", wheel)
    paths = sysconfig.get_paths(vars={"base": tmp_path, "platbase": tmp_path})
    # Its requirements are borrowed from here; a path in a .pth file brings modules
    # along, but not this folder's own editable installation.
    site = Path(paths["purelib"])
    (site / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"])
    home = tmp_path / "home"
    env = {**PYTHON_ONLY, "GONGDAN_HOME": str(home)}
    assert "deploy" in run(tmp_path / "bin/gongdan", "--help", cwd=tmp_path, env=env)
    where = run(python, "-c", "import app; print(app.__file__)", cwd=tmp_path, env=env)
    assert Path(where).is_relative_to(site)
    assert [name for name in IN_THE_PACKAGE if not (site / name).is_file()] == []


def test_a_source_archive_can_be_built_without_node(tree, tmp_path):
    archive = build("build_sdist", tree, tmp_path / "sdist")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    again = build("build_wheel", source, tmp_path / "wheel")
    names = set(zipfile.ZipFile(again).namelist())
    assert [name for name in IN_THE_PACKAGE if name not in names] == []


def test_node_is_asked_for_only_when_the_libraries_are_out_of_date(tree):
    env = {**PYTHON_ONLY, "PYTHONPATH": str(tree / "build_backend")}
    ask = "import gongdan_build as b; print(b.get_requires_for_build_wheel())"
    assert "nodejs" not in run(sys.executable, "-c", ask, cwd=tree, env=env)
    wanted = tree / "assets.json"
    kept = wanted.read_text()
    wanted.write_text(kept.replace('"LICENSE"', '"README.md"'))
    try:
        assert "nodejs" in run(sys.executable, "-c", ask, cwd=tree, env=env)
    finally:
        wanted.write_text(kept)


def test_the_lock_file_pins_every_library_and_names_no_registry():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    locked = {name: entry for name, entry in packages.items() if name}
    assert locked
    assert [
        n for n, e in locked.items() if "sha512-" not in e.get("integrity", "")
    ] == []
    assert [n for n, e in locked.items() if "resolved" in e] == []


def requirements(section, option):
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    return [Requirement(row) for row in config[section][option].split("\n") if row]


def pins(rows):
    return {canonicalize_name(row.name): str(row.specifier) for row in rows}


def test_every_requirement_is_pinned_to_the_version_in_the_constraints():
    needed = requirements("options", "install_requires")
    needed += requirements("options.extras_require", "test")
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    locked = pins(Requirement(line) for line in lines if not line.startswith("#"))
    assert {
        name: pin for name, pin in pins(needed).items() if pin != locked[name]
    } == {}
    assert [name for name, pin in locked.items() if not pin.startswith("==")] == []


def test_every_library_the_application_imports_is_a_requirement():
    needed = pins(requirements("options", "install_requires"))
    tops = {name.split(".")[0] for _, name in imports()} - {"app"}
    homes = packages_distributions()
    faults = {
        top: homes.get(top)
        for top in tops - set(sys.stdlib_module_names)
        if not any(canonicalize_name(home) in needed for home in homes.get(top, []))
    }
    assert faults == {}
