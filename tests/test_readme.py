"""What the README says of settings is what the settings are."""

import dataclasses
import re
from pathlib import Path

from app.config import Settings, from_environment

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
ROWS = re.findall(r"^\| `(GONGDAN_\w+)` \| ([^|]+) \|", README, re.MULTILINE)


def test_every_setting_is_in_the_readme():
    source = (ROOT / "app/config.py").read_text("utf-8")
    read = set(re.findall(r'"(GONGDAN_[A-Z_]+)"', source))
    assert {name for name, _ in ROWS} == read


def test_the_defaults_in_the_readme_are_those_in_force():
    settings = dataclasses.asdict(from_environment({}))
    assert ROWS
    for name, shown in ROWS:
        field = name.removeprefix("GONGDAN_").lower()
        if shown.startswith("`") and field != "home":
            value = settings[field]
            text = str(int(value)) if isinstance(value, bool) else str(value)
            assert shown.strip("` ") == text, name


def test_no_setting_of_the_application_is_without_its_name():
    names = {name.removeprefix("GONGDAN_").lower() for name, _ in ROWS}
    assert {field.name for field in dataclasses.fields(Settings)} == names
