"""`InteractionType`."""

from akoyaapisv240.models import InteractionType as InteractionType
