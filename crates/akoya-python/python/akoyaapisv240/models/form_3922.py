"""`Form3922`."""

from akoyaapisv240.models import Form3922 as Form3922
