"""A program's own HTTP client, as the core calls it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sender = Callable[[str, str, list[tuple[str, str]], bytes, float], Any]


def sender(client: Any) -> Sender | None:
    """Returns what sends a request through the client: a ``requests.Session``, or anything with its ``request``."""
    if client is None:
        return None

    def send(method: str, url: str, headers: list[tuple[str, str]], body: bytes, timeout: float) -> Any:
        named = dict(headers)
        try:
            response = client.request(
                method,
                url,
                headers=named,
                data=body or None,
                timeout=timeout,
                # A redirect would carry secrets to wherever it points.
                allow_redirects=False,
                # Else a .netrc entry of the host would replace the bearer.
                auth=_keep,
            )
        except Exception as error:
            how = _failure(error)
            if how is None:
                raise
            return how, error
        # What is unpacked here must not be unpacked again.
        unpacked = ("content-encoding", "transfer-encoding", "content-length")
        headers_of = [(name, value) for name, value in response.headers.items() if name.lower() not in unpacked]
        return response.status_code, headers_of, response.content

    return send


def _keep(request: Any) -> Any:
    return request


def _failure(error: Exception) -> str | None:
    """How a request failed, by the names that requests, urllib3 and httpx have for it; nothing for an exception of another kind, which is
    the program's own."""
    names = {kind.__name__ for kind in type(error).__mro__}
    inner = error.args[0] if error.args else None
    reason = type(getattr(inner, "reason", None)).__name__
    if "ConnectTimeout" in names or reason in ("NewConnectionError", "NameResolutionError"):
        return "connect"
    if "Timeout" in names or "TimeoutError" in names or "TimeoutException" in names:
        return "timeout"
    # What was given cannot be sent, or the program calls `raise_for_status` and wants that exception.
    is_of_program = isinstance(error, ValueError) or getattr(error, "response", None) is not None
    if not is_of_program and (isinstance(error, OSError) or names & _BROKEN):
        return "interrupted"
    return None


#: What is no ``OSError`` where a connection breaks: the bases of urllib3's exceptions, of httpx's, and of ``http.client``'s.
_BROKEN = {"HTTPError", "HTTPException", "TransportError"}
