"""The modules, type stubs and annotations: made of the extension's table, and true."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import akoyaapisv240

STUBS = Path(__file__).parents[1] / "stubs.py"

def run(*arguments: str | Path, folder: Path) -> None:
    """Runs Python with the installed package in the path."""
    package = str(Path(akoyaapisv240.__file__).parents[1])
    environment = {**os.environ, "MYPYPATH": package, "PYTHONPATH": package, "MYPY_CACHE_DIR": str(folder / "cache")}
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, env=environment, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr


def test_stubs_are_what_the_table_says(tmp_path: Path) -> None:
    # `cargo xtask python --stubs` writes them again.
    run(STUBS, "--check", folder=tmp_path)


def test_stubs_and_annotations_agree_with_what_is_imported(tmp_path: Path) -> None:
    run("-m", "mypy.stubtest", "akoyaapisv240", "akoya", folder=tmp_path)


def test_the_package_is_checked_strictly(tmp_path: Path) -> None:
    run("-m", "mypy", "--strict", "-p", "akoyaapisv240", "-p", "akoya", folder=tmp_path)
