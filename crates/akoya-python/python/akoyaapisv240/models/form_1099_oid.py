"""`Form1099Oid`."""

from akoyaapisv240.models import Form1099Oid as Form1099Oid
