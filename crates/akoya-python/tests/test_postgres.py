"""The token store on PostgreSQL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import uuid
from typing import Any

import pytest

from akoyaapisv240.exceptions.api_exception import ApiException
from akoyaapisv240.exceptions.failures import StoreException
from akoyaapisv240.stores import PostgresStore, generate_key
from akoyaapisv240.testing import Sandbox
from children import in_child, succeed

pytestmark = pytest.mark.skipif("ACG_POSTGRES_URL" not in os.environ, reason="`cargo xtask test python` brings a server")

DAY = 24 * 3600


def settings() -> dict[str, Any]:
    """Returns the settings of a store that no other test has."""
    return {"key": generate_key(), "schema": f"bank_{uuid.uuid4().hex}"}


def store(**settings: Any) -> PostgresStore:
    return PostgresStore(os.environ["ACG_POSTGRES_URL"], **settings)


def test_a_grant_is_found_again_under_its_name(sandbox: Sandbox) -> None:
    of_test = settings()
    first = sandbox.consented(store=store(**of_test), connection="ann")
    token = first.acg_auth.refresh_token()
    again = sandbox.client(store=store(**of_test), connection="ann")
    assert again.balances.get_balances("v2", "mikomo").is_success()
    assert again.acg_auth.oauth_token.refresh_token == token.refresh_token
    with pytest.raises(ApiException) as raised:
        sandbox.client(store=store(**of_test), connection="bob").balances.get_balances("v2", "mikomo")
    assert raised.value.recovery == "ask_for_consent"


def test_threads_of_several_stores_refresh_once(sandbox: Sandbox) -> None:
    of_test = settings()
    sandbox.consented(store=store(**of_test), connection="ann")
    clients = [sandbox.client(store=store(**of_test), connection="ann") for _ in range(3)]
    for client in clients:
        assert client.balances.get_balances("v2", "mikomo").is_success()
    sandbox.advance(DAY + 1)
    failures: list[BaseException] = []

    def read(client: Any) -> None:
        try:
            client.balances.get_balances("v2", "mikomo")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read, args=(client,)) for client in clients * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sandbox.counters["refreshes"] == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_children_refresh_once_and_leave_the_connections_of_their_parent_alone(sandbox: Sandbox) -> None:
    client = sandbox.consented(store=store(**settings()), connection="ann")
    for _ in range(2):
        before = sandbox.counters["refreshes"]
        sandbox.advance(DAY + 1)
        children = [in_child(lambda: client.balances.get_balances("v2", "mikomo").body.accounts[0]) for _ in range(3)]
        assert client.balances.get_balances("v2", "mikomo").is_success()
        succeed(children)
        assert sandbox.counters["refreshes"] == before + 1
    client.acg_auth.refresh_token()


def test_another_program_needs_the_key(sandbox: Sandbox) -> None:
    of_test = settings()
    sandbox.consented(store=store(**of_test), connection="ann")
    program = """
import json, os, sys
from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.exceptions.failures import StoreException
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoyaapisv240.stores import PostgresStore, generate_key
api, idp, client_id, secret, schema, key = json.loads(sys.argv[1])
for tried in (generate_key(), key):
    client = Akoyaapisv240Client(
        environment=CustomEnvironment(api, idp),
        authorization_code_auth_credentials=AuthorizationCodeAuthCredentials(client_id, secret, "http://127.0.0.1/callback"),
        store=PostgresStore(os.environ["ACG_POSTGRES_URL"], key=tried, schema=schema, migrate=False), connection="ann")
    try:
        print(client.balances.get_balances("v2", "mikomo").status_code)
    except StoreException as error:
        print(error.recovery)
"""
    known = [sandbox.api_url, sandbox.idp_url, sandbox.client_id, sandbox.client_secret, of_test["schema"], of_test["key"]]
    command = [sys.executable, "-c", program, json.dumps(known)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["check_store", "200"]


def test_a_store_that_cannot_be_opened_says_why_without_its_password() -> None:
    with pytest.raises(Exception, match="migrat") as raised:
        store(schema=f"bank_{uuid.uuid4().hex}", migrate=False).open()
    assert not isinstance(raised.value, StoreException) or raised.value.recovery == "check_store"
    with pytest.raises(Exception) as raised:
        PostgresStore("postgres://ann:a-password@127.0.0.1:1/bank").open()
    assert "a-password" not in str(raised.value)
