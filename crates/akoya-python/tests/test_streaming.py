"""Files that are read as they arrive."""

from __future__ import annotations

import asyncio
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from akoyaapisv240.aio import AsyncAkoyaapisv240Client
from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.exceptions.api_exception import ApiException
from akoyaapisv240.exceptions.error_error_exception import ErrorErrorException
from akoyaapisv240.http.http_call_back import HttpCallBack
from akoyaapisv240.testing import Sandbox


def statement(client: Akoyaapisv240Client) -> tuple[str, str, str, str]:
    """Returns the path of a customer's first statement."""
    accounts = json.loads(client.balances.get_balances("v2", "mikomo").text)["accounts"]
    for account in (next(iter(entry.values()))["accountId"] for entry in accounts):
        for listed in client.statements.get_statement_list(account, "v2", "mikomo").body.statements:
            return account, "v2", "mikomo", listed.statement_id
    raise AssertionError("the customer has no statement")


def test_a_statement_comes_in_pieces(sandbox: Sandbox) -> None:
    client = sandbox.consented()
    path = statement(client)
    whole = client.statements.get_statements(*path).body
    with client.statements.stream_statement(*path) as file:
        assert (file.status_code, file.content_type) == (200, "application/pdf")
        assert file.interaction_id
        assert file.length in (None, len(whole))
        assert b"".join(file.iter_bytes()) == whole
    sandbox.fault({"drip_response": {"bytes": 100, "every_ms": 100}}, on="statements", times=1)
    with client.statements.stream_statement(*path) as file:
        first = next(file.iter_bytes())
    assert 0 < len(first) < len(whole)
    assert whole.startswith(first)


def test_a_callback_sees_a_file_and_does_not_hold_it_up(sandbox: Sandbox) -> None:
    class Seen(HttpCallBack):
        texts: list[str] = []

        def on_before_request(self, request: Any) -> None:
            pass

        def on_after_response(self, response: Any) -> None:
            self.texts.append(response.text)

    first = sandbox.consented()
    path, whole = statement(first), first.statements.get_statements(*statement(first)).body
    client = Akoyaapisv240Client(config=first.config.clone_with(http_call_back=Seen()))
    sandbox.fault({"drip_response": {"bytes": 100, "every_ms": 100}}, on="statements", times=1)
    with client.statements.stream_statement(*path) as file:
        piece = next(file.iter_bytes())
    assert 0 < len(piece) < len(whole)
    assert Seen.texts == [""]


def test_a_statement_is_saved_for_this_user_alone(sandbox: Sandbox, tmp_path: Path) -> None:
    client = sandbox.consented()
    path, saved = statement(client), tmp_path / "statement.pdf"
    with client.statements.stream_statement(*path) as file:
        assert file.save(saved) == saved.stat().st_size
        with pytest.raises(ValueError, match="closed"):
            file.read()
    assert saved.read_bytes() == client.statements.get_statements(*path).body
    assert os.name == "nt" or saved.stat().st_mode & 0o077 == 0


def test_what_is_left_of_a_file_is_not_taken_for_it(sandbox: Sandbox, tmp_path: Path) -> None:
    client = sandbox.consented()
    path, saved = statement(client), tmp_path / "statement.pdf"
    sandbox.fault({"drip_response": {"bytes": 100, "every_ms": 10}}, on="statements", times=1)
    with client.statements.stream_statement(*path) as file:
        next(file.iter_bytes())
        for work in (file.read, lambda: file.save(saved)):
            with pytest.raises(ValueError, match="a part of the file"):
                work()
        assert not saved.exists()


def test_a_piece_that_a_cancelled_task_may_have_lost_is_not_passed_over(sandbox: Sandbox) -> None:
    path = statement(sandbox.consented())

    async def run() -> None:
        client = AsyncAkoyaapisv240Client(config=sandbox.consented().config)
        async with client.statements.stream_statement(*path) as file:
            task = asyncio.ensure_future(anext(file.iter_bytes()))
            await asyncio.sleep(0)
            time.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            with pytest.raises(ValueError, match="may be lost"):
                await anext(file.iter_bytes())
            with pytest.raises(ValueError, match="a part of the file"):
                await file.read()

    asyncio.run(run())


def test_a_file_that_breaks_off_is_reported_and_not_saved(sandbox: Sandbox, tmp_path: Path) -> None:
    client = sandbox.consented()
    path, saved = statement(client), tmp_path / "statement.pdf"
    for read in (lambda file: file.save(saved), lambda file: file.read()):
        # After the first bytes, by which the client tells a file from an error.
        sandbox.fault({"cut_response": {"after_bytes": 4000}}, on="statements", times=1)
        with client.statements.stream_statement(*path) as file, pytest.raises(ApiException) as raised:
            read(file)
        assert raised.value.recovery == "retry"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there_is_the_exception_of_a_call(sandbox: Sandbox) -> None:
    client = sandbox.consented()
    with pytest.raises(ErrorErrorException) as raised:
        client.statements.stream_statement(*statement(client)[:3], "no-such-statement")
    assert raised.value.response.status_code == 404


def test_a_tax_form_comes_as_a_file(sandbox: Sandbox) -> None:
    client = sandbox.consented()
    found = client.tax_beta.tax_forms_search("v2", "mikomo", tax_year=2024)
    identity = json.loads(found.text)["statements"][0]["taxStatementId"]
    with client.tax_beta.stream_tax_form("v2", "mikomo", identity, "an-id") as file:
        assert file.read().startswith(b"%PDF-")


def test_a_file_is_read_in_asyncio(sandbox: Sandbox, tmp_path: Path) -> None:
    first = sandbox.consented()
    path = statement(first)
    whole = first.statements.get_statements(*path).body

    async def run() -> None:
        client = AsyncAkoyaapisv240Client(config=first.config)
        async with client.statements.stream_statement(*path) as file:
            assert await file.read() == whole
        opened = await client.statements.stream_statement(*path)
        assert b"".join([piece async for piece in opened.iter_bytes()]) == whole
        async with client.statements.stream_statement(*path) as file:
            assert await file.save(tmp_path / "statement.pdf") == len(whole)

    asyncio.run(run())
    assert (tmp_path / "statement.pdf").read_bytes() == whole
