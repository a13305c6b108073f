"""``akoyaapisv240.controllers.investments_controller`` by its later name."""

from akoyaapisv240.controllers.investments_controller import InvestmentsController as InvestmentsApi

__all__ = ["InvestmentsApi"]
