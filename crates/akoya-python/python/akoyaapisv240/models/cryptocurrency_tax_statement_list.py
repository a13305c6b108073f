"""`CryptocurrencyTaxStatementList`."""

from akoyaapisv240.models import CryptocurrencyTaxStatementList as CryptocurrencyTaxStatementList
