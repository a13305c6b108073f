"""The base of the models, and of their enumerations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akoyaapisv240._akoya import Record, attributes_of

# An argument that was not given; a value that no attribute has by chance.
SKIP: Any = "".join(("#", "absent", "#"))


class Model(Record):
    """An object of the API.

    An attribute that was absent is not set: ``hasattr`` is false. ``None`` stands for ``null``. What the class does not know is in
    ``additional_properties``, by its name in JSON. Attributes are read when they are first asked for.
    """

    __slots__ = ()

    if not TYPE_CHECKING:

        @property
        def __dict__(self):
            return attributes_of(self)

    def __delattr__(self, name: str, /) -> None:
        # An attribute that is still in the text only would come back.
        attributes_of(self)
        super().__delattr__(name)


class Enumeration:
    """The values of a field that the API description has. They are strings, and a provider may send others."""

    _all_values: list[str]

    @classmethod
    def validate(cls, value: object) -> bool:
        """Returns whether the API description has a value."""
        return value in cls._all_values
