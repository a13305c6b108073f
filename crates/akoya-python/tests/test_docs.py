"""The programs in the guides: each runs, with what its reader fills in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.stores import SqliteStore, generate_key
from akoyaapisv240.testing import Sandbox

ROOT = Path(__file__).parents[3]
GUIDES = [ROOT / "README.md", ROOT / "docs" / "python.md"]

#: Every Python program of the guides, by its beginning.
PROGRAMS = {block.splitlines()[0]: block for guide in GUIDES for block in re.findall(r"```python\n(.*?)```", guide.read_text(), re.DOTALL)}


def account(client: Akoyaapisv240Client) -> str:
    accounts = client.balances.get_balances("v2", "mikomo").body.accounts
    return str(next(one.deposit_account.account_id for one in accounts if hasattr(one, "deposit_account")))


def with_a_consent(sandbox: Sandbox, program: str) -> None:
    client = sandbox.consented()
    chosen = account(client)
    statements = client.statements.get_statement_list(chosen, "v2", "mikomo").body.statements
    exec(program, {"client": client, "account_id": chosen, "statement_id": statements[0].statement_id})
    assert Path("statement.pdf").read_bytes().startswith(b"%PDF-")


def with_a_store(sandbox: Sandbox, program: str) -> None:
    variables: dict[str, Any] = {
        "SqliteStore": SqliteStore,
        "Akoyaapisv240Client": Akoyaapisv240Client,
        "credentials": sandbox.credentials(),
        "key": generate_key(),
    }
    exec(program, variables)
    assert variables["ann"].acg_auth.get_authorization_url("mikomo", "a-good-state").startswith("https://idp.ddp.akoya.com/")


def with_the_fixture(sandbox: Sandbox, program: str) -> None:
    variables: dict[str, Any] = {}
    exec(program, variables)
    variables["test_balances"](sandbox)


def with_a_code(sandbox: Sandbox, program: str) -> None:
    saved: list[Any] = []
    for name, value in (("client-id", sandbox.client_id), ("client-secret", sandbox.client_secret), ("https://app.example/callback", sandbox.REDIRECT_URI)):
        program = program.replace(f'"{name}"', repr(value))
    program = program.replace('"sandbox"', "environment")
    state, code = "a-good-state", sandbox.code(sandbox.client())
    variables: dict[str, Any] = {"environment": sandbox.environment, "save": saved.append, "state": state, "code": code}
    exec(program, variables)
    assert variables["balances"].accounts
    assert len(saved) == 1
    assert f"state={state}" in variables["auth_url"]


RUNNERS: dict[str, Callable[[Sandbox, str], None]] = {
    "from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client": with_a_code,
    'with client.statements.stream_statement(account_id, "v2", "mikomo", statement_id) as statement:': with_a_consent,
    'store = SqliteStore("tokens.db", key=key)': with_a_store,
    "def test_balances(akoya_sandbox):": with_the_fixture,
}


@pytest.mark.parametrize("beginning", PROGRAMS)
def test_a_program_of_a_guide_runs(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beginning: str) -> None:
    monkeypatch.chdir(tmp_path)
    RUNNERS[beginning](sandbox, PROGRAMS[beginning])
