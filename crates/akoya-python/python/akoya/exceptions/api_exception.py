"""``akoyaapisv240.exceptions.api_exception`` by its later name."""

from akoyaapisv240.exceptions.api_exception import *
