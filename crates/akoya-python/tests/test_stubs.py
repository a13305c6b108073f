"""The modules and type stubs of the models are those that the extension's table gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

STUBS = Path(__file__).parents[1] / "stubs.py"


def test_stubs_are_what_the_table_says() -> None:
    check = subprocess.run([sys.executable, STUBS, "--check"], capture_output=True, text=True, check=False)
    assert check.returncode == 0, f"run stubs.py: {check.stdout}{check.stderr}"
