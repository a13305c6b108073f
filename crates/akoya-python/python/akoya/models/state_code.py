"""``akoyaapisv240.models.state_code`` by its later name."""

from akoyaapisv240.models.state_code import *
