"""``akoyaapisv240.models.iso_3166_country_code`` by its later name."""

from akoyaapisv240.models.iso_3166_country_code import *
