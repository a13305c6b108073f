"""`AnnunityValueBasis`."""

from akoyaapisv240.models import AnnunityValueBasis as AnnunityValueBasis
