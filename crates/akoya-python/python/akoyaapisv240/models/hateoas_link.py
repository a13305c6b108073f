"""`HateoasLink`."""

from akoyaapisv240.models import HateoasLink as HateoasLink
