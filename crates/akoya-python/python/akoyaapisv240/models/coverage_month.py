"""`CoverageMonth`."""

from akoyaapisv240.models import CoverageMonth as CoverageMonth
