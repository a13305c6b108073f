"""Consent and tokens."""

__all__ = ["oauth_2"]
