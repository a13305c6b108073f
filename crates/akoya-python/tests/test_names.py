"""The public names: whatever a program imports, passes by position or reads from an object is where it was."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from akoyaapisv240.models.delivery_address_details import DeliveryAddressDetails

#: `Class`, `Class.name`, `Class(parameters)`, `Class.name(parameters)` or `Class{MEMBERS}`.
FACT = re.compile(r"(?P<owner>\w+)(\.(?P<name>\w+))?(\((?P<parameters>.*)\))?(\{(?P<members>.*)\})?")


def facts() -> list[str]:
    lines = Path(__file__).with_name("names.txt").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def parameters(of: Any, wanted: list[str]) -> list[str]:
    """What can be passed by position, as far as it is asked for: with its default where that is."""
    by_position = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    found = [one for one in inspect.signature(of).parameters.values() if one.kind in by_position and one.name != "self"]
    pairs = zip(found, wanted, strict=False)
    return [f"{one.name}={one.default!r}" if "=" in want else one.name for one, want in pairs]


@pytest.mark.parametrize("fact", facts())
def test_a_name_is_where_it_was(fact: str) -> None:
    module, _, rest = fact.partition(" ")
    found = FACT.fullmatch(rest)
    assert found is not None
    of = getattr(import_module(f"akoyaapisv240.{module}"), found["owner"])
    if found["name"]:
        of = getattr(of, found["name"])
    if found["parameters"]:
        wanted = found["parameters"].split(", ")
        assert parameters(of, wanted) == wanted
    for member in found["members"].split(", ") if found["members"] else ():
        name, _, value = member.partition("=")
        held = getattr(of, name)
        assert str(getattr(held, "value", held)) == (value or name)


def test_the_file_has_every_module() -> None:
    modules = {fact.partition(" ")[0] for fact in facts()}
    assert len(modules) == 272


def test_an_attribute_of_the_older_class_comes_first() -> None:
    assert DeliveryAddressDetails("HOME").mtype == "HOME"
