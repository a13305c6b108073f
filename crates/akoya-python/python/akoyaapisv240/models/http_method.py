"""`HttpMethod`."""

from akoyaapisv240.models import HttpMethod as HttpMethod
