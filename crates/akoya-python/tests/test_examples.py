"""The examples: they run, and strict type checkers have nothing to say about them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import akoyaapisv240

#: A program with the package's later name.
LATER = """
from akoya.akoya_client import AkoyaClient
from akoya.apis.balances_api import BalancesApi
from akoya.configuration import Environment
from akoya.exceptions.api_exception import ApiException
from akoya.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoya.models import Balances
from akoya.models.deposit_balance import DepositBalance


def balances(client: AkoyaClient) -> Balances:
    group: BalancesApi = client.balances
    try:
        body = group.get_balances("v2", "mikomo").body
    except ApiException as error:
        print(error.recovery)
        raise
    for account in body.accounts or ():
        if isinstance(account, DepositBalance) and account.deposit_account:
            print(account.deposit_account.current_balance)
    return body


credentials = AuthorizationCodeAuthCredentials("id", "secret", "https://app.example/callback")
client = AkoyaClient(environment=Environment.SANDBOX, authorization_code_auth_credentials=credentials)
"""

EXAMPLES = sorted(Path(__file__).parents[1].joinpath("examples").glob("*.py"))
PACKAGE = str(Path(akoyaapisv240.__file__).parents[1])


def run(*arguments: str | Path, folder: Path) -> str:
    environment = {**os.environ, "MYPYPATH": PACKAGE, "PYTHONPATH": PACKAGE, "MYPY_CACHE_DIR": str(folder / "cache")}
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, env=environment, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def example(name: str) -> Path:
    return next(path for path in EXAMPLES if path.name == name)


def test_a_consent_is_gone_on_with_after_a_day(tmp_path: Path) -> None:
    lines = run(sys.executable, example("consent.py"), folder=tmp_path).splitlines()
    assert len(lines) > 2
    assert lines[: len(lines) // 2] == lines[len(lines) // 2 :]


def test_statements_are_saved(tmp_path: Path) -> None:
    run(sys.executable, example("statements.py"), folder=tmp_path)
    saved = list(tmp_path.glob("*.pdf"))
    assert saved
    assert all(path.read_bytes().startswith(b"%PDF-") for path in saved)


def test_mypy_has_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / "later.py").write_text(LATER)
    run(sys.executable, "later.py", folder=tmp_path)
    run(sys.executable, "-m", "mypy", "--strict", "later.py", *EXAMPLES, folder=tmp_path)


@pytest.mark.skipif("PYRIGHT" not in os.environ, reason="`cargo xtask test python` brings pyright")
@pytest.mark.parametrize("python", ["3.10", "3.14"])
def test_pyright_has_nothing_to_say(tmp_path: Path, python: str) -> None:
    for path in EXAMPLES:
        shutil.copy(path, tmp_path)
    (tmp_path / "later.py").write_text(LATER)
    settings = {"include": ["."], "extraPaths": [PACKAGE], "typeCheckingMode": "strict", "pythonVersion": python}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    said = run("node", os.environ["PYRIGHT"], "--pythonpath", sys.executable, "--outputjson", folder=tmp_path)
    assert json.loads(said)["summary"]["filesAnalyzed"] == len(EXAMPLES) + 1
