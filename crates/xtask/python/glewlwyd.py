"""Becomes Glewlwyd, the provider of the Debian package of that name, for the interop suite.

    glewlwyd.py FOLDER PORT REDIRECT_URI

Makes a database and a configuration in the folder, then is replaced by the server, so that the program that has started this script
can stop the server. A second process sets the server up through its administration API, prints one line of JSON to standard
error (the issuer, the clients with their secrets, the user) and ends.
"""
import gzip
import json
import os
import sqlite3
import sys
import time
from pathlib import Path

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import ECKey

FOLDER, PORT, REDIRECT_URI = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
BASE = f"http://127.0.0.1:{PORT}"
ISSUER = f"{BASE}/api/oidc"
SCHEMA = "/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz"
MODULES = "/usr/lib/glewlwyd"
SCOPES = ["openid", "offline_access"]
LIFETIME = 300

CONFIGURATION = f"""
port={PORT}
bind_address="127.0.0.1"
external_url="{BASE}"
api_prefix="api"
login_url="login.html"
static_files_path="/usr/share/glewlwyd/webapp/"
log_mode="file"
log_level="WARNING"
log_file="{FOLDER}/glewlwyd.log"
cookie_secure=0
cookie_same_site="empty"
session_key="GLEWLWYD2_SESSION_ID"
session_expiration={LIFETIME}
admin_scope="g_admin"
admin_session_authentication="cookie"
profile_scope="g_profile"
profile_session_authentication="cookie"
allow_multiple_user_per_session=true
login_api_enabled=true
user_module_path="{MODULES}/user"
client_module_path="{MODULES}/client"
user_auth_scheme_module_path="{MODULES}/scheme"
plugin_module_path="{MODULES}/plugin"
hash_algorithm="SHA512"
database = {{ type = "sqlite3" path = "{FOLDER}/db.sqlite3" }};
"""


def prepare():
    with sqlite3.connect(FOLDER / "db.sqlite3") as database:
        database.executescript(gzip.open(SCHEMA, "rt").read())
    (FOLDER / "glewlwyd.conf").write_text(CONFIGURATION)


class Administration:
    """The server's API for its administrator, whom every new database has under this name and password."""

    def __init__(self):
        self.session = requests.Session()
        self.add("auth", {"username": "admin", "password": "password"})

    def add(self, kind, entry):
        self.session.post(f"{BASE}/api/{kind}/", json=entry, timeout=10).raise_for_status()


def wait_for_server():
    for _ in range(200):
        try:
            return requests.get(BASE, timeout=10)
        except requests.ConnectionError:
            time.sleep(0.05)
    raise SystemExit("Glewlwyd does not listen")


def plugin():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = serialization.Encoding.PEM
    return {
        "iss": ISSUER,
        "jwt-type": "rsa",
        "jwt-key-size": "256",
        "jwks-show": True,
        "key": key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode(),
        "cert": key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo).decode(),
        "access-token-duration": LIFETIME,
        "refresh-token-duration": 10 * LIFETIME,
        "code-duration": LIFETIME,
        "refresh-token-rolling": True,
        "refresh-token-one-use": "always",
        "auth-type-code-enabled": True,
        "auth-type-code-revoke-replayed": True,
        "auth-type-refresh-enabled": True,
        "auth-type-id-token-enabled": True,
        **{f"auth-type-{name}-enabled": False for name in ("token", "password", "client")},
        "pkce-allowed": True,
        "pkce-required": False,
        "pkce-required-public-client": True,
        "introspection-revocation-allowed": True,
        "introspection-revocation-allow-target-client": True,
        "oauth-par-allowed": True,
        "oauth-par-required": False,
        "oauth-par-request_uri-prefix": "urn:ietf:params:oauth:request_uri:",
        "oauth-par-duration": LIFETIME,
        "oauth-dpop-allowed": True,
        "oauth-dpop-iat-duration": LIFETIME,
        "oauth-dpop-dpop_bound_access_tokens-property": "dpop_bound_access_tokens",
        "allow-non-oidc": True,
        "oauth-as-iss-id": True,
        "client-jwks-parameter": "jwks",
        "subject-type": "public",
        "allowed-scope": SCOPES,
    }


def add_client(administration, name, method, **more):
    # It takes a secret in the header as it is and does not decode it first (RFC 6749 section 2.3.1).
    reserved = "" if method == "client_secret_basic" and name != "reserved" else " with +/&=% in it"
    secret = f"secret-of-{name}{reserved}" if method.startswith("client_secret") else None
    entry = {
        "client_id": name,
        "name": name,
        "enabled": True,
        "confidential": method != "none",
        "redirect_uri": [REDIRECT_URI],
        "authorization_type": ["code", "refresh_token"],
        "token_endpoint_auth_method": [method],
        "scope": SCOPES,
        **more,
    }
    if secret:
        entry |= {"client_secret": secret, "password": secret}
    administration.add("client", entry)
    return secret


def set_up():
    wait_for_server()
    administration = Administration()
    user = {"username": "alice", "password": "password", "enabled": True}
    administration.add("scope", {"name": "offline_access", "display_name": "refresh tokens", "password_required": True, "scheme": {}})
    administration.add("user", {**user, "scope": ["g_profile", *SCOPES]})
    administration.add("mod/plugin", {"module": "oidc", "name": "oidc", "display_name": "oidc", "parameters": plugin()})
    client_key = ECKey.generate_key("P-256", {"kid": "ES256", "alg": "ES256", "use": "sig"})
    clients = {
        "basic": add_client(administration, "basic", "client_secret_basic"),
        "body": add_client(administration, "body", "client_secret_post"),
        "reserved": add_client(administration, "reserved", "client_secret_basic"),
        "public": add_client(administration, "public", "none"),
        "key": add_client(administration, "key", "private_key_jwt", jwks={"keys": [client_key.as_dict(private=False)]}),
        "pushed": add_client(administration, "pushed", "client_secret_basic"),
        "dpop": add_client(administration, "dpop", "client_secret_basic", dpop_bound_access_tokens="yes"),
    }
    ready = {"issuer": ISSUER, "redirect_uri": REDIRECT_URI, "scopes": ["offline_access"], "clients": clients, "client_key": client_key.as_dict(private=True), "user": user}
    print(json.dumps(ready), file=sys.stderr, flush=True)


if __name__ == "__main__":
    prepare()
    if os.fork() == 0:
        set_up()
    else:
        os.execv("/usr/bin/glewlwyd", ["glewlwyd", "--config-file", str(FOLDER / "glewlwyd.conf")])
