"""Statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akoyaapisv240.controllers.base_controller import BaseController
from akoyaapisv240.http.api_response import ApiResponse
from akoyaapisv240.streaming import StreamedFile

if TYPE_CHECKING:
    from akoyaapisv240.models import PaginatedArray


class StatementsController(BaseController):
    """Statements."""

    def get_statement_list(
        self,
        account_id: str,
        version: str,
        provider_id: str,
        start_time: Any = None,
        end_time: Any = None,
        offset: str | None = "0",
        limit: int | None = 50,
        x_akoya_interaction_type: str | None = None,
    ) -> ApiResponse[PaginatedArray]:
        """Reads a page of the statements of an account: ``GET /statements/{version}/{providerId}/{accountId}``."""
        response: ApiResponse[PaginatedArray] = self._call(
            "statements",
            "PaginatedArray",
            [provider_id, account_id],
            version,
            x_akoya_interaction_type,
            start_time=start_time,
            end_time=end_time,
            offset=offset,
            limit=limit,
        )
        return response

    def get_statements(
        self,
        account_id: str,
        version: str,
        provider_id: str,
        statement_id: str,
        x_akoya_interaction_type: str | None = None,
    ) -> ApiResponse[bytes]:
        """Reads a statement as a file: ``GET /statements/{version}/{providerId}/{accountId}/{statementId}``. ``body`` is its bytes."""
        path = [provider_id, account_id, statement_id]
        response: ApiResponse[bytes] = self._call("statement", "", path, version, x_akoya_interaction_type)
        return response

    def stream_statement(
        self,
        account_id: str,
        version: str,
        provider_id: str,
        statement_id: str,
        x_akoya_interaction_type: str | None = None,
    ) -> StreamedFile:
        """Opens a statement that is read as it arrives; ``get_statements`` has it in memory."""
        path = [provider_id, account_id, statement_id]
        opened: StreamedFile = self._open("statement", path, version, x_akoya_interaction_type)
        return opened
