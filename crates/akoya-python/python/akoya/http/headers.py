"""``akoyaapisv240.http.headers`` by its later name."""

from akoyaapisv240.http.headers import *
