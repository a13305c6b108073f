"""A request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class HttpRequest:
    """A request as it was, or is about to be, sent. The bearer, and the form of a token request, are not in it."""

    def __init__(
        self,
        http_method: str,
        query_url: str,
        headers: Mapping[str, str] | None = None,
        query_parameters: Mapping[str, Any] | None = None,
        parameters: Any = None,
        files: Any = None,
    ) -> None:
        self.http_method = http_method
        self.query_url = query_url
        self.headers: dict[str, str] = dict(headers or {})
        self.query_parameters: dict[str, Any] = dict(query_parameters or {})
        self.parameters = parameters
        self.files = files

    def add_header(self, name: str, value: str) -> None:
        """Sets a header."""
        self.headers[name] = value

    def add_query_parameter(self, name: str, value: Any) -> None:
        """Sets a parameter of the query."""
        self.query_parameters[name] = value

    def add_parameter(self, name: str, value: Any) -> None:
        """Sets a parameter of the form."""
        self.parameters = {**(self.parameters or {}), name: value}

    def __repr__(self) -> str:
        # The URL may name an account, and headers may hold secrets.
        return f"HttpRequest({self.http_method})"
