"""The Akoya APIs v2.4.0: consent, tokens that refresh themselves, and every data product.

The work is done in Rust (``akoyaapisv240._akoya``); this package is what programs see of it. Start with
``akoyaapisv240.akoyaapisv_240_client.Akoyaapisv240Client``, or with ``akoyaapisv240.aio`` in asyncio.
"""

from typing import TYPE_CHECKING

from akoyaapisv240._akoya import __version__

if TYPE_CHECKING:
    from akoyaapisv240 import akoyaapisv_240_client as akoyaapisv_240_client
    from akoyaapisv240 import api_helper as api_helper
    from akoyaapisv240 import configuration as configuration
    from akoyaapisv240 import controllers as controllers
    from akoyaapisv240 import exceptions as exceptions
    from akoyaapisv240 import http as http
    from akoyaapisv240 import logging as logging
    from akoyaapisv240 import models as models
    from akoyaapisv240 import utilities as utilities

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
