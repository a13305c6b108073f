"""`Form1097Btc`."""

from akoyaapisv240.models import Form1097Btc as Form1097Btc
