"""Settings: a mistake in one is reported where it is given, with its name."""

from __future__ import annotations

from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import Configuration, CustomEnvironment, Environment
from akoyaapisv240.exceptions.failures import ConfigurationException
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoyaapisv240.http.http_method_enum import HttpMethodEnum
from akoyaapisv240.stores import SqliteStore

NAN = float("nan")

#: Of each setting values that cannot be meant: of the wrong type first, then values out of range.
MISTAKES: dict[str, tuple[list[Any], list[Any]]] = {
    "http_client_instance": ([object(), "requests", 1], []),
    "override_http_client_configuration": ([1, 0, "false", []], []),
    "http_call_back": ([object(), print], []),
    "timeout": (["60", True, False, [1], (3, 60), object(), 1j], [0, 0.0, -1, -0.5, NAN, float("inf"), 86_401, 10**400, Decimal("NaN"), Decimal("sNaN")]),
    "max_retries": ([1.5, 1.0, "3", True, [3], Decimal(1)], [-1, 1001, 2**40]),
    "backoff_factor": (["2", True, [2], object()], [-1, -0.1, NAN, float("inf"), 10**9, Decimal("-1")]),
    "retry_statuses": ([503, "503", b"503", ["503"], [503.0], [True], [None], [[503]]], [[99], [600], [-1], [0], [2**40]]),
    "retry_methods": (["GET", b"GET", 7, [7], [None], [b"GET"]], [[""], ["GET "], ["FETCH"], ["GET,PUT"], ["G ET"]]),
    "logging_configuration": ([object(), True, "info"], []),
    "environment": ([1, True, object(), b"sandbox"], ["", "sand", "localhost"]),
    "authorization_code_auth_credentials": ([object(), ("id", "secret"), "id"], []),
    "interaction_type": ([1, True], ["", "robot"]),
    "store": ([object(), "tokens.db", Path("tokens.db")], []),
}

CASES = [(name, value, is_type) for name, (types, ranges) in MISTAKES.items() for is_type, values in ((True, types), (False, ranges)) for value in values]


@pytest.mark.parametrize(("name", "value", "is_type"), CASES)
def test_a_setting_that_cannot_be_meant_is_refused_by_its_name(name: str, value: Any, is_type: bool) -> None:
    others = {"connection": "ann/mikomo"} if name == "store" else {}
    kinds = (ConfigurationException, ValueError, *([TypeError] if is_type else []))
    for make in (Akoyaapisv240Client, Configuration, Configuration().clone_with):
        for kind in kinds:
            with pytest.raises(kind, match=rf"\b{name}\b"):
                make(**{name: value}, **others)


CREDENTIALS: dict[str, list[Any]] = {
    "oauth_client_id": ["", None, 7, b"id"],
    "oauth_client_secret": ["", None, 7],
    "oauth_redirect_uri": ["", None, 7],
    "oauth_on_token_update": ["save", 7, object(), True],
    "oauth_clock_skew": ["30", True, [30], -1, -0.5, NAN, float("inf")],
    "oauth_scopes": ["openid profile", b"openid", 7, [7], [""], ["open id"], [None]],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in CREDENTIALS.items() for value in values])
def test_credentials_that_cannot_be_meant_are_refused_by_their_name(name: str, value: Any) -> None:
    given = {"oauth_client_id": "id", "oauth_client_secret": "secret", "oauth_redirect_uri": "https://app.example/callback"}
    with pytest.raises(ConfigurationException, match=rf"\b{name}\b"):
        AuthorizationCodeAuthCredentials(**{**given, name: value})


def test_what_can_be_meant_is_taken() -> None:
    config = Configuration(
        timeout=Decimal("2.5"),
        max_retries=1000,
        backoff_factor=0,
        retry_statuses=(HTTPStatus.SERVICE_UNAVAILABLE, 429),
        retry_methods=[HttpMethodEnum.GET, "put"],
        environment="Production",
        interaction_type="Batch",
    )
    assert config.retry_statuses == [503, 429]
    assert config.retry_methods == ["GET", "put"]
    assert config.environment is Environment.PRODUCTION
    assert Configuration(retry_statuses=[], retry_methods=[]).retry_statuses == []
    default = Configuration(None, None, None, None, None, None, None, None, None, None, None)  # type: ignore[arg-type]
    assert (default.timeout, default.max_retries, default.backoff_factor) == (60, 0, 2)
    assert not default.override_http_client_configuration
    with pytest.raises(ConfigurationException, match="api_url"):
        CustomEnvironment("", "https://idp.example")


def test_a_store_and_its_connection_belong_together() -> None:
    with pytest.raises(ConfigurationException, match="connection"):
        Configuration(connection="ann/mikomo")
    with pytest.raises(ConfigurationException, match="connection"):
        Configuration(connection="", store=SqliteStore("tokens.db"))


TOKEN = {"id_token": "a.b.c", "refresh_token": "r"}


def save(_: Any) -> None: ...


ORDERS: list[tuple[list[Any], list[Any]]] = [
    ([None, save, 7, ["openid"]], [["openid"], None, save, 7]),
    ([TOKEN, None, None, ["openid"]], [("openid",), TOKEN]),
    ([TOKEN, save], [None, TOKEN, save]),
    ([None, save], [None, None, save]),
    ([None, None, 7], [None, None, None, 7]),
    ([None, None, None, []], [[]]),
]


@pytest.mark.parametrize(("first", "later"), ORDERS, ids=str)
def test_credentials_are_taken_in_the_order_of_either_name(first: list[Any], later: list[Any]) -> None:
    import akoya.http.auth.oauth_2

    def seen(credentials: Any) -> Any:
        token = credentials.oauth_token
        return credentials.oauth_scopes, token and token.refresh_token, credentials.oauth_on_token_update, credentials.oauth_clock_skew

    assert akoya.http.auth.oauth_2.AuthorizationCodeAuthCredentials is AuthorizationCodeAuthCredentials
    names = ("id", "secret", "https://app.example/callback")
    both = [AuthorizationCodeAuthCredentials(*names, *given) for given in (first, later)]
    assert seen(both[0]) == seen(both[1])
    copies = [AuthorizationCodeAuthCredentials(*names).clone_with(*names, *given) for given in (first, later)]
    assert [seen(copy) for copy in copies] == [seen(both[0])] * 2
    with pytest.raises(TypeError):
        AuthorizationCodeAuthCredentials(*names, ["openid"], oauth_scopes=["profile"])
    with pytest.raises(TypeError):
        AuthorizationCodeAuthCredentials(*names, oauth_token=["openid"])  # type: ignore[arg-type]
