"""`PeriodCertainGuarantee`."""

from akoyaapisv240.models import PeriodCertainGuarantee as PeriodCertainGuarantee
