"""``akoyaapisv240.models.equity_grant`` by its later name."""

from akoyaapisv240.models.equity_grant import *
