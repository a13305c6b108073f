"""Exceptions of the program's own code, in a hook or an HTTP client: they are the program's to catch."""

from __future__ import annotations

import asyncio
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from akoyaapisv240.aio import AsyncAkoyaapisv240Client
from akoyaapisv240.exceptions.api_exception import ApiException
from akoyaapisv240.exceptions.failures import TransportException
from akoyaapisv240.http.http_call_back import HttpCallBack
from akoyaapisv240.http.http_request import HttpRequest
from akoyaapisv240.http.http_response import HttpResponse
from akoyaapisv240.logging.configuration.api_logging_configuration import LoggingConfiguration
from akoyaapisv240.testing import Sandbox

RETRIES: dict[str, Any] = {"max_retries": 3, "backoff_factor": 0}


class Own(Exception):
    """An exception that the package knows nothing of."""


class Raising(HttpCallBack):
    """Raises before or after requests of one method, and counts these."""

    def __init__(self, when: str, method: str = "GET") -> None:
        self.when, self.method, self.count = when, method, 0
        self.raised = Own(when)

    def see(self, when: str, request: HttpRequest) -> None:
        if (when, request.http_method) == (self.when, self.method):
            self.count += 1
            raise self.raised

    def on_before_request(self, request: HttpRequest) -> None:
        self.see("before", request)

    def on_after_response(self, http_response: HttpResponse) -> None:
        assert http_response.request is not None
        self.see("after", http_response.request)


def client_with(sandbox: Sandbox, **settings: Any) -> Any:
    """A client with a consent whose settings are not those that it was given with."""
    token = sandbox.consented().acg_auth.oauth_token
    return sandbox.client(sandbox.credentials(oauth_token=token), **RETRIES, **settings)


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_exception_of_a_hook_ends_the_call_as_itself(sandbox: Sandbox, when: str) -> None:
    hook = Raising(when)
    client = client_with(sandbox, http_call_back=hook)
    with pytest.raises(Own) as raised:
        client.balances.get_balances("v2", "mikomo")
    assert raised.value is hook.raised
    with pytest.raises(Own):
        next(iter(client.transactions.get_transactions("v2", "mikomo", "a")))
    with pytest.raises(Own):
        client.statements.stream_statement("a", "v2", "mikomo", "s")
    assert hook.count == 3

    async def read() -> None:
        await AsyncAkoyaapisv240Client(config=client.config).balances.get_balances("v2", "mikomo")

    with pytest.raises(Own):
        asyncio.run(read())


def test_an_exception_of_a_log_ends_the_call_as_itself(sandbox: Sandbox) -> None:
    class Log:
        def log(self, *_: Any) -> None:
            raise Own

    with pytest.raises(Own):
        client_with(sandbox, logging_configuration=LoggingConfiguration(Log())).balances.get_balances("v2", "mikomo")  # type: ignore[arg-type]


def test_an_exception_before_a_refresh_costs_no_token(sandbox: Sandbox) -> None:
    hook = Raising("before", "POST")
    client = client_with(sandbox, http_call_back=hook)
    with pytest.raises(ApiException) as raised:
        client.acg_auth.refresh_token()
    assert raised.value.__cause__ is hook.raised
    assert sandbox.counters["refreshes"] == 0
    hook.when = "never"
    assert client.balances.get_balances("v2", "mikomo").is_success()


def test_an_exception_after_a_refresh_costs_no_token_and_is_shown(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda about: shown.append(about.exc_value))
    hook = Raising("after", "POST")
    client = client_with(sandbox, http_call_back=hook)
    client.acg_auth.refresh_token()
    assert shown == [hook.raised]
    assert client.balances.get_balances("v2", "mikomo").is_success()


class Failing:
    """An HTTP client that raises in data calls, and sends nothing else."""

    def __init__(self, error: BaseException) -> None:
        self.error, self.count = error, 0

    def request(self, *_: Any, **__: Any) -> Any:
        self.count += 1
        raise self.error


class RequestException(OSError):
    """As the package requests has it: with the response, if there is one."""

    response: Any = None


def refused() -> RequestException:
    error = RequestException("500 Server Error")
    error.response = SimpleNamespace(status_code=500)
    return error


@pytest.mark.parametrize("error", [Own("mine"), KeyError("x"), TypeError("x"), UnicodeError("x"), AssertionError(), refused()], ids=repr)
def test_an_exception_of_an_http_client_ends_the_call_as_itself(sandbox: Sandbox, error: Exception) -> None:
    sender = Failing(error)
    client = client_with(sandbox, http_client_instance=sender, override_http_client_configuration=True)
    with pytest.raises(type(error)) as raised:
        client.balances.get_balances("v2", "mikomo")
    assert (raised.value, sender.count) == (error, 1)


@pytest.mark.parametrize("error", [ConnectionResetError("x"), RequestException("broken")], ids=repr)
def test_a_connection_that_breaks_in_an_http_client_is_tried_again(sandbox: Sandbox, error: Exception) -> None:
    sender = Failing(error)
    client = client_with(sandbox, http_client_instance=sender, override_http_client_configuration=True)
    with pytest.raises(TransportException) as raised:
        client.balances.get_balances("v2", "mikomo")
    assert (raised.value.__cause__, sender.count) == (error, 4)


def test_an_exception_of_an_http_client_in_a_refresh_is_the_cause_and_costs_no_token(sandbox: Sandbox) -> None:
    sender = Failing(Own("mine"))
    client = client_with(sandbox, http_client_instance=sender, override_http_client_configuration=True)
    with pytest.raises(ApiException) as raised:
        client.acg_auth.refresh_token()
    assert raised.value.__cause__ is sender.error
    credentials = client.config.authorization_code_auth_credentials
    assert sandbox.client(credentials).balances.get_balances("v2", "mikomo").is_success()


@pytest.mark.parametrize("end", [StopIteration, StopAsyncIteration])
def test_the_end_of_an_iteration_of_the_program_is_no_end_of_a_list(sandbox: Sandbox, end: type[Exception]) -> None:
    client = client_with(sandbox, http_client_instance=Failing(end()))
    with pytest.raises(RuntimeError) as raised:
        list(client.transactions.get_transactions("v2", "mikomo", "a"))
    assert isinstance(raised.value.__cause__, end)

    async def read() -> list[Any]:
        listed = AsyncAkoyaapisv240Client(config=client.config).transactions.get_transactions("v2", "mikomo", "a")
        return [one async for one in listed]

    with pytest.raises(RuntimeError):
        asyncio.run(read())
