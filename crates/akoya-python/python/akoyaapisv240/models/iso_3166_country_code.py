"""`Iso3166CountryCode`."""

from akoyaapisv240.models import Iso3166CountryCode as Iso3166CountryCode
