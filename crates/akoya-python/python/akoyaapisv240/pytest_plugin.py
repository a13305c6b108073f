"""A fixture for pytest: ``akoya_sandbox``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from akoyaapisv240.testing import Sandbox


@pytest.fixture(scope="session")
def _akoya_servers() -> Iterator[Sandbox]:
    # Here, so that pytest itself starts without the extension.
    from akoyaapisv240.testing import Sandbox

    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def akoya_sandbox(_akoya_servers: Sandbox) -> Sandbox:
    """A sandbox in the process, as if it had just started: ``akoya_sandbox.consented("mikomo_7")`` is a client with a consent."""
    _akoya_servers.reset()
    return _akoya_servers
