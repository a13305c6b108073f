"""Calls in ``oauth_on_token_update``: what would wait for its own grant is refused at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from akoyaapisv240.aio import AsyncAkoyaapisv240Client
from akoyaapisv240.exceptions.failures import CallInUpdateException, TokenUpdateException
from akoyaapisv240.stores import SqliteStore, generate_key
from akoyaapisv240.testing import Sandbox

#: Far less than the half minute for which such a call and its callback would wait for each other.
SOON = 10

WORK: dict[str, Callable[[Any], object]] = {
    "refresh": lambda client: client.acg_auth.refresh_token(),
    "revocation": lambda client: client.acg_auth.revoke_token(),
    "removal": lambda client: client.acg_auth.forget(),
    "retry": lambda client: client.acg_auth.retry_pending(),
    "touch": lambda client: client.acg_auth.touch(),
    "call": lambda client: client.balances.get_balances("v2", "mikomo"),
    "list": lambda client: next(iter(client.transactions.get_transactions("v2", "mikomo", "a"))),
    "file": lambda client: client.statements.stream_statement("a", "v2", "mikomo", "s"),
}


def within(seconds: float, work: Callable[[], object]) -> None:
    """Does work in a thread, which has to end in time."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    assert not thread.is_alive()
    for failure in failures:
        raise failure


@pytest.mark.parametrize("kind", WORK)
def test_a_call_of_the_same_grant_is_refused_at_once(sandbox: Sandbox, kind: str) -> None:
    refused: list[BaseException] = []
    clients: list[Any] = []

    def save(_: Any) -> None:
        with pytest.raises(CallInUpdateException) as raised:
            WORK[kind](clients[-1])
        refused.append(raised.value)

    token = sandbox.consented().acg_auth.oauth_token
    client = sandbox.client(sandbox.credentials(oauth_token=token, oauth_on_token_update=save))
    # Another client of the same grant is no way round.
    for other in (client, sandbox.client(client.config.authorization_code_auth_credentials.clone_with(oauth_on_token_update=None))):
        clients.append(other)
        within(SOON, client.acg_auth.refresh_token)
    assert [str(error) for error in refused] == [str(refused[0])] * 2
    assert isinstance(refused[0], RuntimeError)
    assert client.balances.get_balances("v2", "mikomo").is_success()


def test_what_does_not_wait_can_be_asked_for(sandbox: Sandbox) -> None:
    known: list[Any] = []
    clients: list[Any] = []

    def save(token: Any) -> None:
        auth = clients[0].acg_auth
        known.append((auth.oauth_token == token, auth.is_valid(), auth.get_authorization_url("mikomo", "a-good-state")[:4]))

    token = sandbox.consented().acg_auth.oauth_token
    clients.append(sandbox.client(sandbox.credentials(oauth_token=token, oauth_on_token_update=save)))
    within(SOON, clients[0].acg_auth.refresh_token)
    assert known == [(True, True, "http")]


def test_another_grant_can_be_used(sandbox: Sandbox) -> None:
    other = sandbox.consented("mikomo_1")
    token = sandbox.consented().acg_auth.oauth_token
    client = sandbox.client(sandbox.credentials(oauth_token=token, oauth_on_token_update=lambda _: other.acg_auth.refresh_token()))
    within(SOON, client.acg_auth.refresh_token)
    assert sandbox.counters["refreshes"] == 2


def test_a_callback_that_is_refused_gets_its_token_again(sandbox: Sandbox) -> None:
    saved: list[Any] = []
    clients: list[Any] = []

    def save(token: Any) -> None:
        if clients:
            clients[0].acg_auth.refresh_token()
        saved.append(token)

    token = sandbox.consented().acg_auth.oauth_token
    client = sandbox.client(sandbox.credentials(oauth_token=token, oauth_on_token_update=save))
    clients.append(client)
    with pytest.raises(TokenUpdateException) as raised:
        within(SOON, client.acg_auth.refresh_token)
    assert isinstance(raised.value.__cause__, CallInUpdateException)
    clients.clear()
    client.acg_auth.retry_pending()
    assert [one.refresh_token for one in saved] == [client.acg_auth.oauth_token.refresh_token]


def test_grants_in_a_store_are_known_by_their_place(sandbox: Sandbox, tmp_path: Path) -> None:
    key, refused = generate_key(), []
    first, same = (SqliteStore(tmp_path / name, key=key) for name in ("tokens.db", "./tokens.db"))
    settings = {"connection": "ann/mikomo"}
    token = sandbox.consented().acg_auth.oauth_token
    other = sandbox.client(sandbox.credentials(), store=same, **settings)

    def save(_: Any) -> None:
        with pytest.raises(CallInUpdateException):
            other.acg_auth.refresh_token()
        refused.append(True)

    credentials = sandbox.credentials(oauth_token=token, oauth_on_token_update=save)
    client = sandbox.client(credentials, store=first, **settings)
    within(SOON, client.acg_auth.refresh_token)
    assert refused == [True]


@pytest.mark.parametrize("through", ["itself", "a task", "a thread"])
def test_a_coroutine_that_waits_for_its_grant_is_refused(sandbox: Sandbox, through: str) -> None:
    refused: list[str] = []
    clients: list[Any] = []

    async def save(_: Any) -> None:
        client = clients[0]
        with pytest.raises(CallInUpdateException):
            if through == "itself":
                await client.acg_auth.refresh_token()
            elif through == "a task":
                await asyncio.ensure_future(client.balances.get_balances("v2", "mikomo"))
            else:
                await asyncio.to_thread(sandbox.client(config=client.config).acg_auth.refresh_token)
        refused.append(through)

    async def run() -> None:
        credentials = sandbox.credentials(oauth_token=token, oauth_on_token_update=save)
        clients.append(AsyncAkoyaapisv240Client(environment=sandbox.environment, authorization_code_auth_credentials=credentials))
        await asyncio.wait_for(clients[0].acg_auth.refresh_token(), SOON)
        assert (await clients[0].balances.get_balances("v2", "mikomo")).is_success()

    token = sandbox.consented().acg_auth.oauth_token
    asyncio.run(run())
    assert refused == [through]


@pytest.mark.parametrize("stage", ["before the callback", "in the callback"])
def test_a_coroutine_whose_loop_ends_gets_its_token_in_another(sandbox: Sandbox, stage: str) -> None:
    saved: list[Any] = []
    begun: list[asyncio.Event] = []
    done = threading.Event()

    async def save(token: Any) -> None:
        loop = asyncio.get_running_loop()
        if loop is loops[0]:
            begun[0].set()
            await asyncio.Event().wait()
        saved.append(token.refresh_token)
        done.set()

    loops: list[asyncio.AbstractEventLoop] = []

    async def run() -> None:
        loops.append(asyncio.get_running_loop())
        begun.append(asyncio.Event())
        task = asyncio.ensure_future(client.acg_auth.refresh_token())
        if stage == "in the callback":
            await begun[0].wait()
        else:
            while sandbox.counters["refreshes"] == before:
                await asyncio.sleep(0)
        task.cancel()

    token, before = sandbox.consented().acg_auth.oauth_token, sandbox.counters["refreshes"]
    credentials = sandbox.credentials(oauth_token=token, oauth_on_token_update=save)
    client = AsyncAkoyaapisv240Client(environment=sandbox.environment, authorization_code_auth_credentials=credentials)
    sandbox.fault({"stall_response": {"ms": 200}}, on="refresh", times=1)
    asyncio.run(run())
    assert done.wait(SOON)
    kept = client.acg_auth.oauth_token
    assert kept is not None
    assert saved == [kept.refresh_token]


def test_a_task_that_a_callback_leaves_behind_can_call_later(sandbox: Sandbox) -> None:
    async def run() -> None:
        carry_on, tasks = asyncio.Event(), []

        async def later() -> int:
            await carry_on.wait()
            return (await client.balances.get_balances("v2", "mikomo")).status_code

        async def save(_: Any) -> None:
            tasks.append(asyncio.ensure_future(later()))

        credentials = sandbox.credentials(oauth_token=token, oauth_on_token_update=save)
        client = AsyncAkoyaapisv240Client(environment=sandbox.environment, authorization_code_auth_credentials=credentials)
        await client.acg_auth.refresh_token()
        carry_on.set()
        assert await tasks[0] == 200

    token = sandbox.consented().acg_auth.oauth_token
    asyncio.run(run())
