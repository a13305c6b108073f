"""``akoyaapisv240.http.api_response`` by its later name."""

from akoyaapisv240.http.api_response import *
