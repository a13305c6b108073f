"""The walk of Akoya's own test-suite through the consent pages, with plain HTTP: what a page's form says is what is sent."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import requests


class Page(HTMLParser):
    """A page with one form."""

    def __init__(self, response):
        super().__init__()
        self.url = response.url
        self.action, self.fields, self.boxes, self.buttons, self.button = None, [], [], {}, None
        self.feed(response.text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            assert self.action is None, "more than one form"
            self.action = attributes["action"]
        elif tag == "input":
            (self.boxes if attributes["type"] == "checkbox" else self.fields).append(attributes)
        elif tag == "button":
            self.button = attributes

    def handle_data(self, data):
        if self.button is not None:
            self.buttons[data.strip()] = self.button
            self.button = None

    def field(self, kind):
        """The only field of a type: the selector `input[type=…]`."""
        (field,) = [field for field in self.fields if field["type"] == kind]
        return field

    def accounts(self):
        """The selector `input[type=checkbox][name=account]`."""
        return [box for box in self.boxes if box["name"] == "account"]

    def press(self, words, ticked=()):
        """Sends the form with the button that says this, as a browser does; returns the next page."""
        button = self.buttons[words]
        assert button["type"] == "submit"
        form = [(field["name"], field.get("value", "")) for field in [*self.fields, *ticked]]
        if "name" in button:
            form.append((button["name"], button["value"]))
        return requests.post(urljoin(self.url, self.action), data=form, allow_redirects=False, timeout=10)


def pages(authorization_url, user):
    """Signs in and accepts the terms; returns all three pages."""
    sign_in = Page(requests.get(authorization_url, timeout=10))
    sign_in.field("text")["value"] = sign_in.field("password")["value"] = user
    terms = Page(sign_in.press("Sign in →"))
    accounts = Page(terms.press("Next"))
    return sign_in, terms, accounts


def decide(authorization_url, user, words="Approve"):
    """Gives the consent for every account, or refuses it; returns the redirect with the decision."""
    *_, page = pages(authorization_url, user)
    assert page.accounts(), "no account to choose"
    redirect = page.press(words, ticked=page.accounts())
    assert redirect.status_code == 302, redirect.text
    return redirect.headers["Location"]
