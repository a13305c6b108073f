"""``akoyaapisv240.exceptions.error_error_exception`` by its later name."""

from akoyaapisv240.exceptions.error_error_exception import *
