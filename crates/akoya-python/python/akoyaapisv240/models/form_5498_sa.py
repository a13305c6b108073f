"""`Form5498Sa`."""

from akoyaapisv240.models import Form5498Sa as Form5498Sa
