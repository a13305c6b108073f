"""``akoyaapisv240.models.href_link`` by its later name."""

from akoyaapisv240.models.href_link import *
