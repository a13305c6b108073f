"""``akoyaapisv240.models.inv_401_k_surce`` by its later name."""

from akoyaapisv240.models.inv_401_k_surce import *
