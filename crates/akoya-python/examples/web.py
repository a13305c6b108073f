"""A web application of the standard library with many threads, for any WSGI server: ``gunicorn --preload --workers 3 web:application``.

The consents of all customers are in PostgreSQL or SQLite, so that every process and machine shares them. ``BANK_STORE`` is the URL or the
path, ``BANK_KEY`` what ``akoyaapisv240.stores.generate_key()`` gave, and the other variables the client at Akoya.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any

from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.exceptions.api_exception import ApiException
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoyaapisv240.stores import PostgresStore, SqliteStore, TokenStore

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


def store(where: str, key: str) -> TokenStore:
    """Opens the store."""
    return PostgresStore(where, key=key) if "://" in where else SqliteStore(where, key=key)


class Bank:
    """The application: ``GET /CUSTOMER`` is the number of accounts of a customer who has given consent."""

    def __init__(self, variables: dict[str, str]) -> None:
        self._environment = CustomEnvironment(variables["BANK_API_URL"], variables["BANK_IDP_URL"])
        self._store = store(variables["BANK_STORE"], variables["BANK_KEY"])
        self._credentials = AuthorizationCodeAuthCredentials(
            variables["BANK_CLIENT_ID"], variables["BANK_CLIENT_SECRET"], variables["BANK_REDIRECT_URI"]
        )

    def client(self, customer: str) -> Akoyaapisv240Client:
        """Makes the client of a customer; that costs little."""
        return Akoyaapisv240Client(
            environment=self._environment,
            authorization_code_auth_credentials=self._credentials,
            store=self._store,
            connection=f"{customer}/mikomo",
        )

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        try:
            client = self.client(environ["PATH_INFO"].strip("/"))
            accounts = client.balances.get_balances("v2", "mikomo").body.accounts or []
        except ApiException as error:
            status = "401 Unauthorized" if error.recovery == "ask_for_consent" else "502 Bad Gateway"
            start_response(status, [("Content-Type", "text/plain")])
            return [f"{error.recovery}\n".encode()]
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [f"{len(accounts)}\n".encode()]


application = Bank(dict(os.environ)) if "BANK_STORE" in os.environ else None
