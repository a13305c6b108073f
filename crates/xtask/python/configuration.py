"""Fills in the configuration files of Schemathesis with what a running sandbox gave out and will take back.

Arguments: the folder of the files, the folder for the filled ones.
"""

import sys
from pathlib import Path
from string import Template

import requests

import application
import consent

USER = "mikomo_7"


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


given = tokens()
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
}
files, filled = map(Path, sys.argv[1:])
for file in files.glob("*.toml"):
    (filled / file.name).write_text(Template(file.read_text()).substitute(values))
