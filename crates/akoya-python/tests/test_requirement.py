"""The program of the package's documentation, and what is around it."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import Configuration, Environment, Server
from akoyaapisv240.exceptions.api_exception import ApiException
from akoyaapisv240.exceptions.oauth_provider_exception import OauthProviderException
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoyaapisv240.testing import Sandbox

#: The programs of the documentation, to the letter.
DOCUMENTATION = Path(__file__).parent / "documentation"
EXAMPLE = DOCUMENTATION / "complete_example.py"


def filled(name: str, sandbox: Sandbox, code: str = "") -> str:
    """Returns a program of the documentation with what it leaves to be filled in."""
    text = (DOCUMENTATION / f"{name}.py").read_text()
    for placeholder, value in (
        ("'OAuthClientId'", sandbox.client_id),
        ("'OAuthClientSecret'", sandbox.client_secret),
        ("'OAuthRedirectUri'", sandbox.REDIRECT_URI),
        ("'code'", code),
    ):
        text = text.replace(placeholder, repr(value))
    return text


def run_example(sandbox: Sandbox, previous: Any) -> dict[str, Any]:
    """Runs the example to the letter but for the credentials, the hosts, and what its two functions have yet to be filled with."""
    text = filled("complete_example", sandbox)
    text = text.replace("Client(\n    authorization", "Client(environment=environment,\n    authorization", 1)
    text = text.replace("    # load token from database and return it", "    return previous\n    #")
    variables = {"environment": sandbox.environment, "previous": previous}
    exec(compile(text, EXAMPLE.name, "exec"), variables)
    return variables


def test_the_complete_example_runs_as_it_stands() -> None:
    variables = runpy.run_path(str(EXAMPLE))
    assert isinstance(variables["client"], Akoyaapisv240Client)


def test_the_complete_example_continues_with_a_saved_token(sandbox: Sandbox) -> None:
    saved = sandbox.consented().acg_auth.oauth_token
    client = run_example(sandbox, saved)["client"]
    assert client.balances.get_balances("v2", "mikomo").status_code == 200


def test_the_example_without_a_token_asks_for_consent(sandbox: Sandbox) -> None:
    client = run_example(sandbox, None)["client"]
    with pytest.raises(ApiException) as raised:
        client.balances.get_balances("v2", "mikomo")
    assert raised.value.recovery == "ask_for_consent"


def test_each_step_of_the_documentation(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    urls = {Server.DEFAULT: sandbox.api_url, Server.AUTH_SERVER: sandbox.idp_url}
    monkeypatch.setitem(Configuration.environments, Environment.SANDBOX, urls)
    saved: list[Any] = []
    names: dict[str, Any] = {
        "Akoyaapisv240Client": Akoyaapisv240Client,
        "ApiException": ApiException,
        "AuthorizationCodeAuthCredentials": AuthorizationCodeAuthCredentials,
        "OauthProviderException": OauthProviderException,
        "save_token_to_database": saved.append,
    }
    exec(filled("client_initialization", sandbox), names)
    exec(filled("consent", sandbox), names)
    assert names["auth_url"].startswith(f"{sandbox.idp_url}/auth?")
    exec(filled("authorization", sandbox, "no-such-code"), names)
    assert "token" not in names
    exec(filled("authorization", sandbox, sandbox.code(names["client"])), names)
    client = names["client"]
    assert client.balances.get_balances("v2", "mikomo").is_success()
    assert [one.refresh_token for one in saved] == [names["token"].refresh_token]
    client.acg_auth.refresh_token()
    assert len(saved) == 2
    exec(filled("revocation", sandbox), names)
    assert sandbox.counters["revocations"] == 1
    with pytest.raises(ApiException):
        client.balances.get_balances("v2", "mikomo")


def test_a_code_that_is_wrong_is_the_documented_exception(sandbox: Sandbox) -> None:
    with pytest.raises(OauthProviderException) as raised:
        sandbox.client().acg_auth.fetch_token("no-such-code")
    assert raised.value.response is not None
    assert raised.value.response.status_code == 400
    assert raised.value.error is not None
    assert "no-such-code" not in str(raised.value)
