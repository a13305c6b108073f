"""A sandbox in the process for each test, in both dialects."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from akoyaapisv240.testing import Sandbox


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--runs", type=int, default=20, help="how often a process forks, is killed or cancelled during a refresh")


@pytest.fixture(scope="session", params=["dex", "hydra"])
def running(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(request.param) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox) -> Sandbox:
    running.reset()
    return running
