"""Callbacks, logs, retries, and HTTP clients of the program's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from akoyaapisv240.exceptions.error_error_exception import ErrorErrorException
from akoyaapisv240.exceptions.failures import TimeoutException
from akoyaapisv240.http.http_call_back import HttpCallBack
from akoyaapisv240.http.http_request import HttpRequest
from akoyaapisv240.http.http_response import HttpResponse
from akoyaapisv240.logging.configuration.api_logging_configuration import (
    LoggingConfiguration,
    RequestLoggingConfiguration,
    ResponseLoggingConfiguration,
)
from akoyaapisv240.logging.sdk_logger import AbstractLogger
from akoyaapisv240.testing import Sandbox


class Seen(HttpCallBack):
    def __init__(self) -> None:
        self.requests: list[HttpRequest] = []
        self.responses: list[HttpResponse] = []

    def on_before_request(self, request: HttpRequest) -> None:
        self.requests.append(request)
        request.add_header("x-own", "1")

    def on_after_response(self, http_response: HttpResponse) -> None:
        self.responses.append(http_response)


def secrets_of(sandbox: Sandbox, client: Any) -> list[str]:
    token = client.acg_auth.oauth_token
    return [sandbox.client_secret, token.id_token, token.refresh_token]


def test_a_callback_sees_requests_and_responses_without_secrets(sandbox: Sandbox) -> None:
    seen = Seen()
    client = sandbox.consented(http_call_back=seen)
    response = client.balances.get_balances("v2", "mikomo")
    assert [request.http_method for request in seen.requests] == ["POST", "GET"]
    assert [one.status_code for one in seen.responses] == [200, 200]
    assert seen.responses[1].text == response.text
    assert response.request.headers["x-own"] == "1"
    told = "".join(str(vars(one)) for one in (*seen.requests, *seen.responses))
    assert not [secret for secret in secrets_of(sandbox, client) if secret in told]


def test_pages_are_read_with_a_callback(sandbox: Sandbox) -> None:
    client = sandbox.consented(http_call_back=Seen())
    account = next(iter(client.balances.get_balances("v2", "mikomo").body.accounts))
    chosen = next(iter(vars(account).values())) if not hasattr(account, "deposit_account") else account.deposit_account
    identity = getattr(chosen, "account_id", None) or chosen.accountId
    assert list(client.transactions.get_transactions("v2", "mikomo", identity, "2020-01-01", "2026-12-31"))


class Log(AbstractLogger):
    def __init__(self) -> None:
        self.entries: list[str] = []

    def log(self, level: int, message: str, params: Mapping[str, Any]) -> None:
        self.entries.append(message % params)


def test_a_log_has_no_secret_even_with_bodies(sandbox: Sandbox) -> None:
    log = Log()
    logging = LoggingConfiguration(
        log,
        request_logging_config=RequestLoggingConfiguration(log_body=True, log_headers=True, include_query_in_path=True),
        response_logging_config=ResponseLoggingConfiguration(log_body=True, log_headers=True),
    )
    client = sandbox.consented(logging_configuration=logging)
    client.balances.get_balances("v2", "mikomo", mode="raw")
    client.acg_auth.refresh_token()
    text = "\n".join(log.entries)
    assert "/balances/v2/mikomo?mode=raw" in text
    assert '"accounts"' in text
    assert not [secret for secret in secrets_of(sandbox, client) if secret in text]
    assert "Bearer" not in text


def test_a_call_is_tried_again_as_the_settings_say(sandbox: Sandbox) -> None:
    settings = {"max_retries": 2, "backoff_factor": 0, "retry_statuses": [503]}
    client = sandbox.consented(**settings)
    sandbox.fault({"api_error": {"code": 503}}, on="balances", times=2)
    assert client.balances.get_balances("v2", "mikomo").is_success()
    sandbox.fault({"api_error": {"code": 500}}, on="balances", times=1)
    with pytest.raises(ErrorErrorException):
        client.balances.get_balances("v2", "mikomo")
    assert sandbox.counters["balances"] == 4
    never = sandbox.consented(**settings, retry_methods=["POST"])
    sandbox.fault({"api_error": {"code": 503}}, on="balances", times=1)
    with pytest.raises(ErrorErrorException):
        never.balances.get_balances("v2", "mikomo")


def test_the_timeout_is_that_of_the_whole_call(sandbox: Sandbox) -> None:
    client = sandbox.consented(timeout=0.3)
    sandbox.fault({"drip_response": {"bytes": 1, "every_ms": 100}}, on="balances", times=1)
    with pytest.raises(TimeoutException) as raised:
        client.balances.get_balances("v2", "mikomo")
    assert isinstance(raised.value, TimeoutError)


def test_a_session_of_requests_can_send(sandbox: Sandbox) -> None:
    requests = pytest.importorskip("requests")
    with requests.Session() as session:
        session.headers["x-session"] = "1"
        client = sandbox.consented(http_client_instance=session)
        assert client.balances.get_balances("v2", "mikomo").is_success()
        client.acg_auth.refresh_token()
        sandbox.fault("drop_response", on="balances", times=1)
        with pytest.raises(ConnectionError):
            client.balances.get_balances("v2", "mikomo")


def test_a_page_without_content_ends_a_list(sandbox: Sandbox) -> None:
    page = {"links": {"next": {"href": "/page?offset=2"}}, "transactions": [{"depositTransaction": {"transactionId": "1"}}]}
    responses = iter([(200, json.dumps(page).encode()), (204, b"")])

    class Pages:
        def request(self, *_: Any, **__: Any) -> Any:
            status, content = next(responses)
            return SimpleNamespace(status_code=status, headers={"content-type": "application/json"}, content=content)

    token = sandbox.consented().acg_auth.oauth_token
    client = sandbox.client(sandbox.credentials(oauth_token=token), http_client_instance=Pages())
    listed = client.transactions.get_transactions("v2", "mikomo", "a")
    assert [one.deposit_transaction.transaction_id for one in listed] == ["1"]
