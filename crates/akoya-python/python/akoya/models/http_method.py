"""``akoyaapisv240.models.http_method`` by its later name."""

from akoyaapisv240.models.http_method import *
