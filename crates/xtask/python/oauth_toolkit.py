"""A provider for the interop suite, made of the package django-oauth-toolkit.

    oauth_toolkit.py FOLDER REDIRECT_URI GRACE_SECONDS

Everybody is the user alice, who consents without a page; only the client `asks` shows the toolkit's own form. Without a
grace period the second use of a refresh token revokes the family. When it is ready it prints one line of JSON to standard
error: the issuer and the clients with their secrets.
"""
import json
import secrets
import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.wsgi import get_wsgi_application

FOLDER, REDIRECT_URI, GRACE = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
USER = "alice"
SCOPES = {"openid": "identity", "offline_access": "refresh tokens"}
LIFETIME = 300


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


class AlwaysSignedIn:
    """Puts the user into every request."""

    def __init__(self, following):
        self.following = following

    def __call__(self, request):
        from django.contrib.auth import get_user_model

        request.user = get_user_model().objects.get(username=USER)
        return self.following(request)


def signing_key():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, *form).decode()


def configure(issuer):
    django_apps = [f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions")]
    processors = ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth"]
    settings.configure(
        SECRET_KEY=secrets.token_hex(16),
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        # Client secrets are hashed as passwords are, and the usual hash takes a noticeable moment.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(FOLDER / "db.sqlite3"), "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE"}}},
        INSTALLED_APPS=[*django_apps, "oauth2_provider"],
        MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware", f"{__name__}.AlwaysSignedIn"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {"context_processors": processors}}],
        LOGGING_CONFIG=None,
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": signing_key(),
            "OIDC_ISS_ENDPOINT": issuer,
            "SCOPES": SCOPES,
            "DEFAULT_SCOPES": ["openid"],
            "PKCE_REQUIRED": True,
            "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
            "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
            "ROTATE_REFRESH_TOKEN": True,
            "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": GRACE,
            "REFRESH_TOKEN_REUSE_PROTECTION": GRACE == 0,
            "ACCESS_TOKEN_EXPIRE_SECONDS": LIFETIME,
            "ID_TOKEN_EXPIRE_SECONDS": LIFETIME,
            "ALLOWED_SCHEMES": ["http"],
            "ALLOWED_REDIRECT_URI_SCHEMES": ["http"],
        },
    )
    django.setup()
    from django.urls import include, path

    # This file is Django's list of addresses too (ROOT_URLCONF).
    global urlpatterns
    urlpatterns = [path("o/", include("oauth2_provider.urls"))]


def add_user():
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    get_user_model().objects.create_user(USER)


def add_client(name, is_public=False, asks=False):
    from oauth2_provider.models import Application

    secret = "" if is_public else f"secret of {name}, with +/&=% in it"
    Application.objects.create(
        name=name,
        client_id=name,
        client_secret=secret,
        client_type=Application.CLIENT_PUBLIC if is_public else Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
        redirect_uris=REDIRECT_URI,
        skip_authorization=not asks,
    )
    return secret or None


def main():
    # The issuer has the port in it, so the port comes first.
    with make_server("127.0.0.1", 0, None, Server, Quiet) as server:
        issuer = f"http://127.0.0.1:{server.server_port}/o"
        configure(issuer)
        add_user()
        clients = {"basic": add_client("basic"), "body": add_client("body"), "public": add_client("public", is_public=True), "asks": add_client("asks", asks=True)}
        server.set_app(get_wsgi_application())
        print(json.dumps({"issuer": issuer, "redirect_uri": REDIRECT_URI, "scopes": list(SCOPES), "clients": clients}), file=sys.stderr, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
