"""The fixture `akoya_sandbox`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
def test_balances(akoya_sandbox):
    client = akoya_sandbox.consented("mikomo_7")
    akoya_sandbox.fault({"api_error": {"code": 503}}, on="balances", times=1)
    try:
        client.balances.get_balances("v2", "mikomo")
    except Exception as error:
        assert error.recovery == "retry"
    assert client.balances.get_balances("v2", "mikomo").is_success()
    assert akoya_sandbox.counters["balances"] == 2


def test_the_next_test_begins_at_the_beginning(akoya_sandbox):
    assert akoya_sandbox.counters["balances"] == 0
    assert akoya_sandbox.consents("mikomo_7") == []
    akoya_sandbox.advance(60)
"""


def test_a_program_tests_itself_with_the_fixture(tmp_path: Path) -> None:
    program = tmp_path / "test_program.py"
    program.write_text(PROGRAM)
    # By its name alone, whether or not the package is installed as a wheel is.
    variables = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "akoyaapisv240.pytest_plugin", "-p", "no:cacheprovider", str(program)]
    done = subprocess.run(command, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout
