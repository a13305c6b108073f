"""Tokens as JSON, which is how the core takes them and programs save them."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from akoyaapisv240.exceptions.failures import WrongTypeException

if TYPE_CHECKING:
    from akoyaapisv240.models import OauthToken

_FIELDS = ("id_token", "access_token", "token_type", "expires_in", "scope", "expiry", "refresh_token")


def text_of(token: Any) -> Any:
    """Returns the JSON of a token, whether it is an ``OauthToken`` or what was made of one to save it; a grant stays what it is."""
    from akoyaapisv240._grants import GrantHolder

    if token is None or isinstance(token, GrantHolder):
        return token
    if isinstance(token, Mapping):
        return _json(dict(token))
    if not hasattr(token, "id_token") and not hasattr(token, "refresh_token"):
        raise WrongTypeException("oauth_token is neither an OauthToken nor a dictionary of its fields", None)
    fields = {name: getattr(token, name, None) for name in _FIELDS}
    fields.update(getattr(token, "additional_properties", None) or {})
    return _json({name: value for name, value in fields.items() if value is not None})


def _json(fields: dict[str, Any]) -> str:
    try:
        return json.dumps(fields)
    except (TypeError, ValueError):
        raise WrongTypeException("oauth_token has something that JSON has not", None) from None


def token_of(text: str | None) -> OauthToken | None:
    """Reads the token that the core gives."""
    # Here, because the models are slow to load for a program that has no token yet.
    from akoyaapisv240.models import OauthToken

    return None if text is None else OauthToken.from_dictionary(json.loads(text))


def expiry_of(token: Any) -> float | None:
    """When a token expires, in seconds since 1970: as it says, or the JWT in it does."""
    stated = getattr(token, "expiry", None)
    if stated is not None:
        return float(stated)
    try:
        body = token.id_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return float(claims["exp"])
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None
