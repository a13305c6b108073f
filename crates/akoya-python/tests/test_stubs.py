"""The modules and type stubs: made of the extension's table, and true."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import akoyaapisv240

STUBS = Path(__file__).parents[1] / "stubs.py"

EXAMPLE = '''
from akoyaapisv240.api_helper import APIHelper
from akoyaapisv240.models.balances import Balances
from akoyaapisv240.models.deposit_balance import DepositBalance


def total(text: str) -> str:
    balances = Balances.from_dictionary(APIHelper.json_deserialize(text))
    accounts = (balances.accounts if balances else None) or []
    deposits = (account.deposit_account for account in accounts if isinstance(account, DepositBalance))
    amounts = (deposit.current_balance for deposit in deposits if deposit)
    return f"{sum(amount for amount in amounts if amount is not None):.2f}"
'''


def run(*arguments: str | Path, folder: Path) -> None:
    """Runs Python with the installed package in the path."""
    package = str(Path(akoyaapisv240.__file__).parents[1])
    environment = {**os.environ, "MYPYPATH": package, "PYTHONPATH": package, "MYPY_CACHE_DIR": str(folder / "cache")}
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, env=environment, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr


def test_stubs_are_what_the_table_says(tmp_path: Path) -> None:
    # `cargo xtask python --stubs` writes them again.
    run(STUBS, "--check", folder=tmp_path)


def test_stubs_agree_with_the_extension_and_the_models(tmp_path: Path) -> None:
    run("-m", "mypy.stubtest", "akoyaapisv240._akoya", "akoyaapisv240.models", folder=tmp_path)


def test_program_that_uses_the_models_is_checked_strictly(tmp_path: Path) -> None:
    (tmp_path / "example.py").write_text(EXAMPLE)
    run("-m", "mypy", "--strict", "example.py", folder=tmp_path)
