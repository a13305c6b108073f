"""Makes balances calls with the installed package `akoyaapisv240` and prints what each took: `balances.py URL CALLS ROUNDS`.

The package is the original or the wheel of this project; both have the same names. One line of JSON says which it is, and the CPU
time of a call in microseconds, a figure for each round.
"""

import json
import pathlib
import sys
import time

import akoyaapisv240
from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import Configuration
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoyaapisv240.models.oauth_token import OauthToken


def is_wheel():
    """Whether the package has an extension module: the original has none."""
    folder = pathlib.Path(akoyaapisv240.__file__).parent
    return any(folder.glob("*.so")) or any(folder.glob("*.pyd"))


def client(url):
    token = OauthToken(id_token="t" * 1200, token_type="bearer", expiry=int(time.time()) + 86_400)
    credentials = AuthorizationCodeAuthCredentials(
        "client", "secret", "https://app.example/callback", oauth_token=token
    )
    if is_wheel():
        made = Akoyaapisv240Client(environment=url, authorization_code_auth_credentials=credentials)
        # v3 asks for it.
        made.acg_auth.touch()
        return made
    # The original has no setting for another host.
    for servers in Configuration.environments.values():
        for server in servers:
            servers[server] = url
    return Akoyaapisv240Client(authorization_code_auth_credentials=credentials)


def main():
    url, calls, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    balances = client(url).balances
    micros = []
    for _ in range(rounds + 1):
        start = time.process_time_ns()
        for _ in range(calls):
            balances.get_balances("v3", "mikomo", "BATCH")
        micros.append((time.process_time_ns() - start) / 1000 / calls)
    print(json.dumps({"name": "wheel" if is_wheel() else "original", "micros": micros[1:]}))


main()
