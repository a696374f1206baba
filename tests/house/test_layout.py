"""The house stands as ARCHITECTURE says."""

import platform
import sys

from config.local.folders import PROJECT


def test_platform_is_not_a_package() -> None:
    """A package `platform` would hide the standard library's module from some commands and not from others."""
    assert not (PROJECT / "platform" / "__init__.py").exists()
    assert platform.__file__ is not None
    assert not platform.__file__.startswith(str(PROJECT))
    assert platform.python_version() == ".".join(map(str, sys.version_info[:3]))


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in (PROJECT / "tests").rglob("*.py")}
    assert not [folder for folder in folders if not (folder / "__init__.py").exists()]
