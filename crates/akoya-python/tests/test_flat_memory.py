"""Memory stays flat, whatever number of transactions a process makes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials

#: A sandbox of its own process, because it remembers every token that it gave.
SERVER = """
import json
from akoyaapisv240.testing import Sandbox
with Sandbox() as sandbox:
    token = sandbox.consented().acg_auth.oauth_token
    print(json.dumps([sandbox.api_url, sandbox.idp_url, sandbox.client_id, sandbox.client_secret, token.id_token, token.refresh_token]), flush=True)
    input()
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell the size of a process so")
def test_refreshes_and_calls_leave_nothing_behind() -> None:
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None and server.stdin is not None
        api, idp, client_id, secret, id_token, refresh_token = json.loads(server.stdout.readline())
        credentials = AuthorizationCodeAuthCredentials(
            client_id, secret, "http://127.0.0.1/callback", {"id_token": id_token, "refresh_token": refresh_token}
        )
        client = Akoyaapisv240Client(
            environment=CustomEnvironment(api, idp), authorization_code_auth_credentials=credentials
        )

        def work(times: int) -> int:
            for _ in range(times):
                client.acg_auth.refresh_token()
                assert client.balances.get_balances("v2", "mikomo").body.accounts
            return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

        before = work(200)
        grown = work(400) - before
        server.stdin.close()
    assert grown < 2 * 1024 * 1024, f"{grown} bytes"
