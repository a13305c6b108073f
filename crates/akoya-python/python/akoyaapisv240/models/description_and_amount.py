"""`DescriptionAndAmount`."""

from akoyaapisv240.models import DescriptionAndAmount as DescriptionAndAmount
