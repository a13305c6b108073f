"""The later name of the package ``akoyaapisv240``: the same modules and classes, with groups of operations in ``apis``.

``akoya.akoya_client.AkoyaClient`` is ``Akoyaapisv240Client``, ``akoya.apis.balances_api.BalancesApi`` is ``BalancesController``. The modules
are made by `cargo xtask python --stubs`.
"""

from akoyaapisv240 import __version__

__all__ = ["__version__"]
