"""The program of the package's documentation, and what is around it."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.exceptions.api_exception import ApiException
from akoyaapisv240.exceptions.oauth_provider_exception import OauthProviderException
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoyaapisv240.testing import Sandbox

EXAMPLE = Path(__file__).with_name("complete_example.py")


def run_example(sandbox: Sandbox, previous: Any) -> dict[str, Any]:
    """Runs the example to the letter but for the credentials, the hosts, and what its two functions have yet to be filled with."""
    text = EXAMPLE.read_text()
    for placeholder, value in (
        ("OAuthClientId", sandbox.client_id),
        ("OAuthClientSecret", sandbox.client_secret),
        ("OAuthRedirectUri", sandbox.REDIRECT_URI),
    ):
        text = text.replace(placeholder, value)
    text = text.replace("Client(\n    authorization", "Client(environment=environment,\n    authorization", 1)
    text = text.replace("    # load token from database and return it", "    return previous\n    #")
    variables = {"environment": sandbox.environment, "previous": previous}
    exec(compile(text, EXAMPLE.name, "exec"), variables)
    return variables


def test_the_complete_example_runs_as_it_stands() -> None:
    variables = runpy.run_path(str(EXAMPLE))
    assert isinstance(variables["client"], Akoyaapisv240Client)


def test_the_complete_example_goes_on_with_a_saved_token(sandbox: Sandbox) -> None:
    saved = sandbox.consented().acg_auth.oauth_token
    client = run_example(sandbox, saved)["client"]
    assert client.balances.get_balances("v2", "mikomo").status_code == 200


def test_the_example_without_a_token_asks_for_consent(sandbox: Sandbox) -> None:
    client = run_example(sandbox, None)["client"]
    with pytest.raises(ApiException) as raised:
        client.balances.get_balances("v2", "mikomo")
    assert raised.value.recovery == "ask_for_consent"


def test_each_step_of_the_documentation(sandbox: Sandbox) -> None:
    saved: list[Any] = []

    def save_token_to_database(token: Any) -> None:
        saved.append(token)

    client = Akoyaapisv240Client(
        environment=sandbox.environment,
        authorization_code_auth_credentials=AuthorizationCodeAuthCredentials(
            oauth_client_id=sandbox.client_id,
            oauth_client_secret=sandbox.client_secret,
            oauth_redirect_uri=sandbox.REDIRECT_URI,
            oauth_on_token_update=(lambda oauth_token: save_token_to_database(oauth_token)),
        ),
    )
    auth_url = client.acg_auth.get_authorization_url("mikomo", "state-of-ours")
    code = sandbox.approve(auth_url).partition("code=")[2].partition("&")[0]
    token = client.acg_auth.fetch_token(code)
    credentials = client.config.authorization_code_auth_credentials.clone_with(oauth_token=token)
    config = client.config.clone_with(authorization_code_auth_credentials=credentials)
    client = Akoyaapisv240Client(config=config)
    assert client.balances.get_balances("v2", "mikomo").is_success()
    assert [one.refresh_token for one in saved] == [token.refresh_token]
    client.acg_auth.refresh_token()
    assert len(saved) == 2
    assert client.acg_auth.revokeToken() is None
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
