"""`TransferAction`."""

from akoyaapisv240.models import TransferAction as TransferAction
