"""A provider for the interop suite, made of the package canaille.

    canaille_server.py FOLDER REDIRECT_URI

Its user alice signs in with a password on its own pages and consents there. When it is ready it prints one line of
JSON to standard error: the issuer, the user, the clients with their secrets, and the key of the client that signs assertions.
"""
import json
import secrets
import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from joserfc.jwk import ECKey, RSAKey

FOLDER, REDIRECT_URI = Path(sys.argv[1]), sys.argv[2]
USER = {"username": "alice", "password": "alice"}
SCOPES = ["openid", "profile"]


class Quiet(WSGIRequestHandler):
    # One request at a time, because SQLite takes one writer: a connection that says nothing must not hold all up.
    timeout = 5

    def log_message(self, *_):
        pass


def configuration(authority):
    key = RSAKey.generate_key(2048, private=True).as_dict(private=True)
    return {
        "SECRET_KEY": secrets.token_hex(16),
        "SERVER_NAME": authority,
        "PREFERRED_URL_SCHEME": "http",
        "CANAILLE": {
            "DATABASE": "sql",
            "JAVASCRIPT": False,
            "HTMX": False,
            "ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc"]}},
            "LOGGING": {"version": 1, "root": {"level": "ERROR"}},
        },
        # The one in memory finds codes by client alone. The usual hash of passwords takes a noticeable moment.
        "CANAILLE_SQL": {"DATABASE_URI": f"sqlite:///{FOLDER}/db.sqlite3", "PASSWORD_SCHEMES": "plaintext"},
        "CANAILLE_OIDC": {"ACTIVE_JWKS": [{**key, "kid": "server"}], "TRUSTED_DOMAINS": []},
    }


def add_client(name, method, **more):
    # The server does not decode what is in the header, so only one client there has a secret that is encoded.
    text = f"secret-of-{name}" if name == "basic" else f"secret of {name}, with +/&=% in it"
    secret = text if method.startswith("client_secret") else None
    client = models.Client(
        client_id=name,
        client_name=name,
        client_secret=secret,
        client_uri="http://client.example",
        redirect_uris=[REDIRECT_URI],
        grant_types=["authorization_code", "refresh_token"],
        response_types=["code"],
        scope=SCOPES,
        token_endpoint_auth_method=method,
        application_type="native",
        # Its access tokens are JWTs and unique. With an algorithm that signs the same in the same way, a refresh within a
        # second of the last one fails with HTTP 500.
        id_token_signed_response_alg="PS256",
        **more,
    )
    Backend.instance.save(client)
    client.audience = [client]
    Backend.instance.save(client)
    return secret


def main():
    # The issuer has the port in it, so the port comes first.
    with make_server("127.0.0.1", 0, None, handler_class=Quiet) as server:
        authority = f"127.0.0.1:{server.server_port}"
        app = create_app(configuration(authority))
        client_key = ECKey.generate_key("P-256", private=True)
        public = {**client_key.as_dict(private=False), "kid": "client", "use": "sig", "alg": "ES256"}
        with app.app_context(), Backend.instance.session():
            Backend.instance.save(models.User(user_name="alice", formatted_name="Alice", family_name="Alice", emails=["alice@example.com"], password="alice"))
            clients = {
                "basic": add_client("basic", "client_secret_basic"),
                "body": add_client("body", "client_secret_post"),
                # A consent to a client counts for every request that began before it, so the one that is refused is another's.
                "refused": add_client("refused", "client_secret_post"),
                "reserved": add_client("reserved", "client_secret_basic"),
                "public": add_client("public", "none"),
                "key": add_client("key", "private_key_jwt", jwks=json.dumps({"keys": [public]}), token_endpoint_auth_signing_alg="ES256"),
            }
        server.set_app(app)
        key = {**client_key.as_dict(private=True), "kid": "client", "alg": "ES256"}
        print(json.dumps({"issuer": f"http://{authority}", "redirect_uri": REDIRECT_URI, "scopes": SCOPES, "user": USER, "clients": clients, "client_key": key, "ends_a_grant_at_reuse": False}), file=sys.stderr, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
