"""The end of a program: a refresh whose caller has gone ends first, and takes no longer than a refresh may."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from akoyaapisv240.testing import Sandbox

#: Gives up a refresh whose response does not come in time, and ends.
PROGRAM = """
import json, sys
from akoyaapisv240 import _fork
from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
api, idp, client_id, secret, token, path, longest = json.loads(sys.argv[1])
if longest is not None:
    _fork.LONGEST_REFRESH = longest

def save(token):
    with open(path, "w") as file:
        file.write(token.refresh_token)

client = Akoyaapisv240Client(
    environment=CustomEnvironment(api, idp),
    timeout=0.3,
    authorization_code_auth_credentials=AuthorizationCodeAuthCredentials(client_id, secret, "http://127.0.0.1/callback", token, save))
try:
    client.balances.get_balances("v2", "mikomo")
except TimeoutError:
    print("given up", flush=True)
"""


def end(sandbox: Sandbox, path: Path, stall: int, longest: float | None) -> tuple[Any, subprocess.CompletedProcess[str]]:
    """Runs the program with an expired token and a refresh that takes ``stall`` milliseconds. Returns the token that is spent."""
    token = sandbox.consented().acg_auth.oauth_token
    saved = {"id_token": token.id_token, "refresh_token": token.refresh_token, "expiry": 1}
    sandbox.fault({"stall_response": {"ms": stall}}, on="refresh", times=1)
    known = [sandbox.api_url, sandbox.idp_url, sandbox.client_id, sandbox.client_secret, saved, str(path), longest]
    done = subprocess.run([sys.executable, "-c", PROGRAM, json.dumps(known)], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "given up\n"
    return token, done


def test_a_refresh_that_outlives_its_call_is_waited_for(sandbox: Sandbox, tmp_path: Path) -> None:
    token, done = end(sandbox, tmp_path / "token", 1_500, None)
    kept = (tmp_path / "token").read_text()
    assert kept not in ("", token.refresh_token)
    assert done.stderr == ""
    # What was saved is not spent.
    group = sandbox.client().oauth_authorization
    assert group.refresh_token(kept, sandbox.client_id, sandbox.client_secret).is_success()


def test_a_refresh_that_does_not_end_is_not_waited_for_without_end(sandbox: Sandbox, tmp_path: Path) -> None:
    _, done = end(sandbox, tmp_path / "token", 50_000, 0.2)
    assert not (tmp_path / "token").exists()
    assert "a token may be lost: the program ends during a refresh" in done.stderr


#: Saves its token only when it is offered again.
OFFERS = """
import json, sys
from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.exceptions.failures import TokenUpdateException
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
api, idp, client_id, secret, token, failures = json.loads(sys.argv[1])

def save(token):
    global failures
    failures -= 1
    if failures >= 0:
        raise OSError("the disk is full")
    print("saved", token.refresh_token, flush=True)

client = Akoyaapisv240Client(
    environment=CustomEnvironment(api, idp),
    authorization_code_auth_credentials=AuthorizationCodeAuthCredentials(client_id, secret, "http://127.0.0.1/callback", token, save))
try:
    client.acg_auth.refresh_token()
except TokenUpdateException:
    print("refused", client.acg_auth.oauth_token.refresh_token, flush=True)
"""


@pytest.mark.parametrize("failures", [1, 2])
def test_a_token_that_was_not_taken_is_offered_again_at_the_end(sandbox: Sandbox, failures: int) -> None:
    token = sandbox.consented().acg_auth.oauth_token
    saved = {"id_token": token.id_token, "refresh_token": token.refresh_token}
    known = [sandbox.api_url, sandbox.idp_url, sandbox.client_id, sandbox.client_secret, saved, failures]
    done = subprocess.run([sys.executable, "-c", OFFERS, json.dumps(known)], capture_output=True, text=True, check=True, timeout=60)
    lines = [line.split() for line in done.stdout.splitlines()]
    assert lines[0][0] == "refused"
    if failures == 1:
        assert lines[1:] == [["saved", lines[0][1]]]
        assert done.stderr == ""
    else:
        assert lines[1:] == []
        assert "a token may be lost" in done.stderr


#: Ends while calls are under way.
HASTY = """
import asyncio, json, sys
from akoyaapisv240.aio import AsyncAkoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
api, idp, delay = json.loads(sys.argv[1])
token = {"id_token": "a.b.c", "refresh_token": "r", "expiry": 4_000_000_000}
credentials = AuthorizationCodeAuthCredentials("c", "s", "http://127.0.0.1/callback", token, lambda _: None)

async def run():
    client = AsyncAkoyaapisv240Client(environment=CustomEnvironment(api, idp), authorization_code_auth_credentials=credentials)
    calls = [asyncio.ensure_future(client.balances.get_balances("v2", "mikomo")) for _ in range(40)]
    await asyncio.sleep(delay)
    return client, calls

loop = asyncio.new_event_loop()
kept = loop.run_until_complete(run())
"""


def test_a_program_may_end_while_asyncio_waits(sandbox: Sandbox) -> None:
    for delay in range(8):
        known = json.dumps([sandbox.api_url, sandbox.idp_url, delay / 1000])
        done = subprocess.run([sys.executable, "-c", HASTY, known], capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr


#: Is interrupted at its end, by a second Ctrl-C say, and says then which threads it has.
INTERRUPTED = """
import atexit, pathlib

def show():
    print([path.read_text().strip() for path in pathlib.Path("/proc/self/task").glob("*/comm")])

atexit.register(show)
import asyncio, json, sys
from akoyaapisv240 import _fork
from akoyaapisv240.aio import AsyncAkoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
api, idp = json.loads(sys.argv[1])
token = {"id_token": "a.b.c", "refresh_token": "r", "expiry": 4_000_000_000}
credentials = AuthorizationCodeAuthCredentials("c", "s", "http://127.0.0.1/callback", token, lambda _: None)
client = AsyncAkoyaapisv240Client(environment=CustomEnvironment(api, idp), authorization_code_auth_credentials=credentials)

async def run():
    await asyncio.gather(client.balances.get_balances("v2", "mikomo"), return_exceptions=True)
    show()

asyncio.run(run())

class Waiting:
    _ends_first = True

    def _at_exit(self, _):
        raise KeyboardInterrupt

waiting = Waiting()
_fork.register(waiting)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_a_program_that_is_interrupted_at_its_end_leaves_no_thread_that_needs_python(sandbox: Sandbox) -> None:
    known = json.dumps([sandbox.api_url, sandbox.idp_url])
    done = subprocess.run([sys.executable, "-c", INTERRUPTED, known], capture_output=True, text=True, check=False, timeout=60)
    running, ended = done.stdout.splitlines()
    assert "akoya-resolver" in running
    assert "KeyboardInterrupt" in done.stderr
    assert "akoya-resolver" not in ended


#: Ends while threads that nobody waits for make calls in loops of their own, and give most of them up.
DAEMONS = """
import asyncio, json, sys, threading, time
from akoyaapisv240.aio import AsyncAkoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
api, idp = json.loads(sys.argv[1])
token = {"id_token": "a.b.c", "refresh_token": "r", "expiry": 4_000_000_000}
sys.setswitchinterval(1e-6)

async def run():
    credentials = AuthorizationCodeAuthCredentials("c", "s", "http://127.0.0.1/callback", token, lambda _: None)
    client = AsyncAkoyaapisv240Client(environment=CustomEnvironment(api, idp), authorization_code_auth_credentials=credentials)
    while True:
        calls = [asyncio.ensure_future(client.balances.get_balances("v2", "mikomo")) for _ in range(20)]
        await asyncio.wait(calls, timeout=0.001)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)

for _ in range(4):
    threading.Thread(target=lambda: asyncio.run(run()), daemon=True).start()
time.sleep(0.3)
"""


def test_a_program_may_end_while_daemon_threads_call(sandbox: Sandbox) -> None:
    known = json.dumps([sandbox.api_url, sandbox.idp_url])
    for _ in range(8):
        done = subprocess.run([sys.executable, "-c", DAEMONS, known], capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr


#: Makes a call of asyncio at its end, when the package has ended what it had.
LATE = """
import atexit, json, sys
from pathlib import Path

def call():
    import asyncio
    print(asyncio.run(client.balances.get_balances("v2", "mikomo")).status_code, flush=True)

def at_end():
    call()
    for name in Path("/proc/self/task").glob("*/comm"):
        if name.read_text() == "akoya-resolver\\n":
            print("nobody ends this thread", flush=True)

atexit.register(at_end)
from akoyaapisv240.aio import AsyncAkoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
api, idp, client_id, secret, token = json.loads(sys.argv[1])
credentials = AuthorizationCodeAuthCredentials(client_id, secret, "http://127.0.0.1/callback", token, lambda _: None)
client = AsyncAkoyaapisv240Client(environment=CustomEnvironment(api, idp), authorization_code_auth_credentials=credentials)
if len(sys.argv) > 2:
    call()
"""


@pytest.mark.parametrize("arguments", [[], ["also before"]])
def test_a_program_may_call_at_its_end(sandbox: Sandbox, arguments: list[str]) -> None:
    token = sandbox.consented().acg_auth.oauth_token
    saved = {"id_token": token.id_token, "refresh_token": token.refresh_token}
    known = json.dumps([sandbox.api_url, sandbox.idp_url, sandbox.client_id, sandbox.client_secret, saved])
    done = subprocess.run([sys.executable, "-c", LATE, known, *arguments], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split() == ["200"] * (1 + len(arguments)), done.stderr
