"""Balances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akoyaapisv240.controllers.base_controller import BaseController
from akoyaapisv240.http.api_response import ApiResponse

if TYPE_CHECKING:
    from akoyaapisv240.models import Balances


class BalancesController(BaseController):
    """Balances."""

    def get_balances(
        self,
        version: str,
        provider_id: str,
        x_akoya_interaction_type: str | None = None,
        mode: str | None = None,
        account_ids: Any = None,
    ) -> ApiResponse[Balances]:
        """Reads the balances of the accounts that the customer shared: ``GET /balances/{version}/{providerId}``."""
        response: ApiResponse[Balances] = self._call(
            "balances",
            "Balances",
            [provider_id],
            version,
            x_akoya_interaction_type,
            mode=mode,
            account_ids=account_ids,
        )
        return response
