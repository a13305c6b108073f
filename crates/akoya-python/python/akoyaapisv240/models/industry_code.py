"""`IndustryCode`."""

from akoyaapisv240.models import IndustryCode as IndustryCode
