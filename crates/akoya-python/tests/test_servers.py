"""Servers that fork: gunicorn with preload, and Celery's prefork pool."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import akoyaapisv240
from akoyaapisv240.stores import SqliteStore, generate_key
from akoyaapisv240.testing import Sandbox

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")

DAY = 24 * 3600

#: A client that is made, and used, before the server forks; its grant is in memory.
CLIENT = """
import json, os
from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
api, idp, client_id, secret, id_token, refresh_token = json.loads(os.environ["BANK"])
client = Akoyaapisv240Client(
    environment=CustomEnvironment(api, idp),
    authorization_code_auth_credentials=AuthorizationCodeAuthCredentials(
        client_id, secret, "http://127.0.0.1/callback", {"id_token": id_token, "refresh_token": refresh_token}))
assert client.balances.get_balances("v2", "mikomo").is_success()
"""

WSGI = (
    CLIENT
    + """
def application(environ, start_response):
    assert client.balances.get_balances("v2", "mikomo").is_success()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
"""
)

QUEUE = """
import os
from celery import Celery
folder = os.environ["FOLDER"]
app = Celery("bank", broker="filesystem://", backend=f"file://{folder}/results")
app.conf.update(
    broker_transport_options={
        "data_folder_in": f"{folder}/queue", "data_folder_out": f"{folder}/queue",
        "control_folder": f"{folder}/control", "polling_interval": 0.05},
    broker_connection_retry_on_startup=True, worker_enable_remote_control=False)
"""

TASKS = (
    CLIENT
    + """
from bank_queue import app

@app.task(name="read")
def read():
    assert client.balances.get_balances("v2", "mikomo").is_success()
    return os.getpid()
"""
)

ASKING = """
import json, sys
from bank_queue import app
pending = [app.send_task("read") for _ in range(int(sys.argv[1]))]
print(json.dumps([one.get(timeout=60, interval=0.05) for one in pending]))
"""


def variables(sandbox: Sandbox, folder: Path) -> dict[str, str]:
    token = sandbox.consented().acg_auth.oauth_token
    bank = [sandbox.api_url, sandbox.idp_url, sandbox.client_id, sandbox.client_secret, token.id_token, token.refresh_token]
    path = os.pathsep.join([str(Path(akoyaapisv240.__file__).parents[1]), str(folder)])
    return {**os.environ, "BANK": json.dumps(bank), "FOLDER": str(folder), "PYTHONPATH": path}


@contextmanager
def running(command: list[str], folder: Path, **settings: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a server until the test is over, then ends it as its service manager does."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **settings)
        try:
            yield process
        except BaseException:
            sys.stderr.write((folder / "log").read_text())
            raise
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0


@contextmanager
def gunicorn(application: str, folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """Runs gunicorn with three processes, and gives its URL."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        descriptor = listener.fileno()
        command = [sys.executable, "-m", "gunicorn", "--preload", "--workers", "3", "--threads", "2", "--timeout", "60"]
        command += ["--no-control-socket", "--bind", f"fd://{descriptor}", application]
        with running(command, folder, env=environment, pass_fds=[descriptor]):
            host, port = listener.getsockname()
            yield f"http://{host}:{port}"


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as response:
        return str(response.read().decode())


def test_gunicorn_with_preload_refreshes_once_for_all_processes(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "bank.py").write_text(WSGI)
    with gunicorn("bank:application", tmp_path, variables(sandbox, tmp_path)) as url, ThreadPoolExecutor(8) as threads:
        processes: set[str] = set()
        # The first that runs may respond to everything before the others do.
        while len(processes) < 2:
            processes |= set(threads.map(get, [url] * 30))
        for _ in range(3):
            before = sandbox.counters["refreshes"]
            sandbox.advance(DAY + 1)
            processes |= set(threads.map(get, [url] * 30))
            assert sandbox.counters["refreshes"] == before + 1
        assert len(processes) <= 3


def test_the_example_serves_customers_from_a_store(sandbox: Sandbox, tmp_path: Path) -> None:
    example = Path(__file__).parents[1] / "examples" / "web.py"
    (tmp_path / "web.py").write_text(example.read_text())
    key, path = generate_key(), tmp_path / "tokens.db"
    sandbox.consented("mikomo_7", store=SqliteStore(path, key=key), connection="ann/mikomo")
    bank = {
        "API_URL": sandbox.api_url,
        "CLIENT_ID": sandbox.client_id,
        "CLIENT_SECRET": sandbox.client_secret,
        "IDP_URL": sandbox.idp_url,
        "KEY": key,
        "REDIRECT_URI": sandbox.REDIRECT_URI,
        "STORE": str(path),
    }
    environment = {**variables(sandbox, tmp_path), **{f"BANK_{name}": value for name, value in bank.items()}}
    with gunicorn("web:application", tmp_path, environment) as url, ThreadPoolExecutor(8) as threads:
        before = sandbox.counters["refreshes"]
        sandbox.advance(DAY + 1)
        assert set(threads.map(get, [f"{url}/ann"] * 12)) == {get(f"{url}/ann")}
        assert sandbox.counters["refreshes"] == before + 1
        with pytest.raises(urllib.error.HTTPError) as raised:
            get(f"{url}/bob")
        assert (raised.value.code, raised.value.read()) == (401, b"ask_for_consent\n")


def test_the_prefork_pool_of_celery_refreshes_once_for_all_processes(sandbox: Sandbox, tmp_path: Path) -> None:
    for name in ("queue", "results", "control"):
        (tmp_path / name).mkdir()
    for name, text in (("bank_queue", QUEUE), ("tasks", TASKS), ("asking", ASKING)):
        (tmp_path / f"{name}.py").write_text(text)
    environment = variables(sandbox, tmp_path)
    command = [sys.executable, "-m", "celery", "--app", "tasks", "worker", "--pool", "prefork", "--concurrency", "3"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "warning"]

    def ask(times: int) -> set[int]:
        asking = [sys.executable, str(tmp_path / "asking.py"), str(times)]
        done = subprocess.run(asking, env=environment, cwd=tmp_path, check=True, capture_output=True, text=True)
        return set(json.loads(done.stdout))

    with running(command, tmp_path, env=environment):
        processes: set[int] = set()
        while len(processes) < 2:
            processes |= ask(12)
        before = sandbox.counters["refreshes"]
        sandbox.advance(DAY + 1)
        assert len(processes | ask(12)) <= 3
        assert sandbox.counters["refreshes"] == before + 1
