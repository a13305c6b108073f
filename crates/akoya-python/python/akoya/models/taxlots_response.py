"""``akoyaapisv240.models.taxlots_response`` by its later name."""

from akoyaapisv240.models.taxlots_response import *
