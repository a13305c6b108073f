"""`Form1042SRecipient`."""

from akoyaapisv240.models import Form1042SRecipient as Form1042SRecipient
