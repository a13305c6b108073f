"""`Statement`."""

from akoyaapisv240.models import Statement as Statement
