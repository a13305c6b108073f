"""``akoyaapisv240.controllers.customers_controller`` by its later name."""

from akoyaapisv240.controllers.customers_controller import CustomersController as CustomersApi

__all__ = ["CustomersApi"]
