"""A client of the installed package ``akoyaapisv240``: the original or the wheel of this project, which have the same names."""

from __future__ import annotations

import pathlib
import time

import akoyaapisv240
from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.configuration import Configuration
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoyaapisv240.models.oauth_token import OauthToken

FOLDER = pathlib.Path(akoyaapisv240.__file__).parent

# The original has no extension module.
NAME = "wheel" if any(FOLDER.glob("*.so")) or any(FOLDER.glob("*.pyd")) else "original"


def client(url: str) -> Akoyaapisv240Client:
    token = OauthToken(id_token="t" * 1200, token_type="bearer", expiry=int(time.time()) + 86_400)
    credentials = AuthorizationCodeAuthCredentials(
        "client", "secret", "https://app.example/callback", oauth_token=token
    )
    if NAME == "wheel":
        made = Akoyaapisv240Client(environment=url, authorization_code_auth_credentials=credentials)
        # v3 asks for it.
        made.acg_auth.touch()
        return made
    # The original has no setting for another host.
    for servers in Configuration.environments.values():
        for server in servers:
            servers[server] = url
    return Akoyaapisv240Client(authorization_code_auth_credentials=credentials)
