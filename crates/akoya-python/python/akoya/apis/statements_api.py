"""``akoyaapisv240.controllers.statements_controller`` by its later name."""

from akoyaapisv240.controllers.statements_controller import StatementsController as StatementsApi

__all__ = ["StatementsApi"]
