"""The whole grant with requests-oauthlib, a client that was written for RFC 6749 and knows nothing of Akoya."""

import json
import os

# oauthlib demands https, and the sandbox is on this machine.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

from oauthlib.oauth2.rfc6749.errors import AccessDeniedError, MissingTokenError, OAuth2Error
from requests_oauthlib import OAuth2Session

import consent
from application import API, CLIENT_ID, CLIENT_SECRET, IDP, REDIRECT_URI, SCOPE

USER = "mikomo_7"
CLAIMED = {"dex": "invalid_request", "hydra": "invalid_grant"}[os.environ["DIALECT"]]
IN_BODY = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


def decided(session, words="Approve"):
    url, _ = session.authorization_url(f"{IDP}/auth", connector="mikomo")
    return consent.decide(url, USER, words)


def exchange(session, callback):
    return session.fetch_token(f"{IDP}/token", authorization_response=callback, auth=(CLIENT_ID, CLIENT_SECRET))


def refresh(session, token):
    return session.refresh_token(f"{IDP}/token", refresh_token=token, **IN_BODY)


def id_token_is_the_bearer(response):
    """What a generic client needs to be told: there is no access_token."""
    body = response.json()
    if "id_token" in body:
        response._content = json.dumps(body | {"access_token": body["id_token"]}).encode()
    return response


def demand_error(expected, call, *arguments):
    """Demands that a call fails with this class, or with this word of the token endpoint."""
    try:
        call(*arguments)
    except OAuth2Error as error:
        assert expected in (type(error), error.error), repr(error)
    else:
        raise AssertionError(f"this should fail with {expected}")


def balances(session):
    return session.get(f"{API}/balances/v2/mikomo")


session = OAuth2Session(CLIENT_ID, redirect_uri=REDIRECT_URI, scope=SCOPE.split())
demand_error(AccessDeniedError, exchange, session, decided(session, "Deny"))
demand_error(MissingTokenError, exchange, session, decided(session))

session.register_compliance_hook("access_token_response", id_token_is_the_bearer)
session.register_compliance_hook("refresh_token_response", id_token_is_the_bearer)
first = exchange(session, decided(session))
assert len(balances(session).json()["accounts"]) == 12

second = refresh(session, first["refresh_token"])
assert second["refresh_token"] != first["refresh_token"]
assert balances(session).status_code == 200
demand_error(CLAIMED, refresh, session, first["refresh_token"])

form = IN_BODY | {"token": second["refresh_token"], "token_type_hint": "refresh_token"}
revocation = session.post(f"{IDP}/revoke", data=form, withhold_token=True)
assert (revocation.status_code, revocation.text) == (200, "")
refused = balances(session)
assert (refused.status_code, refused.json()["code"]) == (401, 602), refused.text
demand_error(CLAIMED, refresh, session, second["refresh_token"])
