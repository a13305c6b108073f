"""`TypeFormType`."""

from akoyaapisv240.models import TypeFormType as TypeFormType
