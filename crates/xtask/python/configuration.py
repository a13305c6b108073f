"""Fills in the configuration files of Schemathesis with what a running sandbox gave out and will take back.

Arguments: the folder of the files, the folder for the filled ones.
"""

import base64
import json
import os
import sys
from pathlib import Path
from string import Template

import requests

import application
import consent

USER = "mikomo_7"
SERVICE_SCOPE = "notifications_subscriptions advisory app_management_v2"
SUBSCRIPTION = {"category": "CONSENT", "type": "CONSENT_REVOKED", "callbackUrl": "https://app.example/events"}


def tokens():
    form = {
        "grant_type": "authorization_code",
        "code": application.code(USER),
        "redirect_uri": application.REDIRECT_URI,
    }
    client = application.CLIENT_ID, application.CLIENT_SECRET
    response = requests.post(f"{application.IDP}/token", data=form, auth=client, timeout=10)
    response.raise_for_status()
    return response.json()


def service_token():
    form = {"grant_type": "client_credentials", "scope": SERVICE_SCOPE}
    response = requests.post(f"{os.environ['AKOYA_STS_URL']}/oauth2/token", data=form, auth=service_client(), timeout=10)
    response.raise_for_status()
    return response.json()["access_token"]


def service_client():
    return os.environ["AKOYA_SERVICE_CLIENT_ID"], os.environ["AKOYA_SERVICE_CLIENT_SECRET"]


def created(path, body, name):
    """The identifier of something that was made through the service APIs."""
    header = {"Authorization": f"Bearer {token}"}
    response = requests.post(f"{os.environ['AKOYA_SERVICES_URL']}{path}", json=body, headers=header, timeout=10)
    response.raise_for_status()
    return response.json()[name]


def application_of_the_organisation():
    return {
        "client_name": "Schemathesis",
        "description": "Made for requests that are made up.",
        "redirect_uris": ["https://app.example/callback"],
        "logo_uri": "https://app.example/logo.png",
        "contacts": ["team@app.example"],
        "client_uri": "https://app.example",
        "scope": "ACCOUNTS BALANCES",
    }


def consent_id():
    payload = given["id_token"].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["grant_id"]


def outage():
    subscribed = {"category": "MAINTENANCE", "type": "PLANNED_OUTAGE", "callbackUrl": "https://app.example/events"}
    subscription = created("/notifications/v1/subscriptions", subscribed, "subscriptionId")
    return created("/notifications/v1/test", {"id": subscription}, "notificationPayload")["id"]


given = tokens()
token = service_token()
sign_in, terms, accounts = consent.pages(application.authorization_url(), USER)
values = {
    "CLIENT_ID": application.CLIENT_ID,
    "CLIENT_SECRET": application.CLIENT_SECRET,
    "REDIRECT_URI": application.REDIRECT_URI,
    "SCOPE": application.SCOPE,
    "USER": USER,
    "SIGN_IN_TICKET": sign_in.field("hidden")["value"],
    "TERMS_TICKET": terms.field("hidden")["value"],
    "ACCOUNTS_TICKET": accounts.field("hidden")["value"],
    "CODE": application.code(USER),
    "REFRESH_TOKEN": given["refresh_token"],
    "ID_TOKEN": given["id_token"],
    "SERVICE_CLIENT_ID": service_client()[0],
    "SERVICE_CLIENT_SECRET": service_client()[1],
    "SERVICE_TOKEN": token,
    "RECIPIENT_ID": os.environ["AKOYA_RECIPIENT_ID"],
    "CONSENT_ID": consent_id(),
    "APP_ID": created("/manage/v2/apps/register", application_of_the_organisation(), "client_id"),
    "SUBSCRIPTION_ID": created("/notifications/v1/subscriptions", SUBSCRIPTION, "subscriptionId"),
    "MAINTENANCE_ID": outage(),
}
files, filled = map(Path, sys.argv[1:])
for file in files.glob("*.toml"):
    (filled / file.name).write_text(Template(file.read_text()).substitute(values))
