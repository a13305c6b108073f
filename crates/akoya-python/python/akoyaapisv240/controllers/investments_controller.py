"""Accounts with holdings, and tax lots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akoyaapisv240.controllers.base_controller import BaseController
from akoyaapisv240.http.api_response import ApiResponse

if TYPE_CHECKING:
    from akoyaapisv240.models import InvestmentsDetails, TaxlotsResponse


class InvestmentsController(BaseController):
    """Accounts with holdings, and tax lots."""

    def get_accounts(
        self,
        version: str,
        provider_id: str,
        x_akoya_interaction_type: str | None = None,
        mode: str | None = None,
        account_ids: Any = None,
    ) -> ApiResponse[InvestmentsDetails]:
        """Reads the accounts that the customer shared, investment accounts with their holdings:
        ``GET /accounts/{version}/{providerId}``."""
        response: ApiResponse[InvestmentsDetails] = self._call(
            "investments",
            "InvestmentsDetails",
            [provider_id],
            version,
            x_akoya_interaction_type,
            mode=mode,
            account_ids=account_ids,
        )
        return response

    def get_taxlots(
        self,
        version: str,
        provider_id: str,
        account_id: str,
        holding_id: str,
        x_akoya_interaction_type: str | None = None,
        offset: str | None = None,
        limit: str | int | None = None,
    ) -> ApiResponse[TaxlotsResponse]:
        """Reads a page of the lots in which a holding was bought:
        ``GET /taxlots/{version}/{providerId}/{accountId}/{holdingId}``."""
        response: ApiResponse[TaxlotsResponse] = self._call(
            "tax_lots",
            "TaxlotsResponse",
            [provider_id, account_id, holding_id],
            version,
            x_akoya_interaction_type,
            offset=offset,
            limit=limit,
        )
        return response
