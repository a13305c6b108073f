"""`ResultType`."""

from akoyaapisv240.models import ResultType as ResultType
