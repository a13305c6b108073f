"""``akoyaapisv240.models.domicile`` by its later name."""

from akoyaapisv240.models.domicile import *
