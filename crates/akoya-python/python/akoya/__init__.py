"""The later name of the package ``akoyaapisv240``: the same modules and classes, with groups of operations in ``apis``.

``akoya.akoya_client.AkoyaClient`` is ``Akoyaapisv240Client``, ``akoya.apis.balances_api.BalancesApi`` is ``BalancesController``.
"""

import sys

from akoya._alias import Finder

# First: the folders of the first name would be searched by the path alone, and its modules made twice.
sys.meta_path.insert(0, Finder())
