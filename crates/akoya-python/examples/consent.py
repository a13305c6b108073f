"""A customer's consent, its balances, and its tokens in a file: ``python consent.py``.

The bank is a sandbox in the process. With Akoya, ``environment`` is ``"sandbox"`` or ``"production"``, the credentials are those of your
application, and the customer's browser does what ``sandbox.approve`` does here.
"""

import json
import sys
from pathlib import Path
from typing import Any

from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.exceptions.api_exception import ApiException
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoyaapisv240.models import DepositBalance, LocBalance, OauthToken
from akoyaapisv240.testing import Sandbox


def load(path: Path) -> dict[str, Any] | None:
    """Loads the token that was saved."""
    return json.loads(path.read_text()) if path.exists() else None


def save(path: Path, token: OauthToken) -> None:
    """Saves a token: whenever it changes, because the one before is spent."""
    new = path.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_text(json.dumps(vars(token)))
    new.replace(path)


def client_of(sandbox: Sandbox, path: Path) -> Akoyaapisv240Client:
    """Makes the client, with the token that was saved."""
    return Akoyaapisv240Client(
        environment=sandbox.environment,
        authorization_code_auth_credentials=AuthorizationCodeAuthCredentials(
            sandbox.client_id,
            sandbox.client_secret,
            sandbox.REDIRECT_URI,
            oauth_token=load(path),
            oauth_on_token_update=lambda token: save(path, token),
        ),
    )


def show(client: Akoyaapisv240Client) -> None:
    """Prints the balances."""
    for account in client.balances.get_balances("v2", "mikomo").body.accounts or ():
        if isinstance(account, DepositBalance) and account.deposit_account:
            print(account.deposit_account.nickname, account.deposit_account.current_balance)
        elif isinstance(account, LocBalance) and account.loc_account:
            print("credit", account.loc_account.principal_balance)


def main(path: Path) -> None:
    """Asks for consent, and reads balances: with the token of the consent, and with the one that was saved."""
    with Sandbox() as sandbox:
        client = client_of(sandbox, path)
        url, pending = client.acg_auth.authorize("mikomo")
        client.acg_auth.complete(pending, sandbox.approve(url))
        show(client)
        sandbox.advance(24 * 3600)
        try:
            show(client_of(sandbox, path))
        except ApiException as error:
            sys.exit(f"{error} (recovery: {error.recovery}, interaction: {error.interaction_id})")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "token.json"))
