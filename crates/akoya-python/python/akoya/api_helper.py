"""``akoyaapisv240.api_helper`` by its later name."""

from akoyaapisv240.api_helper import *
