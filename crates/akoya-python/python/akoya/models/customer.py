"""``akoyaapisv240.models.customer`` by its later name."""

from akoyaapisv240.models.customer import *
