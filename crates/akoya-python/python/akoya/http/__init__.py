"""``akoyaapisv240.http`` by its later name."""

from akoyaapisv240.http import *
