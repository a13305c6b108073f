"""The token endpoint itself."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from akoyaapisv240 import _tokens
from akoyaapisv240._session import Session
from akoyaapisv240.controllers.base_controller import BaseController
from akoyaapisv240.exceptions.failures import InvalidInputException
from akoyaapisv240.http.api_response import ApiResponse
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoyaapisv240.http.http_response import HttpResponse

if TYPE_CHECKING:
    from akoyaapisv240.models import OauthToken


class OauthAuthorizationController(BaseController):
    """The requests of the token endpoint, for a program that keeps tokens by itself. ``client.acg_auth`` keeps them.

    A token that belongs to a grant of this process is refreshed or revoked there, so that no client is left with a spent one.
    """

    def request_token(
        self,
        authorization: str,
        code: str,
        redirect_uri: str,
        _optional_form_parameters: Mapping[str, Any] | None = None,
    ) -> ApiResponse[OauthToken]:
        """Exchanges a code. ``authorization`` is the header that ``acg_auth.build_basic_auth_header`` makes."""
        client_id, client_secret = _basic(authorization)
        session = self._for(AuthorizationCodeAuthCredentials(client_id, client_secret, redirect_uri))
        return _response(session.at_work(_optional_form_parameters).fetch_token(code, None))

    def refresh_token(
        self,
        refresh_token: str,
        client_id: str,
        client_secret: str,
        _optional_form_parameters: Mapping[str, Any] | None = None,
    ) -> ApiResponse[OauthToken]:
        """Gets a new token for a refresh token, which is spent then."""
        session = self._of_token(refresh_token, client_id, client_secret)
        return _response(session.at_work(_optional_form_parameters).refresh_token(None))

    def revoke_token(
        self,
        refresh_token: str,
        client_id: str,
        client_secret: str,
        _optional_form_parameters: Mapping[str, Any] | None = None,
    ) -> ApiResponse[None]:
        """Revokes a refresh token, and with it the consent."""
        session = self._of_token(refresh_token, client_id, client_secret)
        session.at_work(_optional_form_parameters).revoke_token(None)
        return ApiResponse(HttpResponse(200, "OK", {}, "", None), None)

    def _of_token(self, refresh_token: str, client_id: str, client_secret: str) -> Session:
        redirect_uri = self._session.credentials().oauth_redirect_uri
        token = {"refresh_token": refresh_token, "token_type": "bearer"}
        return self._for(AuthorizationCodeAuthCredentials(client_id, client_secret, redirect_uri, token))

    def _for(self, credentials: AuthorizationCodeAuthCredentials) -> Session:
        changed = self.config.clone_with(
            authorization_code_auth_credentials=credentials, store=None, connection=None
        )
        return Session(changed)


def _basic(authorization: str) -> tuple[str, str]:
    """Reads a header of RFC 7617."""
    try:
        scheme, pair = authorization.split(" ", 1)
        client_id, client_secret = base64.b64decode(pair, validate=True).decode().split(":", 1)
    except (AttributeError, ValueError):
        raise InvalidInputException("authorization is no header with Basic credentials", None) from None
    if scheme.lower() != "basic":
        raise InvalidInputException("authorization is no header with Basic credentials", None)
    return client_id, client_secret


def _response(text: str) -> ApiResponse[OauthToken]:
    # What the endpoint sent beside the token is not kept; the text is the token as a program saves it.
    response = HttpResponse(200, "OK", {"content-type": "application/json"}, json.dumps(json.loads(text)), None)
    return ApiResponse(response, _tokens.token_of(text))  # type: ignore[arg-type]
