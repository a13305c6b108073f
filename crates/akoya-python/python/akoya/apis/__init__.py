"""``akoyaapisv240.controllers`` by its later name."""

