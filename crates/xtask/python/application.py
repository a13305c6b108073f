"""An application that the sandbox knows, set up by the same variables as the `akoya` command."""

import os
from urllib.parse import parse_qsl, urlencode, urlsplit

import consent

IDP = os.environ["AKOYA_IDP_URL"]
API = os.environ["AKOYA_API_URL"]
CLIENT_ID = os.environ["AKOYA_CLIENT_ID"]
CLIENT_SECRET = os.environ["AKOYA_CLIENT_SECRET"]
# Nothing listens there: the walk reads the redirect and does not follow it.
REDIRECT_URI = "http://127.0.0.1:9/callback"
SCOPE = "openid profile offline_access"


def authorization_url(state="a state of 18 chars"):
    """The authorization request, for a program without an OAuth library."""
    asked = {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": REDIRECT_URI,
        "scope": SCOPE,
        "connector": "mikomo",
        "state": state,
    }
    return f"{IDP}/auth?{urlencode(asked)}"


def code(user):
    """The code of a consent that a user gives."""
    return dict(parse_qsl(urlsplit(consent.decide(authorization_url(), user)).query))["code"]
