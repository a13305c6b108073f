"""Tokens: kept, refreshed once, passed to the program, never lost."""

from __future__ import annotations

import asyncio
import copy
import pickle
import threading
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from akoyaapisv240.aio import AsyncAkoyaapisv240Client
from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import Configuration, Environment, Server
from akoyaapisv240.exceptions.api_exception import ApiException
from akoyaapisv240.exceptions.failures import (
    ConfigurationException,
    ConsentNeededException,
    InvalidInputException,
    OutcomeUnknownException,
    TokenUpdateException,
)
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoyaapisv240.http.http_request import HttpRequest
from akoyaapisv240.models.oauth_token import OauthToken
from akoyaapisv240.testing import Sandbox

DAY = 24 * 3600


def test_many_threads_refresh_an_expired_token_once(sandbox: Sandbox) -> None:
    client = sandbox.consented()
    sandbox.advance(DAY + 1)
    failures: list[BaseException] = []

    def read() -> None:
        try:
            client.balances.get_balances("v2", "mikomo")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sandbox.counters["refreshes"] == 1


def test_clients_of_one_token_share_it(sandbox: Sandbox) -> None:
    first = sandbox.consented()
    saved = first.acg_auth.oauth_token
    second = sandbox.client(sandbox.credentials(oauth_token=saved))
    dictionary = {name: value for name, value in vars(saved).items() if name != "additional_properties"}
    third = sandbox.client(sandbox.credentials(oauth_token=dictionary))
    first.acg_auth.refresh_token()
    for client in (second, third):
        client.balances.get_balances("v2", "mikomo")
        client.acg_auth.refresh_token()
    assert first.balances.get_balances("v2", "mikomo").is_success()


def test_a_copy_of_a_client_shares_its_grant(sandbox: Sandbox) -> None:
    client = sandbox.consented()
    assert client.balances.get_balances("v2", "mikomo").is_success()
    copied = copy.deepcopy(client)
    sandbox.advance(DAY + 1)
    assert copied.balances.get_balances("v2", "mikomo").is_success()
    assert client.balances.get_balances("v2", "mikomo").is_success()
    assert sandbox.counters["refreshes"] == 1
    with pytest.raises(TypeError, match="give both a store"):
        pickle.dumps(client)


def test_a_callback_that_raises_is_reported_and_gets_the_token_again(sandbox: Sandbox) -> None:
    saved: list[Any] = []
    broken = True

    def save(token: Any) -> None:
        if broken:
            raise OSError("the disk is full")
        saved.append(token)

    client = sandbox.client(sandbox.credentials(oauth_on_token_update=save))
    code = sandbox.code(client)
    with pytest.raises(TokenUpdateException) as raised:
        client.acg_auth.fetch_token(code)
    assert isinstance(raised.value.__cause__, OSError)
    assert raised.value.recovery is not None
    token = client.acg_auth.oauth_token
    broken = False
    client.acg_auth.retry_pending()
    assert [one.refresh_token for one in saved] == [token.refresh_token]
    assert client.balances.get_balances("v2", "mikomo").is_success()


def test_a_response_that_is_lost_is_asked_for_again(sandbox: Sandbox) -> None:
    client = sandbox.consented()
    sandbox.set_refresh_reuse_window(60)
    sandbox.fault("drop_response", on="refresh", times=1)
    client.acg_auth.refresh_token()
    assert client.balances.get_balances("v2", "mikomo").is_success()


def test_a_rotation_that_is_lost_for_good_asks_for_consent(sandbox: Sandbox) -> None:
    client = sandbox.consented()
    sandbox.fault("drop_response", on="refresh", times=1)
    with pytest.raises((ConsentNeededException, OutcomeUnknownException)) as raised:
        client.acg_auth.refresh_token()
    assert raised.value.recovery in ("ask_for_consent", "outcome_unknown")


def test_an_early_end_of_a_token_costs_one_refresh(sandbox: Sandbox) -> None:
    client = sandbox.consented()
    sandbox.fault({"api_error": {"code": 602}}, on="balances", times=1)
    assert client.balances.get_balances("v2", "mikomo").is_success()
    assert sandbox.counters["refreshes"] == 1


def test_a_consent_that_the_customer_ended_is_reported(sandbox: Sandbox) -> None:
    client = sandbox.consented("mikomo_1")
    sandbox.revoke_as_customer("mikomo_1")
    with pytest.raises(ConsentNeededException) as raised:
        client.balances.get_balances("v2", "mikomo")
    assert raised.value.recovery == "ask_for_consent"
    assert raised.value.consent_cause


def test_the_safe_path_checks_the_state(sandbox: Sandbox) -> None:
    client = sandbox.client()
    url, pending = client.acg_auth.authorize("mikomo")
    callback = sandbox.approve(url)
    with pytest.raises(Exception) as raised:
        client.acg_auth.complete(pending, callback.replace("state=", "state=x"))
    assert raised.value.kind == "invalid_callback"
    assert client.acg_auth.complete(pending, callback).refresh_token


def test_no_secret_is_printed(sandbox: Sandbox) -> None:
    client = sandbox.consented()
    token = client.acg_auth.oauth_token
    response = client.balances.get_balances("v2", "mikomo")
    shown = [client, client.config, client.config.authorization_code_auth_credentials, token, response, response.request]
    text = "".join(repr(one) + str(one) for one in shown)
    for secret in (sandbox.client_secret, token.id_token, token.refresh_token):
        assert secret not in text


def test_production_goes_to_the_identity_provider_of_production() -> None:
    config = Configuration(environment=Environment.PRODUCTION)
    assert config.get_base_uri(Server.AUTH_SERVER) == "https://idp.ddp.akoya.com"
    credentials = AuthorizationCodeAuthCredentials("id", "secret", "https://app.example/callback")
    client = Akoyaapisv240Client(environment="production", authorization_code_auth_credentials=credentials)
    url = client.acg_auth.get_authorization_url("mikomo", "a-good-state")
    assert url.startswith("https://idp.ddp.akoya.com/auth?")
    assert "scope=openid+profile+offline_access" in url.replace("%20", "+")


def test_copies_change_what_is_given_and_can_unset_it() -> None:
    token = OauthToken("a.b.c", "bearer", refresh_token="r")
    credentials = AuthorizationCodeAuthCredentials("id", "secret", "https://app.example/callback", token, print, 7)
    same = credentials.clone_with(oauth_client_secret="other")
    assert (same.oauth_client_id, same.oauth_clock_skew, same.oauth_on_token_update) == ("id", 7, print)
    assert same.oauth_token.refresh_token == "r"
    bare = credentials.clone_with(oauth_token=None, oauth_on_token_update=None, oauth_clock_skew=None)
    assert (bare.oauth_token, bare.oauth_on_token_update, bare.oauth_clock_skew) == (None, None, None)
    config = Configuration(max_retries=3, timeout=5)
    assert config.clone_with(max_retries=0).max_retries == 0
    assert config.clone_with(timeout=None).timeout == 60


@pytest.mark.parametrize("token", ["text", 7, object(), {"id_token": b"a.b.c"}, {"expiry": object()}], ids=repr)
def test_what_is_no_token_is_refused_where_it_is_given(token: Any) -> None:
    with pytest.raises(TypeError, match="oauth_token"):
        AuthorizationCodeAuthCredentials("id", "secret", "https://app.example/callback", token)


@pytest.mark.parametrize("name", ["id_token", "refresh_token"])
@pytest.mark.parametrize("value", [5, True, ["a"], "a\r\nb"], ids=repr)
def test_a_token_that_cannot_be_read_is_refused_and_not_repeated(name: str, value: Any) -> None:
    token = {"id_token": "a.b.c", "refresh_token": "r", name: value}
    with pytest.raises(ValueError, match="cannot be read"):
        AuthorizationCodeAuthCredentials("id", "secret", "https://app.example/callback", token)


def test_a_client_without_credentials_says_so() -> None:
    with pytest.raises(ConfigurationException):
        Akoyaapisv240Client().balances.get_balances("v2", "mikomo")


def test_the_token_endpoint_itself(sandbox: Sandbox) -> None:
    client = sandbox.client()
    header = client.acg_auth.build_basic_auth_header()
    group = client.oauth_authorization
    issued = group.request_token(header, sandbox.code(client), sandbox.REDIRECT_URI)
    assert issued.is_success()
    renewed = group.refresh_token(issued.body.refresh_token, sandbox.client_id, sandbox.client_secret)
    assert renewed.body.refresh_token != issued.body.refresh_token
    assert group.revoke_token(renewed.body.refresh_token, sandbox.client_id, sandbox.client_secret).is_success()
    assert sandbox.counters["revocations"] == 1


def test_a_request_of_the_program_gets_the_bearer(sandbox: Sandbox) -> None:
    client = sandbox.consented()
    request = HttpRequest("GET", "https://api.example/")
    client.acg_auth.apply(request)
    assert request.headers["Authorization"] == f"Bearer {client.acg_auth.oauth_token.id_token}"
    assert client.acg_auth.is_valid()
    assert not client.acg_auth.is_token_expired()


def test_parameters_of_the_program_are_added_to_the_form(sandbox: Sandbox) -> None:
    requests = pytest.importorskip("requests")
    forms: list[dict[str, list[str]]] = []

    class Recording(requests.Session):  # type: ignore[name-defined, misc]
        def request(self, method: str, url: str, **named: Any) -> Any:
            if method == "POST":
                forms.append(parse_qs(named["data"].decode()))
            return super().request(method, url, **named)

    client = sandbox.client(http_client_instance=Recording())
    auth, own = client.acg_auth, {"audience": "a&b", "resource": ["one", "two"], "none": None}
    auth.fetch_token(sandbox.code(client), own)
    auth.refresh_token(additional_params=own)
    assert client.balances.get_balances("v2", "mikomo").is_success()
    auth.refresh_token()
    auth.revoke_token(own)
    header, group = auth.build_basic_auth_header(), client.oauth_authorization
    issued = group.request_token(header, sandbox.code(client), sandbox.REDIRECT_URI, own).body
    issued = group.refresh_token(issued.refresh_token, sandbox.client_id, sandbox.client_secret, own).body
    group.revoke_token(issued.refresh_token, sandbox.client_id, sandbox.client_secret, own)
    added = [(form.get("audience"), form.get("resource"), form.get("none")) for form in forms]
    with_own, without = (["a&b"], ["one", "two"], None), (None, None, None)
    assert added == [with_own, with_own, without, *[with_own] * 4]
    for name in ("code", "refresh_token", "client_secret", "grant_type"):
        with pytest.raises(InvalidInputException):
            auth.refresh_token({name: "other"})


NO_TEXT: list[Any] = [None, "", b"code", True, 1.5, ["code"], {}]


@pytest.mark.parametrize("wrong", NO_TEXT, ids=repr)
def test_an_argument_of_the_grant_that_cannot_be_meant_is_an_api_exception(sandbox: Sandbox, wrong: Any) -> None:
    auth = sandbox.consented().acg_auth
    asynchronous = AsyncAkoyaapisv240Client(config=sandbox.client().config).acg_auth
    _, pending = auth.authorize("mikomo")
    for work in (
        lambda: auth.fetch_token(wrong),
        lambda: asyncio.run(asynchronous.fetch_token(wrong)),
        lambda: auth.authorize(wrong),
        lambda: auth.get_authorization_url(wrong, "a-good-state"),
        lambda: auth.get_authorization_url("mikomo", wrong),
        lambda: asynchronous.get_authorization_url("mikomo", wrong),
        lambda: auth.complete(wrong, "https://app.example/callback?code=c"),
    ):
        with pytest.raises(InvalidInputException):
            work()
    with pytest.raises(ApiException):
        auth.complete(pending, wrong)
    assert sandbox.counters["refreshes"] == 0


def test_parameters_and_times_that_cannot_be_meant_are_refused(sandbox: Sandbox) -> None:
    auth = sandbox.consented().acg_auth
    wrong: list[Any] = ["x=1", [("x", "1")], 7, {"x": b"1"}, {"x": [None]}]
    for parameters in wrong:
        with pytest.raises(InvalidInputException):
            auth.refresh_token(parameters)
        with pytest.raises(InvalidInputException):
            auth.get_authorization_url("mikomo", "a-good-state", parameters)
    times: list[Any] = ["now", -1, float("nan"), float("inf"), True, 10**20]
    for at in times:
        with pytest.raises(InvalidInputException):
            auth.touch(at)
    url = auth.get_authorization_url("mikomo", "a-good-state", {"x": 2, "none": None})
    assert (parse_qs(urlsplit(url).query)["x"], "none" in url) == (["2"], False)
