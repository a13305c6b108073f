"""The client for asyncio."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from akoyaapisv240.aio import AsyncAkoyaapisv240Client, AsyncPagedIterable
from akoyaapisv240.exceptions.error_error_exception import ErrorErrorException
from akoyaapisv240.http.http_call_back import HttpCallBack
from akoyaapisv240.http.http_request import HttpRequest
from akoyaapisv240.testing import Sandbox

DAY = 24 * 3600


def client_of(sandbox: Sandbox, **settings: Any) -> AsyncAkoyaapisv240Client:
    credentials = sandbox.credentials(**settings)
    return AsyncAkoyaapisv240Client(environment=sandbox.environment, authorization_code_auth_credentials=credentials)


async def consent(sandbox: Sandbox, client: AsyncAkoyaapisv240Client) -> None:
    url, pending = client.acg_auth.authorize("mikomo")
    callback = await asyncio.to_thread(sandbox.approve, url)
    await client.acg_auth.complete(pending, callback)


def test_operations_are_awaited(sandbox: Sandbox) -> None:
    async def run() -> None:
        client = client_of(sandbox)
        await consent(sandbox, client)
        responses = await asyncio.gather(
            client.balances.get_balances("v2", "mikomo"),
            client.account_information.get_accounts_info("v2", "mikomo"),
            client.investments.get_accounts("v2", "mikomo"),
            client.customers.customer_info("v2", "mikomo"),
            client.tax_beta.tax_forms_search("v2", "mikomo"),
        )
        assert all(response.is_success() for response in responses)
        with pytest.raises(ErrorErrorException):
            await client.balances.get_balances("v2", "nobody")
        await client.acg_auth.revoke_token()

    asyncio.run(run())


def test_a_call_can_be_made_before_there_is_a_loop(sandbox: Sandbox) -> None:
    client = AsyncAkoyaapisv240Client(config=sandbox.consented().config)
    call = client.balances.get_balances("v2", "mikomo")
    assert sandbox.counters["balances"] == 0
    assert asyncio.run(call).is_success()


def test_a_callback_is_awaited_in_the_loop_of_a_call(sandbox: Sandbox) -> None:
    saved: list[Any] = []

    async def run() -> None:
        loop = asyncio.get_running_loop()

        async def save(token: Any) -> None:
            assert asyncio.get_running_loop() is loop
            saved.append(token)

        token = sandbox.consented().acg_auth.oauth_token
        client = client_of(sandbox, oauth_token=token, oauth_on_token_update=save)
        sandbox.advance(DAY + 1)
        await client.balances.get_balances("v2", "mikomo")

    asyncio.run(run())
    assert len(saved) == 1


def test_many_tasks_refresh_once(sandbox: Sandbox) -> None:
    async def run() -> None:
        client = client_of(sandbox)
        await consent(sandbox, client)
        sandbox.advance(DAY + 1)
        await asyncio.gather(*(client.balances.get_balances("v2", "mikomo") for _ in range(20)))

    asyncio.run(run())
    assert sandbox.counters["refreshes"] == 1


def test_a_callback_may_be_a_coroutine_of_the_same_loop(sandbox: Sandbox) -> None:
    saved: list[Any] = []

    async def run() -> None:
        loop = asyncio.get_running_loop()

        async def save(token: Any) -> None:
            await asyncio.sleep(0)
            assert asyncio.get_running_loop() is loop
            saved.append(token)

        client = client_of(sandbox, oauth_on_token_update=save)
        await consent(sandbox, client)

    asyncio.run(run())
    assert len(saved) == 1


def test_a_task_that_is_cancelled_in_a_refresh_loses_no_token(sandbox: Sandbox) -> None:
    async def run() -> None:
        client = client_of(sandbox)
        await consent(sandbox, client)
        for turns in range(30):
            before = sandbox.counters["refreshes"]
            sandbox.fault({"stall_response": {"ms": 20}}, on="refresh", times=1)
            task = asyncio.ensure_future(client.acg_auth.refresh_token())
            for _ in range(turns):
                await asyncio.sleep(0.001)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            sandbox.clear_faults()
            assert (await client.balances.get_balances("v2", "mikomo")).is_success()
            await client.acg_auth.refresh_token()
            assert sandbox.counters["refreshes"] > before

    asyncio.run(run())


async def transactions_of(client: AsyncAkoyaapisv240Client, limit: int = 7) -> AsyncPagedIterable:
    accounts = json.loads((await client.balances.get_balances("v2", "mikomo")).text)["accounts"]
    account = next(entry["depositAccount"]["accountId"] for entry in accounts if "depositAccount" in entry)
    period = ("2020-01-01", "2026-12-31")
    return client.transactions.get_transactions("v2", "mikomo", account, *period, limit=limit)


def test_items_come_page_after_page(sandbox: Sandbox) -> None:
    async def run() -> None:
        client = client_of(sandbox)
        await consent(sandbox, client)
        listed = await transactions_of(client)
        items = [item async for item in listed]
        pages = [page async for page in listed.pages()]
        assert len(pages) > 1
        assert sum(len(list(page.items())) for page in pages) == len(items) > 7

    asyncio.run(run())


async def cancel_when_read(task: asyncio.Future[Any], is_given: bool) -> None:
    """Cancels a task whose page has come and has not reached it: before its future has the page, or after."""
    await asyncio.sleep(0)
    loop = asyncio.get_running_loop()
    # The loop stands still until it is told that the page has come.
    while not getattr(loop, "_ready"):
        time.sleep(0.001)
    if is_given:
        loop.call_soon(task.cancel)
    else:
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("is_given", [False, True])
def test_a_task_that_is_cancelled_loses_no_page(sandbox: Sandbox, is_given: bool) -> None:
    async def run() -> None:
        client = client_of(sandbox)
        await consent(sandbox, client)
        listed = await transactions_of(client, 400)
        expected = [item async for item in listed]
        assert len(expected) > 800
        pages = listed.pages()
        found: list[Any] = []
        while True:
            await cancel_when_read(asyncio.ensure_future(anext(pages)), is_given)
            page = await anext(pages, None)
            if page is None:
                break
            found += page.items()
        assert found == expected

    asyncio.run(run())


@pytest.mark.parametrize("is_given", [False, True])
def test_a_task_that_is_cancelled_loses_no_error(sandbox: Sandbox, is_given: bool) -> None:
    async def run() -> None:
        client = client_of(sandbox)
        await consent(sandbox, client)
        items = aiter(await transactions_of(client))
        sandbox.fault({"api_error": {"code": 1207}}, on="transactions", times=1)
        await cancel_when_read(asyncio.ensure_future(anext(items)), is_given)
        with pytest.raises(ErrorErrorException):
            await anext(items)
        assert await anext(items)

    asyncio.run(run())


def test_tasks_that_share_an_iterator_are_given_each_page_once(sandbox: Sandbox) -> None:
    async def run() -> None:
        client = client_of(sandbox)
        await consent(sandbox, client)
        listed = await transactions_of(client, 100)
        expected = [item.deposit_transaction.transaction_id async for item in listed]
        items = aiter(listed)

        async def read() -> list[str]:
            return [item.deposit_transaction.transaction_id async for item in items]

        found = [item for part in await asyncio.gather(*(read() for _ in range(4))) for item in part]
        assert sorted(found) == sorted(expected)

    asyncio.run(run())


def test_a_callback_is_awaited_in_the_loop_of_a_list(sandbox: Sandbox) -> None:
    loops: list[Any] = []

    async def run() -> None:
        async def save(_: Any) -> None:
            loops.append(asyncio.get_running_loop())

        listed = await transactions_of(AsyncAkoyaapisv240Client(config=sandbox.consented().config))
        token = sandbox.consented().acg_auth.oauth_token
        client = client_of(sandbox, oauth_token=token, oauth_on_token_update=save)
        sandbox.advance(DAY + 1)
        provider, account = listed._data._path
        # The client's first call.
        assert await anext(aiter(client.transactions.get_transactions("v2", provider, account)))
        assert loops == [asyncio.get_running_loop()]

    asyncio.run(run())


class _ManyHeaders(HttpCallBack):
    """Sets more headers than the library has room for, which panics."""

    def on_before_request(self, request: HttpRequest) -> None:
        for number in range(40_000):
            request.add_header(f"x-{number}", "")


def test_a_call_that_panics_does_not_wait_forever(sandbox: Sandbox) -> None:
    config = sandbox.consented().config.clone_with(http_call_back=_ManyHeaders())

    async def call() -> None:
        await asyncio.wait_for(AsyncAkoyaapisv240Client(config=config).balances.get_balances("v2", "mikomo"), 20)

    with pytest.raises(BaseException, match="panic") as raised:
        asyncio.run(call())
    assert raised.type.__name__ == "PanicException"
