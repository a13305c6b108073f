"""``akoyaapisv240.http.http_response`` by its later name."""

from akoyaapisv240.http.http_response import *
