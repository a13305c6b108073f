"""``akoyaapisv240.http.http_request`` by its later name."""

from akoyaapisv240.http.http_request import *
