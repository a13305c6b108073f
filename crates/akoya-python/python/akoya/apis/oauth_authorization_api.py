"""``akoyaapisv240.controllers.oauth_authorization_controller`` by its later name."""

from akoyaapisv240.controllers.oauth_authorization_controller import OauthAuthorizationController as OauthAuthorizationApi

__all__ = ["OauthAuthorizationApi"]
