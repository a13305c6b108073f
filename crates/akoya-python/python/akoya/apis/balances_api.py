"""``akoyaapisv240.controllers.balances_controller`` by its later name."""

from akoyaapisv240.controllers.balances_controller import BalancesController as BalancesApi

__all__ = ["BalancesApi"]
