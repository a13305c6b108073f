"""`IndividualName`."""

from akoyaapisv240.models import IndividualName as IndividualName
