"""`TaxStatementList`."""

from akoyaapisv240.models import TaxStatementList as TaxStatementList
