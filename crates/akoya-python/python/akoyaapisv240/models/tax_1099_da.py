"""`Tax1099Da`."""

from akoyaapisv240.models import Tax1099Da as Tax1099Da
