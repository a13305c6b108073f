"""`OpenOrderEntity`."""

from akoyaapisv240.models import OpenOrderEntity as OpenOrderEntity
