"""Accounts, without balances."""

from __future__ import annotations

from typing import Any

from akoyaapisv240.controllers.base_controller import BaseController
from akoyaapisv240.http.api_response import ApiResponse


class AccountInformationController(BaseController):
    """Accounts, without balances."""

    def get_accounts_info(
        self,
        version: str,
        provider_id: str,
        x_akoya_interaction_type: str | None = None,
        mode: str | None = None,
        account_ids: Any = None,
    ) -> ApiResponse[Any]:
        """Reads the accounts that the customer shared: ``GET /accounts-info/{version}/{providerId}``."""
        return self._call(
            "accounts_info",
            "AkoyaAccountInfoProduct",
            [provider_id],
            version,
            x_akoya_interaction_type,
            mode=mode,
            account_ids=account_ids,
        )
