"""`OptionType`."""

from akoyaapisv240.models import OptionType as OptionType
