"""`Secured`."""

from akoyaapisv240.models import Secured as Secured
