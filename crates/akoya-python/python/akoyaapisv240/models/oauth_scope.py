"""`OauthScope`."""

from akoyaapisv240.models import OauthScope as OauthScope
