"""Accounts, without balances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akoyaapisv240.controllers.base_controller import BaseController
from akoyaapisv240.http.api_response import ApiResponse

if TYPE_CHECKING:
    from akoyaapisv240.models import AkoyaAccountInfoProduct


class AccountInformationController(BaseController):
    """Accounts, without balances."""

    def get_accounts_info(
        self,
        version: str,
        provider_id: str,
        x_akoya_interaction_type: str | None = None,
        mode: str | None = None,
        account_ids: Any = None,
    ) -> ApiResponse[AkoyaAccountInfoProduct]:
        """Reads the accounts that the customer shared: ``GET /accounts-info/{version}/{providerId}``."""
        response: ApiResponse[AkoyaAccountInfoProduct] = self._call(
            "accounts_info",
            "AkoyaAccountInfoProduct",
            [provider_id],
            version,
            x_akoya_interaction_type,
            mode=mode,
            account_ids=account_ids,
        )
        return response
