"""What Python expects of an extension: the interpreter lock, imports, types, and the later name."""

from __future__ import annotations

import copy
import importlib
import multiprocessing
import pickle
import subprocess
import sys
import threading
import time
from importlib.resources import files

import pytest

from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.exceptions.error_error_exception import ErrorErrorException
from akoyaapisv240.exceptions.failures import ConfigurationException
from akoyaapisv240.testing import Sandbox


def test_other_threads_run_during_a_call(sandbox: Sandbox) -> None:
    client = sandbox.consented()
    sandbox.fault({"stall_response": {"ms": 300}}, on="balances", times=1)
    call = threading.Thread(target=lambda: client.balances.get_balances("v2", "mikomo"))
    call.start()
    turns = 0
    while call.is_alive():
        turns += 1
        time.sleep(0.001)
    assert turns > 10


def test_importing_the_client_loads_little() -> None:
    # What it needs of Python's own is distinguished from what this Python loads by itself.
    program = """
import sys
before = set(sys.modules)
import akoyaapisv240.akoyaapisv_240_client
slow = {"asyncio", "decimal", "inspect", "logging", "requests", "shutil", "ssl", "tempfile", "urllib.parse", "akoyaapisv240.models"}
print(sorted(slow & (set(sys.modules) - before)))
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_client_takes_little_time() -> None:
    # Its own time, because a machine that is busy makes it wait; the least of several, because it may be cut short.
    program = """
import time
before = time.process_time()
import akoyaapisv240.akoyaapisv_240_client
print(time.process_time() - before)
"""
    taken = [subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True) for _ in range(5)]
    assert min(float(done.stdout) for done in taken) <= 0.08


def test_a_program_ends_while_a_call_is_under_way(sandbox: Sandbox) -> None:
    program = """
import sys, threading
from akoyaapisv240.testing import Sandbox
sandbox = Sandbox()
client = sandbox.consented()
sandbox.fault({"stall_response": {"ms": 60000}}, on="balances")
threading.Thread(target=lambda: client.balances.get_balances("v2", "mikomo"), daemon=True).start()
while not sandbox.counters["balances"]:
    pass
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_the_package_is_typed() -> None:
    assert files("akoyaapisv240").joinpath("py.typed").is_file()


@pytest.mark.parametrize(
    ("later", "first", "name"),
    [
        ("akoya.http.auth.oauth_2", "akoyaapisv240.http.auth.oauth_2", "AuthorizationCodeAuthCredentials"),
        ("akoya.configuration", "akoyaapisv240.configuration", "Environment"),
        ("akoya.exceptions.api_exception", "akoyaapisv240.exceptions.api_exception", "ApiException"),
    ],
)
def test_the_later_name_has_the_same_classes(later: str, first: str, name: str) -> None:
    assert getattr(importlib.import_module(later), name) is getattr(importlib.import_module(first), name)


def test_the_later_names_of_client_and_groups() -> None:
    from akoya.akoya_client import AkoyaClient
    from akoya.apis.balances_api import BalancesApi
    from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
    from akoyaapisv240.controllers.balances_controller import BalancesController

    assert AkoyaClient is Akoyaapisv240Client
    assert BalancesApi is BalancesController
    with pytest.raises(ImportError):
        importlib.import_module("akoya.nothing")


def fail(_: object) -> None:
    Akoyaapisv240Client().balances.get_balances("v2", "mikomo")


def test_a_pool_of_processes_is_given_the_exceptions_of_its_workers() -> None:
    with multiprocessing.get_context("fork").Pool(1) as pool, pytest.raises(ConfigurationException) as raised:
        pool.map_async(fail, [1]).get(60)
    assert raised.value.recovery == "fix_configuration"


def test_exceptions_and_responses_can_be_copied(sandbox: Sandbox) -> None:
    client = sandbox.consented()
    with pytest.raises(ErrorErrorException) as raised:
        client.balances.get_balances("v2", "nobody")
    success = client.balances.get_balances("v2", "mikomo")
    for copied in (copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))):
        again = copied(raised.value)
        assert (type(again), again.code, again.recovery) == (ErrorErrorException, raised.value.code, raised.value.recovery)
        assert again.response.text == raised.value.response.text
        response = copied(success)
        assert (response.body, response.headers["content-type"]) == (success.body, success.headers["content-type"])


def test_a_grant_is_never_two(sandbox: Sandbox) -> None:
    config = sandbox.consented().config
    assert copy.deepcopy(config).authorization_code_auth_credentials._grant is config.authorization_code_auth_credentials._grant
    with pytest.raises(TypeError, match="store"):
        pickle.dumps(config.authorization_code_auth_credentials)
