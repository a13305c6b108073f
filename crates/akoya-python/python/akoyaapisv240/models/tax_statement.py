"""`TaxStatement`."""

from akoyaapisv240.models import TaxStatement as TaxStatement
