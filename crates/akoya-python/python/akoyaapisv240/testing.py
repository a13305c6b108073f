"""The sandbox in the process: an identity provider and data API that behave as Akoya's do, for a program's own tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from akoyaapisv240 import _akoya
from akoyaapisv240._arguments import number
from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials

#: The largest number that the core takes.
_MOST = 2**32 - 1


class Sandbox:
    """A running sandbox, on ports of 127.0.0.1 that are free.

    ``dialect`` is the identity provider that it imitates, ``dex`` or ``hydra``. ``transactions`` adds a user ``volume`` with so many.
    """

    REDIRECT_URI = "http://127.0.0.1/callback"

    def __init__(self, dialect: str | None = None, transactions: int | None = None) -> None:
        self._core = _akoya.Sandbox(dialect, number("transactions", transactions, _MOST))

    @property
    def idp_url(self) -> str:
        """The base URL of the identity provider."""
        return self._core.idp_url

    @property
    def api_url(self) -> str:
        """The base URL of the data products."""
        return self._core.api_url

    @property
    def environment(self) -> CustomEnvironment:
        """The environment that a client is given."""
        return CustomEnvironment(self.api_url, self.idp_url)

    @property
    def client_id(self) -> str:
        """The id of the client that the sandbox knows."""
        return self._core.client_id

    @property
    def client_secret(self) -> str:
        """The secret of that client."""
        return self._core.client_secret

    @property
    def users(self) -> list[str]:
        """The customers who can sign in."""
        return self._core.users()

    def credentials(self, **settings: Any) -> AuthorizationCodeAuthCredentials:
        """Credentials of the sandbox's client."""
        return AuthorizationCodeAuthCredentials(self.client_id, self.client_secret, self.REDIRECT_URI, **settings)

    def client(
        self, credentials: AuthorizationCodeAuthCredentials | None = None, **settings: Any
    ) -> Akoyaapisv240Client:
        """A client of the sandbox without a token."""
        return Akoyaapisv240Client(
            environment=self.environment,
            authorization_code_auth_credentials=credentials or self.credentials(),
            **settings,
        )

    def consented(self, user: str = "mikomo_7", **settings: Any) -> Akoyaapisv240Client:
        """A client with the consent of a customer."""
        client = self.client(**settings)
        client.acg_auth.fetch_token(self.code(client, user))
        return client

    def code(self, client: Akoyaapisv240Client, user: str = "mikomo_7", connector: str = "mikomo") -> str:
        """The code of a customer's consent, for ``fetch_token``."""
        url = client.acg_auth.get_authorization_url(connector, "a-good-state")
        return parse_qs(urlsplit(self.approve(url, user)).query)["code"][0]

    def approve(self, authorization_url: str, user: str = "mikomo_7") -> str:
        """Does what a customer does on the pages, and returns the URL that the browser is sent to."""
        return self._core.approve(authorization_url, user)

    def advance(self, seconds: float) -> None:
        """Moves the sandbox's clock forward."""
        self._core.advance(seconds)

    def fault(self, effect: str | Mapping[str, Any], **where: Any) -> None:
        """Makes requests go wrong: ``fault({"api_error": {"code": 503}}, on="balances", times=1)``. ``where`` is ``on`` (a kind of request),
        ``user``, ``consent``, ``account``, ``skip`` and ``times``."""
        if "user" in where:
            self._known(where["user"])
        self._core.add_fault(json.dumps({**where, "effect": effect}))

    def clear_faults(self) -> None:
        """Removes all faults."""
        self._core.clear_faults()

    @property
    def counters(self) -> dict[str, int]:
        """How many requests of each kind have arrived."""
        return dict(json.loads(self._core.counters()))

    @property
    def journal(self) -> list[dict[str, Any]]:
        """The last requests, oldest first, without secrets."""
        return list(json.loads(self._core.journal()))

    def set_id_token_lifetime(self, seconds: float) -> None:
        """How long tokens are valid that are issued from now on."""
        self._core.set_id_token_lifetime(seconds)

    def set_refresh_reuse_window(self, seconds: float) -> None:
        """For how long a refresh token that was replaced still works."""
        self._core.set_refresh_reuse_window(seconds)

    def set_rate_limit(self, per_second: int | None) -> None:
        """How many data calls succeed in a second; the others get 429."""
        self._core.set_rate_limit(number("per_second", per_second, _MOST))

    def revoke_as_customer(self, user: str) -> int:
        """Ends all consents of a customer, as the customer does at the bank."""
        return self._core.revoke_as_customer(self._known(user))

    def consents(self, user: str) -> list[str]:
        """The ids of a customer's consents."""
        return self._core.consents(self._known(user))

    def _known(self, user: str) -> str:
        """The name of a customer who is there: of another one nothing would ever be seen."""
        if user not in self.users:
            raise ValueError(f"the sandbox has no user {user!r}; it has {', '.join(self.users)}")
        return user

    def reset(self) -> None:
        """Restores the initial state."""
        self._core.reset()

    def stop(self) -> None:
        """Stops the servers."""
        self._core.stop()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
