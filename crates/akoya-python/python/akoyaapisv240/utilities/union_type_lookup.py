"""The types that are one of several classes."""

from __future__ import annotations

from typing import Any

from akoyaapisv240 import models
from akoyaapisv240._akoya import cases

__all__ = ["UnionTypeLookUp"]

_NAMES = (
    "AkoyaAccountInfoProductAccounts",
    "BalancesAccounts",
    "InvestmentsDetailsAccounts",
    "TransactionsEntityTransactions",
)


class UnionTypeLookUp:
    """Finds the type of a list whose elements are of several classes.

    The class of an element is told by its single key. Each such type is a class too, the base of its cases; an element of a kind that
    this version does not know is an object of the base.
    """

    @staticmethod
    def get(name: str) -> Any:
        """Returns the base of the cases; ``KeyError`` for a name that is none.

        :param name: the name of the type, such as ``BalancesAccounts``
        """
        if name not in _NAMES:
            raise KeyError(name)
        return getattr(models, name)

    @staticmethod
    def cases(name: str) -> dict[str, Any]:
        """Returns the key of each case with its class."""
        return cases(name)
