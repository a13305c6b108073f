"""`DebitCreditMemo`."""

from akoyaapisv240.models import DebitCreditMemo as DebitCreditMemo
