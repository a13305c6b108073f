"""The base of the models, and of their enumerations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from akoyaapisv240._akoya import Record, attributes_of, model_fields

# An argument that was not given; a value that no attribute has by chance.
SKIP: Any = "".join(("#", "absent", "#"))


class _Signature:
    """What a constructor takes, for ``inspect.signature`` and the editors that ask it."""

    def __get__(self, _: object, of: type[Any]) -> Any:
        # Here, because it is slow to load.
        from inspect import Parameter, Signature

        if "_class" not in vars(of):
            raise AttributeError("__signature__")
        kind = Parameter.POSITIONAL_OR_KEYWORD
        parameters = []
        for name, _wire, annotation, is_required, _about in model_fields(of.__name__)[1]:
            default = Parameter.empty if is_required else SKIP
            parameters.append(Parameter(name, kind, default=default, annotation=f"{annotation} | None"))
        extra = Parameter("additional_properties", kind, default=None, annotation="dict[str, Any] | None")
        return Signature([*parameters, extra])


class Model(Record):
    """An object of the API.

    An attribute that was absent is not set: ``hasattr`` is false. ``None`` stands for ``null``. What the class does not know is in
    ``additional_properties``, by its name in JSON. Attributes are read when they are first asked for.
    """

    __slots__ = ()

    __signature__ = _Signature()

    if not TYPE_CHECKING:
        # The dictionary of the attributes that have been made, for the extension module.
        _made = vars(Record)["__dict__"]

        @property
        def __dict__(self):
            return attributes_of(self)

    def __delattr__(self, name: str, /) -> None:
        # An attribute that is still in the text only would come back.
        attributes_of(self)
        super().__delattr__(name)


class Case(Model):
    """One of several kinds of objects, known by its single key."""

    __slots__ = ()

    @property
    def error(self) -> Any:
        """What went wrong with this element of a partial response (HTTP 206), wherever the provider put it: an ``Error``, or ``None``."""
        from akoyaapisv240 import models

        found = _error_in(vars(self))
        return None if found is None else models.Error.from_dictionary(found)


def _error_in(fields: dict[str, Any]) -> Any:
    """Looks beside the value, in it, and in its place."""
    if isinstance(fields.get("error"), dict):
        return fields["error"]
    below = (vars(value) if isinstance(value, Model) else value for value in fields.values())
    found = (_error_in(value) for value in below if isinstance(value, dict))
    return next((error for error in found if error is not None), None)


class Enumeration:
    """The values of a field that the API description has. They are strings, and a provider may send others."""

    _all_values: list[str]

    @classmethod
    def validate(cls, value: object) -> bool:
        """Returns whether the API description has a value."""
        return value in cls._all_values
