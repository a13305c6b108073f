"""`PolicyPremiumTerm`."""

from akoyaapisv240.models import PolicyPremiumTerm as PolicyPremiumTerm
