"""``akoyaapisv240.controllers.base_controller`` by its later name."""

from akoyaapisv240.controllers.base_controller import BaseController as BaseApi

__all__ = ["BaseApi"]
