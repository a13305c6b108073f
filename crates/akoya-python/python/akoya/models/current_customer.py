"""``akoyaapisv240.models.current_customer`` by its later name."""

from akoyaapisv240.models.current_customer import *
