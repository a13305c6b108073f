"""Transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akoyaapisv240._arguments import options
from akoyaapisv240.controllers.base_controller import BaseController, parts
from akoyaapisv240.utilities.pagination.paged_iterable import PagedIterable
from akoyaapisv240.utilities.pagination.paginated_data import PaginatedData

if TYPE_CHECKING:
    from akoyaapisv240.models import TransactionsEntityTransactions


class TransactionsController(BaseController):
    """Transactions."""

    def get_transactions(
        self,
        version: str,
        provider_id: str,
        account_id: str,
        start_time: Any = None,
        end_time: Any = None,
        offset: str | None = "0",
        limit: int | None = 50,
        x_akoya_interaction_type: str | None = None,
        mode: str | None = None,
    ) -> PagedIterable[TransactionsEntityTransactions]:
        """Reads the transactions of an account: ``GET /transactions/{version}/{providerId}/{accountId}``. Pages are read as they are
        needed; each transaction comes once."""
        settings = options(
            version,
            x_akoya_interaction_type,
            mode=mode,
            start_time=start_time,
            end_time=end_time,
            offset=offset,
            limit=limit,
        )
        path = parts([provider_id, account_id])
        data = PaginatedData(self._session, "transactions", path, settings, "TransactionsEntity", "transactions")
        return self._paged(data)

    def _paged(self, data: PaginatedData) -> PagedIterable[TransactionsEntityTransactions]:
        return PagedIterable(data)
