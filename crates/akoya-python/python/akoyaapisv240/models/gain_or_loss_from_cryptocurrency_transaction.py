"""`GainOrLossFromCryptocurrencyTransaction`."""

from akoyaapisv240.models import GainOrLossFromCryptocurrencyTransaction as GainOrLossFromCryptocurrencyTransaction
