"""``akoyaapisv240.models`` by its later name."""

from akoyaapisv240.models import __all__, __dir__, __getattr__

__all__ = __all__  # noqa: PLW0127
