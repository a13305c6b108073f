"""Processes that fork, are killed, or cancel a task, at any moment of a refresh: no hang, and no grant lost.

How often is told by ``--runs``; `cargo xtask python --runs 2000` does it at length.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from akoyaapisv240.aio import AsyncAkoyaapisv240Client
from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.stores import SqliteStore, generate_key
from akoyaapisv240.testing import Sandbox
from children import in_child, succeed

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")

#: How long a refresh takes at the least, in milliseconds. A moment is up to twice as long after its beginning.
STALL = 10

#: After so many runs a customer gives a new consent, whose grant is in memory until the first fork.
RUNS_OF_A_CONSENT = 25


@pytest.fixture
def moments(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[list[float]]:
    """When each run strikes, in seconds after the beginning of a refresh."""
    sandbox.fault({"stall_response": {"ms": STALL}}, on="refresh")
    # Who is killed when the response was on its way leaves a token that was spent. Providers give it again for a while.
    sandbox.set_refresh_reuse_window(3600)
    draw = random.Random(7)
    yield [draw.uniform(0, 2 * STALL / 1000) for _ in range(request.config.getoption("--runs"))]
    sandbox.clear_faults()


def consents(sandbox: Sandbox, moments: list[float], folder: Path) -> Iterator[tuple[Akoyaapisv240Client, list[float]]]:
    """Gives each few runs a consent of their own: in memory, and in a store, by turns."""
    store = SqliteStore(folder / "tokens.db", key=generate_key())
    for at in range(0, len(moments), RUNS_OF_A_CONSENT):
        is_stored = at // RUNS_OF_A_CONSENT % 2 == 1
        settings = {"store": store, "connection": f"customer-{at}"} if is_stored else {}
        yield sandbox.consented(**settings), moments[at : at + RUNS_OF_A_CONSENT]


def carry_on(client: Akoyaapisv240Client) -> None:
    assert client.balances.get_balances("v2", "mikomo").is_success()
    client.acg_auth.refresh_token()


def test_forks_lose_nothing(sandbox: Sandbox, moments: list[float], tmp_path: Path) -> None:
    for client, strikes in consents(sandbox, moments, tmp_path):
        for moment in strikes:
            refresh = threading.Thread(target=client.acg_auth.refresh_token)
            refresh.start()
            refresh.join(moment)
            child = in_child(lambda: carry_on(client))
            refresh.join()
            succeed([child])
        carry_on(client)


def test_kills_lose_nothing(sandbox: Sandbox, moments: list[float], tmp_path: Path) -> None:
    for client, strikes in consents(sandbox, moments, tmp_path):
        for moment in strikes:
            child = in_child(client.acg_auth.refresh_token)
            time.sleep(moment)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            carry_on(client)


def test_cancellations_lose_nothing(sandbox: Sandbox, moments: list[float], tmp_path: Path) -> None:
    async def strike(client: AsyncAkoyaapisv240Client, moment: float) -> None:
        refresh = asyncio.ensure_future(client.acg_auth.refresh_token())
        await asyncio.wait({refresh}, timeout=moment)
        refresh.cancel()
        await asyncio.gather(refresh, return_exceptions=True)
        assert (await client.balances.get_balances("v2", "mikomo")).is_success()

    for client, strikes in consents(sandbox, moments, tmp_path):
        for moment in strikes:
            # A loop of its own, because what is cancelled continues when its loop is gone.
            asyncio.run(strike(AsyncAkoyaapisv240Client(config=client.config), moment))
        carry_on(client)
