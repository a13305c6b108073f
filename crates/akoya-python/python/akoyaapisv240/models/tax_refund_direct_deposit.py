"""`TaxRefundDirectDeposit`."""

from akoyaapisv240.models import TaxRefundDirectDeposit as TaxRefundDirectDeposit
