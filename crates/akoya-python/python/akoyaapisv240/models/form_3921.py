"""`Form3921`."""

from akoyaapisv240.models import Form3921 as Form3921
