"""The numbers by which an account is paid to and from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akoyaapisv240.controllers.base_controller import BaseController
from akoyaapisv240.http.api_response import ApiResponse

if TYPE_CHECKING:
    from akoyaapisv240.models import ArrayOfAccountPaymentNetworks


class PaymentsController(BaseController):
    """The numbers by which an account is paid to and from."""

    def payment_networks(
        self,
        version: str,
        provider_id: str,
        account_id: str,
        x_akoya_interaction_type: str | None = None,
    ) -> ApiResponse[ArrayOfAccountPaymentNetworks]:
        """Reads the numbers of an account: ``GET /payments/{version}/{providerId}/{accountId}/payment-networks``."""
        path = [provider_id, account_id]
        response: ApiResponse[ArrayOfAccountPaymentNetworks] = self._call(
            "payment_networks", "ArrayOfAccountPaymentNetworks", path, version, x_akoya_interaction_type
        )
        return response
