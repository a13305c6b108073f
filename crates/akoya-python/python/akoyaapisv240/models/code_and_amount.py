"""`CodeAndAmount`."""

from akoyaapisv240.models import CodeAndAmount as CodeAndAmount
