"""The exception that all others of the package are."""

from __future__ import annotations

from typing import Any

from akoyaapisv240.http.http_response import HttpResponse


class ApiException(Exception):
    """An operation failed.

    ``recovery`` says what to do: ``retry`` (not sooner than ``retry_after`` seconds), ``ask_for_consent`` (``consent_cause`` says why),
    ``fix_request``, ``fix_configuration``, ``check_store``, ``outcome_unknown`` or ``report_to_provider``. ``interaction_id`` is what
    Akoya's support asks for. ``response`` is missing when none came.
    """

    kind: str = "api"
    recovery: str | None = None
    retry_after: float | None = None
    interaction_id: str | None = None
    consent_cause: str | None = None

    def __init__(self, reason: str, response: HttpResponse | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.response = response
        self.response_code: int | None = response.status_code if response else None

    def __reduce__(self) -> tuple[Any, ...]:
        # Pools of processes send exceptions to their parent, which would wait forever for one that it cannot make again.
        return type(self), (self.reason, self.response), self.__dict__

    def __str__(self) -> str:
        return self.reason

    def __repr__(self) -> str:
        return f"{type(self).__name__}(response_code={self.response_code}, reason={self.reason!r})"

    def _dictionary(self) -> dict[str, object]:
        """The JSON object of the response, if it is one: an error page is none."""
        import json

        if self.response is None or not isinstance(self.response.text, str):
            return {}
        try:
            read = json.loads(self.response.text)
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}
