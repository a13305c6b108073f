"""Token stores."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from akoyaapisv240.exceptions.failures import StoreException
from akoyaapisv240.stores import SqliteStore, generate_key
from akoyaapisv240.testing import Sandbox


def test_a_grant_is_found_again_under_its_name(sandbox: Sandbox, tmp_path: Path) -> None:
    key = generate_key()
    path = tmp_path / "tokens.db"
    first = sandbox.consented(store=SqliteStore(path, key=key), connection="ann")
    token = first.acg_auth.refresh_token()
    again = sandbox.client(store=SqliteStore(path, key=key), connection="ann")
    assert again.balances.get_balances("v2", "mikomo").is_success()
    assert again.acg_auth.oauth_token.refresh_token == token.refresh_token
    with pytest.raises(Exception) as raised:
        sandbox.client(store=SqliteStore(path, key=key), connection="bob").balances.get_balances("v2", "mikomo")
    assert raised.value.recovery == "ask_for_consent"
    assert token.refresh_token.encode() not in path.read_bytes()


def test_another_process_needs_the_key(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "tokens.db"
    sandbox.consented(store=SqliteStore(path, key=generate_key()), connection="ann")
    program = """
import json, sys
from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.exceptions.failures import StoreException
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoyaapisv240.stores import SqliteStore, generate_key
api, idp, client_id, secret, path = json.loads(sys.argv[1])
client = Akoyaapisv240Client(
    environment=CustomEnvironment(api, idp),
    authorization_code_auth_credentials=AuthorizationCodeAuthCredentials(client_id, secret, "http://127.0.0.1/callback"),
    store=SqliteStore(path, key=generate_key()), connection="ann")
try:
    client.balances.get_balances("v2", "mikomo")
except StoreException as error:
    print(error.recovery)
"""
    settings = [sandbox.api_url, sandbox.idp_url, sandbox.client_id, sandbox.client_secret, str(path)]
    command = [sys.executable, "-c", program, json.dumps(settings)]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip() == "check_store"


def test_settings_that_belong_together(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        sandbox.client(store=SqliteStore(tmp_path / "tokens.db"))
    with pytest.raises(ValueError):
        SqliteStore(tmp_path / "tokens.db", older_keys=[generate_key()])
    with pytest.raises(ValueError):
        SqliteStore(tmp_path / "tokens.db", key="no key").open()
    assert StoreException.kind == "store"
