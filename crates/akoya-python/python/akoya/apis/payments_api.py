"""``akoyaapisv240.controllers.payments_controller`` by its later name."""

from akoyaapisv240.controllers.payments_controller import PaymentsController as PaymentsApi

__all__ = ["PaymentsApi"]
