"""Memory stays flat, whatever number of transactions and refreshes go by."""

from __future__ import annotations

import asyncio
import gc
import weakref
from pathlib import Path
from typing import Any

import pytest

from akoyaapisv240 import _akoya
from akoyaapisv240.aio import AsyncAkoyaapisv240Client
from akoyaapisv240.http.http_call_back import HttpCallBack
from akoyaapisv240.stores import SqliteStore, generate_key
from akoyaapisv240.testing import Sandbox
from servers import client_of_another_process

MIB = 1024 * 1024


STATUS = Path("/proc/self/statm")

needs_status = pytest.mark.skipif(not STATUS.exists(), reason="this system does not tell the size of a process so")


def resident() -> int:
    """Returns how much memory the process has now, in bytes."""
    return int(STATUS.read_text().split()[1]) * 4096


@needs_status
def test_memory_is_flat_over_100_000_transactions() -> None:
    sizes = []
    with client_of_another_process("volume") as client:
        account = client.balances.get_balances("v2", "mikomo").body.accounts[0].deposit_account.account_id
        listed = client.transactions.get_transactions("v2", "mikomo", account, "2000-01-01", "2030-01-01", limit=500)
        for read, item in enumerate(listed, 1):
            if read % 20 == 0:
                vars(item.deposit_transaction)
            assert item.deposit_transaction.amount is not None
            if read % 5_000 == 0:
                sizes.append(resident())
    assert len(sizes) == 20
    assert max(sizes) - sizes[0] < 4 * MIB, sizes


@needs_status
def test_refreshes_and_calls_leave_nothing_behind() -> None:
    with client_of_another_process("mikomo_7") as client:

        def work(times: int) -> int:
            for _ in range(times):
                client.acg_auth.refresh_token()
                assert client.balances.get_balances("v2", "mikomo").body.accounts
            return resident()

        before = work(200)
        grown = work(400) - before
    assert grown < 2 * MIB, f"{grown} bytes"


def test_objects_in_a_circle_are_collected() -> None:
    balances = _akoya.decode("Balances", b'{"accounts":[{"depositAccount":{}}]}')
    balances.accounts.append(balances)
    reference = weakref.ref(balances)
    del balances
    gc.collect()
    assert reference() is None


def test_clients_that_are_gone_leave_nothing_behind(sandbox: Sandbox, tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "tokens.db", key=generate_key())
    gone: list[weakref.ref[Any]] = []

    def use(**settings: Any) -> None:
        client = sandbox.consented(**settings)
        client.acg_auth.refresh_token()
        assert client.balances.get_balances("v2", "mikomo").is_success()
        later = AsyncAkoyaapisv240Client(config=client.config)
        assert asyncio.run(later.balances.get_balances("v2", "mikomo")).is_success()
        credentials = client.config.authorization_code_auth_credentials
        gone.extend(weakref.ref(one) for one in (client, client._session, later, credentials, credentials._grant))

    use()
    use(store=store, connection="ann")
    gc.collect()
    assert [one() for one in gone] == [None] * len(gone)


def test_a_client_and_its_callbacks_that_hold_one_another_are_collected(sandbox: Sandbox) -> None:
    requests = pytest.importorskip("requests")

    class Program(HttpCallBack):
        """Holds its client, which calls it in three ways."""

        def __init__(self) -> None:
            self.requests = 0
            self.tokens = 0
            self.client = sandbox.client(
                sandbox.credentials(oauth_on_token_update=self.save), http_client_instance=self, http_call_back=self
            )

        def save(self, _: Any) -> None:
            self.tokens += 1

        def on_before_request(self, request: Any) -> None:
            self.requests += 1

        def on_after_response(self, response: Any) -> None:
            pass

        def request(self, *arguments: Any, **settings: Any) -> Any:
            return requests.request(*arguments, **settings)

    def use() -> weakref.ref[Any]:
        program = Program()
        program.client.acg_auth.fetch_token(sandbox.code(program.client))
        assert program.client.balances.get_balances("v2", "mikomo").is_success()
        assert (program.tokens, program.requests) == (1, 2)
        return weakref.ref(program)

    gone = use()
    gc.collect()
    assert gone() is None
