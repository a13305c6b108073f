"""The least that a Python program does: ``requests`` and ``json``, without a type, a grant or a retry."""

from __future__ import annotations

import json
from typing import Any

import requests

NAME = "requests"


class Client:
    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.headers["authorization"] = "Bearer " + "t" * 1200
        self._session.headers["x-akoya-interaction-type"] = "batch"

    def get(self, path: str, **query: Any) -> Any:
        response = self._session.get(self._url + path, params=query)
        response.raise_for_status()
        return json.loads(response.content)
