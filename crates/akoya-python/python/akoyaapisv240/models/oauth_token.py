"""`OauthToken`."""

from akoyaapisv240.models import OauthToken as OauthToken
