"""``akoyaapisv240.akoyaapisv_240_client`` by its later name."""

from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client as AkoyaClient

__all__ = ["AkoyaClient"]
