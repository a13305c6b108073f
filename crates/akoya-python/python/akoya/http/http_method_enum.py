"""``akoyaapisv240.http.http_method_enum`` by its later name."""

from akoyaapisv240.http.http_method_enum import *
