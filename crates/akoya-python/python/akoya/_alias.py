"""Modules of the later name: each is the module of the first name, with the later names of its classes added."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import types
from collections.abc import Sequence
from typing import Any

_LATER, _FIRST = "akoya.", "akoyaapisv240."


def first_name(name: str) -> str:
    """The first name of a module."""
    rest = name.removeprefix(_LATER)
    if rest == "akoya_client":
        rest = "akoyaapisv_240_client"
    elif rest == "apis":
        rest = "controllers"
    elif rest.startswith("apis."):
        module = rest.removeprefix("apis.").removesuffix("_api")
        rest = f"controllers.{module}_controller"
    return _FIRST + rest


class Finder:
    """Finds the modules of the later name, but for the two that it has itself."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Finds a module by its name."""
        if not name.startswith(_LATER):
            return None
        try:
            first = importlib.import_module(first_name(name))
        except ModuleNotFoundError:
            return None
        return importlib.machinery.ModuleSpec(name, Loader(first), is_package=hasattr(first, "__path__"))


class Loader(importlib.abc.Loader):
    """Makes the module of a later name."""

    def __init__(self, first: types.ModuleType) -> None:
        self._first = first

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Makes a module whose names are those of the first one."""
        return _Alias(spec.name, self._first)

    def exec_module(self, module: types.ModuleType) -> None:
        """Does nothing: the first module has run."""


class _Alias(types.ModuleType):
    """A module whose names are those of another."""

    def __init__(self, name: str, first: types.ModuleType) -> None:
        super().__init__(name, first.__doc__)
        self.__dict__["_first"] = first

    def __getattr__(self, name: str) -> Any:
        first = self.__dict__["_first"]
        for known in (name, *_first_classes(name)):
            if hasattr(first, known):
                return getattr(first, known)
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return dir(self.__dict__["_first"])


def _first_classes(name: str) -> list[str]:
    if name == "AkoyaClient":
        return ["Akoyaapisv240Client"]
    return [name.removesuffix("Api") + "Controller"] if name.endswith("Api") else []
