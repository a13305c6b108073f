"""``akoyaapisv240.controllers.account_information_controller`` by its later name."""

from akoyaapisv240.controllers.account_information_controller import AccountInformationController as AccountInformationApi

__all__ = ["AccountInformationApi"]
