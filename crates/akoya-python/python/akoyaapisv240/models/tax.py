"""`Tax`."""

from akoyaapisv240.models import Tax as Tax
