"""``akoyaapisv240.http.http_call_back`` by its later name."""

from akoyaapisv240.http.http_call_back import *
