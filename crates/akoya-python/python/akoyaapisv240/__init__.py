"""The Akoya APIs v2.4.0: consent, tokens that refresh themselves, and every data product."""

from akoyaapisv240._akoya import __version__

__all__ = ["__version__"]
