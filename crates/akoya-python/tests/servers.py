"""A sandbox in a process of its own, for tests of what this process uses."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials

PROGRAM = """
import json, sys
from akoyaapisv240.testing import Sandbox
with Sandbox(transactions=100_000) as sandbox:
    token = sandbox.consented(sys.argv[1]).acg_auth.oauth_token
    print(json.dumps([sandbox.api_url, sandbox.idp_url, sandbox.client_id, sandbox.client_secret, token.id_token, token.refresh_token]), flush=True)
    sys.stdin.read()
"""


@contextmanager
def client_of_another_process(user: str) -> Iterator[Akoyaapisv240Client]:
    """Starts a sandbox, and gives a client with the consent of a customer."""
    command = [sys.executable, "-c", PROGRAM, user]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None and server.stdin is not None
        api, idp, client_id, secret, id_token, refresh_token = json.loads(server.stdout.readline())
        token = {"id_token": id_token, "refresh_token": refresh_token}
        yield Akoyaapisv240Client(
            environment=CustomEnvironment(api, idp),
            authorization_code_auth_credentials=AuthorizationCodeAuthCredentials(
                client_id, secret, "http://127.0.0.1/callback", token
            ),
        )
        server.stdin.close()
