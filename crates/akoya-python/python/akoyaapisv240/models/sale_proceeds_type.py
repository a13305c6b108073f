"""`SaleProceedsType`."""

from akoyaapisv240.models import SaleProceedsType as SaleProceedsType
