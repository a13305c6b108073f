"""The Akoya APIs v2.4.0: consent, tokens that refresh themselves, and every data product.

The work is done in Rust (``akoyaapisv240._akoya``); this package is what programs see of it. Start with
``akoyaapisv240.akoyaapisv_240_client.Akoyaapisv240Client``, or with ``akoyaapisv240.aio`` in asyncio.
"""

from akoyaapisv240._akoya import __version__

__all__ = [
    "__version__",
    "akoyaapisv_240_client",
    "api_helper",
    "configuration",
    "controllers",
    "exceptions",
    "http",
    "logging",
    "models",
    "utilities",
]
