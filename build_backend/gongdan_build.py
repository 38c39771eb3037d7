"""PEP 517 hooks: setuptools, after the browser libraries and catalogues are in place.

Node comes along as a Python wheel, into pip's throw-away build environment and only
when the libraries are missing or their versions changed. A finished wheel or sdist
holds the files, so nobody who installs one needs Node.
"""

from collections.abc import Mapping
from typing import TypeAlias

from setuptools import build_meta

import browser_libraries
import catalogues

ConfigSettings: TypeAlias = Mapping[str, str | list[str] | None] | None

prepare_metadata_for_build_wheel = build_meta.prepare_metadata_for_build_wheel
prepare_metadata_for_build_editable = build_meta.prepare_metadata_for_build_editable


def _requirements() -> list[str]:
    return [] if browser_libraries.are_current() else browser_libraries.TOOLS


def _prepare() -> None:
    if not browser_libraries.are_current():
        browser_libraries.collect()
    catalogues.compile_all()


def get_requires_for_build_wheel(config_settings: ConfigSettings = None) -> list[str]:
    """Return what this build needs beside the requirements in pyproject.toml."""
    return build_meta.get_requires_for_build_wheel(config_settings) + _requirements()


def get_requires_for_build_editable(
    config_settings: ConfigSettings = None,
) -> list[str]:
    """Return what this build needs beside the requirements in pyproject.toml."""
    return build_meta.get_requires_for_build_editable(config_settings) + _requirements()


def get_requires_for_build_sdist(config_settings: ConfigSettings = None) -> list[str]:
    """Return what this build needs beside the requirements in pyproject.toml."""
    return build_meta.get_requires_for_build_sdist(config_settings) + _requirements()


def build_wheel(
    wheel_directory: str,
    config_settings: ConfigSettings = None,
    metadata_directory: str | None = None,
) -> str:
    """Build a wheel with everything a browser loads; return its file name."""
    _prepare()
    return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)


def build_editable(
    wheel_directory: str,
    config_settings: ConfigSettings = None,
    metadata_directory: str | None = None,
) -> str:
    """Install from this folder, with everything a browser loads in it."""
    _prepare()
    return build_meta.build_editable(
        wheel_directory, config_settings, metadata_directory
    )


def build_sdist(sdist_directory: str, config_settings: ConfigSettings = None) -> str:
    """Build an archive from which a wheel can be built without Node."""
    _prepare()
    return build_meta.build_sdist(sdist_directory, config_settings)
