"""A file with its media type."""

from __future__ import annotations

from typing import Any


class FileWrapper:
    """A file to be sent, with its media type. No operation of the API takes one."""

    def __init__(self, file: Any, content_type: str = "application/octet-stream") -> None:
        self.file_stream = file
        self.content_type = content_type
