"""`AnnunityProductType`."""

from akoyaapisv240.models import AnnunityProductType as AnnunityProductType
