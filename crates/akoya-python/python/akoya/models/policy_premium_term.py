"""``akoyaapisv240.models.policy_premium_term`` by its later name."""

from akoyaapisv240.models.policy_premium_term import *
