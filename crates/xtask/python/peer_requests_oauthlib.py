"""The adapter of `requests-oauthlib`, as its guide "Refreshing tokens" describes it: the program saves what `refresh_token` and the
automatic refresh return, by a function that it gives as `token_updater`."""

import os

from requests_oauthlib import OAuth2Session

import peer

# The provider is on this machine, without TLS.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"


class RequestsOauthlib:
    def __init__(self, settings, file):
        self.endpoint = settings["token_endpoint"]
        self.extra = {"client_id": settings["client_id"], "client_secret": settings["client_secret"]}
        self.file = file
        self.session = self.session_of(file.read())

    def session_of(self, token):
        return OAuth2Session(
            self.extra["client_id"],
            token=token,
            auto_refresh_url=self.endpoint,
            auto_refresh_kwargs=self.extra,
            token_updater=self.file.replace,
        )

    def install(self, consent):
        session = OAuth2Session(self.extra["client_id"], redirect_uri="http://127.0.0.1:9/callback")
        secret = self.extra["client_secret"]
        token = session.fetch_token(
            self.endpoint, code=consent["code"], client_secret=secret, include_client_id=True
        )
        self.file.replace(token)
        self.session = self.session_of(token)

    def token(self):
        return self.session.token["access_token"]

    def renew(self, refused, timeout):
        if self.token() != refused:
            return self.token()
        token = self.session.refresh_token(self.endpoint, timeout=timeout, **self.extra)
        self.file.replace(token)
        return token["access_token"]


peer.run(RequestsOauthlib)
