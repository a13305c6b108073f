"""Tax forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akoyaapisv240._arguments import texts
from akoyaapisv240.controllers.base_controller import BaseController
from akoyaapisv240.http.api_response import ApiResponse
from akoyaapisv240.streaming import StreamedFile

if TYPE_CHECKING:
    from akoyaapisv240.models import TaxStatement, TaxStatementList

_PDF = "application/pdf"


class TaxBetaController(BaseController):
    """Tax forms (beta)."""

    def tax_forms_search(
        self,
        version: str,
        provider_id: str,
        x_akoya_interaction_id: str | None = None,
        x_akoya_interaction_type: str | None = None,
        accept: Any = None,
        tax_year: str | int | None = None,
        tax_forms: Any = None,
        account_id: str | None = None,
    ) -> ApiResponse[TaxStatementList]:
        """Reads the tax statements that a provider has of the customer: ``GET /tax-forms/{version}/{providerId}``. ``body`` is bytes when
        a file comes."""
        response: ApiResponse[TaxStatementList] = self._call(
            "tax_forms",
            "TaxStatementList",
            [provider_id],
            version,
            x_akoya_interaction_type,
            tax_year=tax_year,
            tax_forms=tax_forms,
            account_id=account_id,
            **_form(accept, x_akoya_interaction_id),
        )
        return response

    def get_tax_form(
        self,
        version: str,
        provider_id: str,
        tax_form_id: str,
        x_akoya_interaction_id: str | None = None,
        x_akoya_interaction_type: str | None = None,
        tax_data_type: str | None = None,
        accept: Any = None,
    ) -> ApiResponse[TaxStatement]:
        """Reads a tax statement with its forms: ``GET /tax-forms/{version}/{providerId}/{taxFormId}``. ``body`` is bytes when a file
        comes."""
        response: ApiResponse[TaxStatement] = self._call(
            "tax_form",
            "TaxStatement",
            [provider_id, tax_form_id],
            version,
            x_akoya_interaction_type,
            tax_data_type=tax_data_type,
            **_form(accept, x_akoya_interaction_id),
        )
        return response

    def stream_tax_form(
        self,
        version: str,
        provider_id: str,
        tax_form_id: str,
        x_akoya_interaction_id: str | None = None,
        x_akoya_interaction_type: str | None = None,
        tax_data_type: str | None = None,
    ) -> StreamedFile:
        """Opens a tax statement as a PDF that is read as it arrives."""
        opened: StreamedFile = self._open(
            "tax_form",
            [provider_id, tax_form_id],
            version,
            x_akoya_interaction_type,
            tax_data_type=tax_data_type,
            **_form(_PDF, x_akoya_interaction_id),
        )
        return opened


def _form(accept: Any, interaction_id: str | None) -> dict[str, Any]:
    """The media types that are wanted, with commas between them, and the id of the interaction."""
    wanted = texts("accept", accept)
    headers = {"x-akoya-interaction-id": interaction_id}
    if wanted == [_PDF]:
        return {"as_pdf": True, "headers": headers}
    return {"headers": {**headers, "accept": ", ".join(wanted) or None}}
