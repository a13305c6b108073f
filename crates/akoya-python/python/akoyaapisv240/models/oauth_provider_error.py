"""`OauthProviderError`."""

from akoyaapisv240.models import OauthProviderError as OauthProviderError
