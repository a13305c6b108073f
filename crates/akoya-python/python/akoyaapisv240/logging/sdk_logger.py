"""Where log entries go."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any


class AbstractLogger(ABC):
    """A log of the program's own."""

    @abstractmethod
    def log(self, level: int, message: str, params: Mapping[str, Any]) -> None:
        """Takes an entry: its level as ``logging`` has it, a text with places like ``%(method)s``, and what belongs there."""


class StandardLogger(AbstractLogger):
    """Python's own logging, under the name of this package."""

    def __init__(self) -> None:
        import logging

        self._logger = logging.getLogger("akoyaapisv240")

    def log(self, level: int, message: str, params: Mapping[str, Any]) -> None:
        self._logger.log(level, message, dict(params))
