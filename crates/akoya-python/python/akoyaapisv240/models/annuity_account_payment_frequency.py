"""`AnnuityAccountPaymentFrequency`."""

from akoyaapisv240.models import AnnuityAccountPaymentFrequency as AnnuityAccountPaymentFrequency
