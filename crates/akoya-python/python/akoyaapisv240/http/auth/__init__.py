"""Consent and tokens."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from akoyaapisv240.http.auth import oauth_2 as oauth_2

__all__ = ["oauth_2"]
