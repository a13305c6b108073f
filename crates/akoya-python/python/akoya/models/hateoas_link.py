"""``akoyaapisv240.models.hateoas_link`` by its later name."""

from akoyaapisv240.models.hateoas_link import *
