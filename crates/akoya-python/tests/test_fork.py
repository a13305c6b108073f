"""Processes that fork: no hang, and no grant lost."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.stores import SqliteStore, generate_key
from akoyaapisv240.testing import Sandbox
from children import in_child, succeed

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")

DAY = 24 * 3600


def read(client: Akoyaapisv240Client) -> None:
    assert client.balances.get_balances("v2", "mikomo").is_success()


def test_children_share_a_grant_in_memory_with_their_parent(sandbox: Sandbox) -> None:
    client = sandbox.consented()
    read(client)
    sandbox.advance(DAY + 1)
    children = [in_child(lambda: read(client)) for _ in range(3)]
    read(client)
    succeed(children)
    client.acg_auth.refresh_token()
    succeed([in_child(lambda: (read(client), client.acg_auth.refresh_token())) for _ in range(2)])
    read(client)
    client.acg_auth.refresh_token()


def test_a_fork_in_the_middle_of_a_refresh_loses_nothing(sandbox: Sandbox) -> None:
    client = sandbox.consented()
    for wait in (0.0, 0.02, 0.05, 0.1):
        sandbox.fault({"stall_response": {"ms": 80}}, on="refresh", times=1)
        refresh = threading.Thread(target=client.acg_auth.refresh_token)
        refresh.start()
        refresh.join(wait)
        children = [in_child(lambda: (read(client), client.acg_auth.refresh_token())) for _ in range(2)]
        refresh.join()
        succeed(children)
        sandbox.clear_faults()
        read(client)
        client.acg_auth.refresh_token()


def test_children_use_a_store_that_their_parent_has_open(sandbox: Sandbox, tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "tokens.db", key=generate_key())
    client = sandbox.consented(store=store, connection="customer-4711/mikomo")
    sandbox.advance(DAY + 1)
    before = sandbox.counters["refreshes"]
    succeed([in_child(lambda: read(client)) for _ in range(3)])
    read(client)
    assert sandbox.counters["refreshes"] == before + 1


def test_a_child_of_a_child_shares_the_grant(sandbox: Sandbox) -> None:
    client = sandbox.consented()

    def work() -> None:
        client.acg_auth.refresh_token()
        succeed([in_child(lambda: client.acg_auth.refresh_token())])
        client.acg_auth.refresh_token()

    succeed([in_child(work)])
    client.acg_auth.refresh_token()


#: What the processes of a pool find where their parent left it.
INHERITED: dict[str, Akoyaapisv240Client] = {}


def read_inherited(_: int) -> int:
    return INHERITED["client"].balances.get_balances("v2", "mikomo").status_code


def test_a_grant_that_is_gone_leaves_no_file(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    client = sandbox.consented()
    succeed([in_child(lambda: client.balances.get_balances("v2", "mikomo"))])
    assert len(list(tmp_path.iterdir())) == 1
    del client
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_a_pool_of_multiprocessing_refreshes_once(sandbox: Sandbox) -> None:
    INHERITED["client"] = client = sandbox.consented()
    read(client)
    with multiprocessing.get_context("fork").Pool(3) as pool:
        sandbox.advance(DAY + 1)
        assert pool.map_async(read_inherited, range(9)).get(60) == [200] * 9
        read(client)
    assert sandbox.counters["refreshes"] == 1


def test_a_child_that_ends_as_programs_do_does_not_wait_for_threads_of_its_parent(sandbox: Sandbox) -> None:
    program = """
import json, os, sys
from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
api, idp, client_id, secret, id_token, refresh_token = json.loads(sys.argv[1])
client = Akoyaapisv240Client(
    environment=CustomEnvironment(api, idp),
    authorization_code_auth_credentials=AuthorizationCodeAuthCredentials(
        client_id, secret, "http://127.0.0.1/callback", {"id_token": id_token, "refresh_token": refresh_token}))
for _ in range(2):
    child = os.fork()
    client.acg_auth.refresh_token()
    if not child:
        sys.exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
"""
    token = sandbox.consented().acg_auth.oauth_token
    known = [sandbox.api_url, sandbox.idp_url, sandbox.client_id, sandbox.client_secret, token.id_token, token.refresh_token]
    subprocess.run([sys.executable, "-c", program, json.dumps(known)], check=True, timeout=60)


def test_a_client_that_is_collected_during_a_fork_does_not_hold_it_up() -> None:
    program = """
import gc, os
os.register_at_fork(before=gc.collect)
from akoyaapisv240.testing import Sandbox
gc.disable()
with Sandbox() as sandbox:
    for _ in range(2):
        client = sandbox.consented()
        client.itself = client
        del client
        child = os.fork()
        if not child:
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
