"""The adapter of `authlib`, as its guide "OAuth 2 Session" describes it: the session saves a refreshed token by the function
`update_token`."""

from authlib.integrations.requests_client import OAuth2Session

import peer


class Authlib:
    def __init__(self, settings, file):
        self.settings = settings
        self.file = file
        self.session = self.session_of(file.read())

    def session_of(self, token):
        return OAuth2Session(
            self.settings["client_id"],
            self.settings["client_secret"],
            token_endpoint_auth_method="client_secret_post",
            token_endpoint=self.settings["token_endpoint"],
            redirect_uri="http://127.0.0.1:9/callback",
            token=token,
            update_token=self.save,
        )

    def save(self, token, refresh_token=None, access_token=None):
        self.file.replace(token)

    def install(self, consent):
        session = self.session_of(None)
        token = session.fetch_token(code=consent["code"], grant_type="authorization_code")
        self.file.replace(token)
        self.session = self.session_of(token)

    def token(self):
        return self.session.token["access_token"]

    def renew(self, refused, timeout):
        if self.token() != refused:
            return self.token()
        return self.session.refresh_token(timeout=timeout)["access_token"]


peer.run(Authlib)
