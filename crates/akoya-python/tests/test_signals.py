"""Ctrl-C ends whatever the main thread waits for, within 0.2 seconds."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from akoyaapisv240.aio import AsyncAkoyaapisv240Client
from akoyaapisv240.testing import Sandbox

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")

#: What a wait looks for signals in, in seconds, and how many of these there may be between a signal and its exception.
TICK, TICKS = 0.05, 4


class Clock(threading.Thread):
    """Counts ticks in a thread that waits as a call does: on a machine that is busy its ticks are as long as those of the call."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.ticks = 0

    def run(self) -> None:
        while True:
            time.sleep(TICK)
            self.ticks += 1


@pytest.fixture(scope="module")
def clock() -> Clock:
    clock = Clock()
    clock.start()
    return clock


@pytest.fixture(autouse=True)
def _interrupts_raise() -> Iterator[None]:
    # A shell has a program in the background ignore interrupts, and Python then leaves it so.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def ticks_until_it_ends(clock: Clock, has_begun: Callable[[], bool], work: Callable[[], object]) -> int:
    """Sends an interrupt once the work is under way, and returns how many ticks it took to end it."""
    sent: list[int] = []

    def interrupt() -> None:
        while not has_begun():
            time.sleep(0.01)
        sent.append(clock.ticks)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        work()
    ended = clock.ticks
    thread.join()
    return ended - sent[0]


def account(client: Any) -> str:
    accounts = client.balances.get_balances("v2", "mikomo").body.accounts
    return str(next(one.deposit_account.account_id for one in accounts if hasattr(one, "deposit_account")))


WAITS: dict[str, tuple[str, Callable[[Any], Callable[[], object]]]] = {
    "balances": ("balances", lambda client: lambda: client.balances.get_balances("v2", "mikomo")),
    "transactions": (
        "transactions",
        lambda client: (lambda listed: lambda: next(iter(listed)))(
            client.transactions.get_transactions("v2", "mikomo", account(client), "2020-01-01", "2026-12-31")
        ),
    ),
    "refresh": ("refreshes", lambda client: client.acg_auth.refresh_token),
}


@pytest.mark.parametrize("kind", WAITS)
def test_an_interrupt_ends_a_wait_for_the_network(sandbox: Sandbox, clock: Clock, kind: str) -> None:
    client = sandbox.consented()
    counter, work = WAITS[kind]
    wait = work(client)
    before = sandbox.counters[counter]
    sandbox.fault({"stall_response": {"ms": 3_000}}, on=kind, times=1)
    assert ticks_until_it_ends(clock, lambda: sandbox.counters[counter] > before, wait) <= TICKS
    assert client.balances.get_balances("v2", "mikomo").is_success()


def test_an_interrupt_ends_the_wait_between_two_attempts(sandbox: Sandbox, clock: Clock) -> None:
    client = sandbox.consented(max_retries=3, backoff_factor=60)
    before = sandbox.counters["balances"]
    sandbox.fault({"api_error": {"code": 503}}, on="balances", times=1)
    call = lambda: client.balances.get_balances("v2", "mikomo")  # noqa: E731
    assert ticks_until_it_ends(clock, lambda: sandbox.counters["balances"] > before, call) <= TICKS


def test_an_interrupt_ends_the_wait_for_an_http_client_of_the_program(sandbox: Sandbox, clock: Clock) -> None:
    begun, carry_on = threading.Event(), threading.Event()

    class Slow:
        def request(self, *_: Any, **__: Any) -> Any:
            begun.set()
            carry_on.wait(3)
            raise OSError("it has waited long enough")

    token = sandbox.consented().acg_auth.oauth_token
    client = sandbox.client(sandbox.credentials(oauth_token=token), http_client_instance=Slow())
    assert ticks_until_it_ends(clock, begun.is_set, lambda: client.balances.get_balances("v2", "mikomo")) <= TICKS
    carry_on.set()


def test_an_interrupt_ends_a_wait_in_asyncio(sandbox: Sandbox, clock: Clock) -> None:
    client = AsyncAkoyaapisv240Client(config=sandbox.consented().config)
    sandbox.fault({"stall_response": {"ms": 3_000}}, on="balances", times=1)

    async def read() -> None:
        await client.balances.get_balances("v2", "mikomo")

    has_begun = lambda: sandbox.counters["balances"] > 0  # noqa: E731
    assert ticks_until_it_ends(clock, has_begun, lambda: asyncio.run(read())) <= TICKS
