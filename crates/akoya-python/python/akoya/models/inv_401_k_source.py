"""``akoyaapisv240.models.inv_401_k_source`` by its later name."""

from akoyaapisv240.models.inv_401_k_source import *
