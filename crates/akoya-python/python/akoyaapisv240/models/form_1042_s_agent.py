"""`Form1042SAgent`."""

from akoyaapisv240.models import Form1042SAgent as Form1042SAgent
