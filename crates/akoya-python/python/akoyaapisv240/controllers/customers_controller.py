"""The customer, and how to reach account holders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akoyaapisv240.controllers.base_controller import BaseController
from akoyaapisv240.http.api_response import ApiResponse

if TYPE_CHECKING:
    from akoyaapisv240.models import AccountContactEntity, CurrentCustomer


class CustomersController(BaseController):
    """The customer, and how to reach account holders."""

    def customer_info(
        self,
        version: str,
        provider_id: str,
        x_akoya_interaction_type: str | None = None,
    ) -> ApiResponse[CurrentCustomer]:
        """Reads the customer who gave consent: ``GET /customers/{version}/{providerId}/current``."""
        response: ApiResponse[CurrentCustomer] = self._call(
            "current_customer", "CurrentCustomer", [provider_id], version, x_akoya_interaction_type
        )
        return response

    def get_account_holder(
        self,
        account_id: str,
        version: str,
        provider_id: str,
        x_akoya_interaction_type: str | None = None,
    ) -> ApiResponse[AccountContactEntity]:
        """Reads how to reach the holders of an account: ``GET /contacts/{version}/{providerId}/{accountId}``."""
        path = [provider_id, account_id]
        response: ApiResponse[AccountContactEntity] = self._call(
            "account_contact", "AccountContactEntity", path, version, x_akoya_interaction_type
        )
        return response
