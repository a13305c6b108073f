"""Consent and tokens: the authorization code grant as Akoya has it."""

from __future__ import annotations

import base64
import functools
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from akoyaapisv240 import _arguments, _settings, _tokens
from akoyaapisv240._cloning import changes
from akoyaapisv240._grants import GrantHolder
from akoyaapisv240.http.http_request import HttpRequest

if TYPE_CHECKING:
    from akoyaapisv240.models import OauthToken

    from akoyaapisv240._session import Session
    from akoyaapisv240.configuration import Configuration

TokenUpdate = Callable[["OauthToken"], Any]
M = TypeVar("M", bound=Callable[..., Any])

#: How the package's later name, ``akoya``, has what follows the redirect URI.
_LATER = ("oauth_scopes", "oauth_token", "oauth_on_token_update", "oauth_clock_skew")


def _in_either_order(method: M) -> M:
    """Takes arguments by their position in the order of the package's later name too: the classes of both names are the same, and the two
    orders are distinguished by what is given."""

    @functools.wraps(method)
    def ordered(self: Any, *arguments: Any, **named: Any) -> Any:
        first, rest = arguments[:3], arguments[3:]
        if _is_later(*rest[: len(_LATER)]):
            return method(self, *first, **dict(zip(_LATER, rest)), **named)
        return method(self, *arguments, **named)

    return ordered  # type: ignore[return-value]


def _is_later(first: Any = None, second: Any = None, third: Any = None, fourth: Any = None) -> bool:
    """Whether values are in the later order: scopes, token, callback and skew instead of token, callback, skew and scopes."""
    if first is not None:
        return isinstance(first, (list, tuple, set, frozenset))
    if second is not None:
        return not callable(second)
    return callable(third) or isinstance(fourth, (int, float))


class AuthorizationCodeAuthCredentials:
    """Client credentials, with the customer's token if there is one already.

    Copies, and clients made of them, share one token: a refresh by one is seen by all. ``oauth_on_token_update`` is called when a code was
    exchanged and whenever the token was refreshed; the previous one is spent then. When it raises, the token stays in use and is offered
    again before its next use. ``oauth_clock_skew`` is how many seconds before its expiry a token is refreshed; at most half of its life is
    taken. ``oauth_scopes`` are asked for in their order; default: ``openid profile offline_access``. By position they may also stand after
    the redirect URI, as in the package's later name.
    """

    @_in_either_order
    def __init__(
        self,
        oauth_client_id: str,
        oauth_client_secret: str,
        oauth_redirect_uri: str,
        oauth_token: OauthToken | Mapping[str, Any] | None = None,
        oauth_on_token_update: TokenUpdate | None = None,
        oauth_clock_skew: int | None = None,
        oauth_scopes: Sequence[str] | None = None,
    ) -> None:
        for name, value in (
            ("oauth_client_id", oauth_client_id),
            ("oauth_client_secret", oauth_client_secret),
            ("oauth_redirect_uri", oauth_redirect_uri),
        ):
            _settings.text(name, value)
        if oauth_on_token_update is not None:
            _settings.function("oauth_on_token_update", oauth_on_token_update)
        if oauth_clock_skew is not None:
            _settings.seconds("oauth_clock_skew", oauth_clock_skew)
        self._client_id = oauth_client_id
        self._client_secret = oauth_client_secret
        self._redirect_uri = oauth_redirect_uri
        self._on_token_update = oauth_on_token_update
        self._clock_skew = oauth_clock_skew
        self._scopes = [] if oauth_scopes is None else _settings.texts("oauth_scopes", oauth_scopes)
        self._grant = GrantHolder.of(oauth_client_id, _tokens.text_of(oauth_token))

    @property
    def oauth_client_id(self) -> str:
        """The client id."""
        return self._client_id

    @property
    def oauth_client_secret(self) -> str:
        """The client secret."""
        return self._client_secret

    @property
    def oauth_redirect_uri(self) -> str:
        """Where the customer's browser comes back to."""
        return self._redirect_uri

    @property
    def oauth_token(self) -> OauthToken | None:
        """The token as it is now: the one given, or what a client of these credentials has made of it since."""
        return _tokens.token_of(self._grant.token())

    @property
    def oauth_on_token_update(self) -> TokenUpdate | None:
        """What is called when the token changes."""
        return self._on_token_update

    @property
    def oauth_clock_skew(self) -> int | None:
        """How many seconds before its expiry a token is refreshed; ``None`` for 30."""
        return self._clock_skew

    @property
    def oauth_scopes(self) -> list[str]:
        """The scopes that are asked for; none for Akoya's usual ones."""
        return list(self._scopes)

    @property
    def _shared(self) -> dict[str, Any]:
        # The grant, and not the token that it has now: copies are of one grant.
        return {"oauth_token": self._grant}

    @_in_either_order
    @changes
    def clone_with(
        self,
        oauth_client_id: str | None = None,
        oauth_client_secret: str | None = None,
        oauth_redirect_uri: str | None = None,
        oauth_token: OauthToken | Mapping[str, Any] | None = None,
        oauth_on_token_update: TokenUpdate | None = None,
        oauth_clock_skew: int | None = None,
        oauth_scopes: Sequence[str] | None = None,
    ) -> AuthorizationCodeAuthCredentials:
        """Returns the same credentials with what is given; what is given as ``None`` is taken away.

        The token stays shared, unless another one is given. One that belongs to a grant of this process joins it, so that no refresh token
        is spent twice.
        """
        raise NotImplementedError  # `changes` does it.

    def __repr__(self) -> str:
        return f"AuthorizationCodeAuthCredentials(oauth_client_id={self._client_id!r})"


class Oauth2:
    """The grant of one customer: ``client.acg_auth``.

    Calls refresh the token by themselves, once for all threads and processes that share it. When a call is interrupted, neither a code nor
    a refresh token is lost: what was sent continues.
    """

    def __init__(self, authorization_code_auth_credentials: AuthorizationCodeAuthCredentials, config: Configuration) -> None:
        from akoyaapisv240._session import Session

        changed = config
        if config.authorization_code_auth_credentials is not authorization_code_auth_credentials:
            changed = config.clone_with(authorization_code_auth_credentials=authorization_code_auth_credentials)
        self._session: Session = Session(changed)

    @classmethod
    def _of(cls, session: Session) -> Oauth2:
        auth = cls.__new__(cls)
        auth._session = session
        return auth

    @property
    def _credentials(self) -> AuthorizationCodeAuthCredentials:
        return self._session.credentials()

    @property
    def error_message(self) -> str:
        """Why there is no valid token."""
        if self.oauth_token is None:
            return "There is no token: ask the customer for consent."
        return "The token has expired."

    @property
    def oauth_token(self) -> OauthToken | None:
        """The token as this process knows it."""
        return _tokens.token_of(self._session.core().token())

    def is_valid(self) -> bool:
        """Whether a call can be made with the token as it is, or once it was refreshed."""
        token = self.oauth_token
        return token is not None and (not self.is_token_expired(token) or bool(getattr(token, "refresh_token", None)))

    def is_token_expired(self, oauth_token: OauthToken | None = None) -> bool:
        """Whether a token (default: the present one) has expired, or is about to. One whose expiry is unknown has."""
        token = self.oauth_token if oauth_token is None else oauth_token
        if token is None:
            return True
        expiry = _tokens.expiry_of(token)
        skew = self._credentials.oauth_clock_skew or 0
        return expiry is None or expiry - skew <= time.time()

    def get_authorization_url(
        self,
        connector: str,
        state: str,
        additional_query_params: Mapping[str, str] | None = None,
    ) -> str:
        """Returns the URL to send a customer of ``connector`` to. The program makes the state, keeps it, and compares it with the
        callback's; ``authorize`` and ``complete`` do that for it."""
        parameters = _arguments.parameters("additional_query_params", additional_query_params)
        connector, state = _text("connector", connector), _text("state", state)
        return self._session.core().authorization_url(connector, state, parameters)

    def authorize(self, connector: str) -> tuple[str, str]:
        """Starts asking a customer for consent: the URL to send the customer to, and what to keep in the customer's server-side session
        until the browser comes back."""
        return self._session.core().authorize(_text("connector", connector))

    def complete(self, pending: str, callback_url: str) -> OauthToken:
        """Completes an authorization with the URL that the customer came back to: checks its state, and exchanges its code. A callback
        that does not belong to ``pending`` leaves it as it was."""
        return self._token(self._session.at_work().complete(_text("pending", pending), _text("callback_url", callback_url), None))

    def build_basic_auth_header(self) -> str:
        """Returns the ``Authorization`` header of an exchange."""
        credentials = self._credentials
        pair = f"{credentials.oauth_client_id}:{credentials.oauth_client_secret}"
        return "Basic " + base64.b64encode(pair.encode()).decode()

    def fetch_token(self, auth_code: str, additional_form_params: Mapping[str, Any] | None = None) -> OauthToken:
        """Exchanges a code for a token, which the client uses from then on. The code is sent once."""
        return self._token(self._session.at_work(additional_form_params).fetch_token(_text("auth_code", auth_code), None))

    def refresh_token(self, additional_params: Mapping[str, Any] | None = None) -> OauthToken:
        """Refreshes now. Not needed before a call. A refresh that is under way already is waited for; it is sent without
        ``additional_params``."""
        return self._token(self._session.at_work(additional_params).refresh_token(None))

    def revoke_token(self, additional_form_params: Mapping[str, Any] | None = None) -> None:
        """Revokes the consent at Akoya, and removes the token here. Without a token it does nothing."""
        self._session.at_work(additional_form_params).revoke_token(None)

    revokeToken = revoke_token  # noqa: N815 - as the documentation spells it

    def forget(self) -> None:
        """Removes the token here without telling Akoya."""
        self._session.at_work().forget(None)

    def retry_pending(self) -> None:
        """Offers a token that ``oauth_on_token_update`` or the store failed to take again: for a program that ends."""
        self._session.at_work().retry_pending(None)

    def touch(self, at: float | None = None) -> None:
        """Sets when the customer was last active, in seconds since 1970; default: now. From v3 on each call says it to the institution
        (``x-akoya-last-access``)."""
        self._session.at_work().touch(time.time() if at is None else _arguments.time_of("at", at), None)

    def apply(self, http_request: HttpRequest) -> None:
        """Sets the bearer of a request that the program sends itself."""
        token = self.oauth_token
        if token is None or self.is_token_expired(token):
            token = self.refresh_token()
        http_request.add_header("Authorization", f"Bearer {token.id_token}")

    @staticmethod
    def _token(text: str) -> OauthToken:
        token = _tokens.token_of(text)
        assert token is not None
        return token


def _text(name: str, value: Any) -> str:
    """A text that an operation is given; the core refuses one that is missing."""
    return _arguments.text(name, value) or ""
