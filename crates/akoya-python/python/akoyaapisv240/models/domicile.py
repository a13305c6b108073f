"""`Domicile`."""

from akoyaapisv240.models import Domicile as Domicile
