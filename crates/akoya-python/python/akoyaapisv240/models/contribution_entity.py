"""`ContributionEntity`."""

from akoyaapisv240.models import ContributionEntity as ContributionEntity
