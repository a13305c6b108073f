"""Exact numbers that old code can treat as floats."""

from __future__ import annotations

import re
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from typing import Any, Union

__all__ = ["Amount"]

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)

# How many digits a number may have when it is written out. A few characters, `1e999999999`, would fill the memory.
_MOST_DIGITS = 1_000_000

# As many digits as no sum of money has. A result that needs more is an error, never a rounded number.
_EXACT = Context(prec=2000, traps=[Inexact])


class Amount(float):
    """A number as it was sent, exact to the last digit.

    It is a float to everything that asks for one: arithmetic with floats, ``math``, NumPy and ``json.dumps`` work as they did.
    What can be exact is: ``str`` and ``repr`` give the digits as they came, ``decimal`` their value; addition, subtraction and
    multiplication with an ``Amount``, an ``int`` or a ``Decimal`` and comparison with these are exact, and formats round the exact
    value. Division, powers and arithmetic with floats give a float.

    >>> Amount("0.10") + Amount("0.20")
    0.30
    >>> f"{Amount('9007199254740993.01'):,.2f}"
    '9,007,199,254,740,993.01'
    """

    __slots__ = ("json",)

    json: str
    """The number in JSON: its digits, in quotes where the provider sent it as a string."""

    def __new__(cls, value: Union[str, int, float, Decimal]) -> Amount:
        digits = _digits(value)
        if not _NUMBER.fullmatch(digits):
            raise ValueError("an amount is a number in decimal digits")
        return _of(digits)

    @property
    def decimal(self) -> Decimal:
        """The exact value."""
        return Decimal(str(self))

    def __repr__(self) -> str:
        return self.json.strip('"')

    __str__ = __repr__

    def __format__(self, spec: str, /) -> str:
        return format(self._written_out(), spec) if spec else str(self)

    def __reduce__(self) -> Any:
        return _of, (self.json,)

    def __copy__(self) -> Amount:
        return self

    def __deepcopy__(self, memo: Any) -> Amount:
        return self

    def __add__(self, other: Any, /) -> Any:
        return self._exact(other, _EXACT.add, float.__add__)

    def __radd__(self, other: Any, /) -> Any:
        return self._exact(other, _EXACT.add, float.__radd__)

    def __sub__(self, other: Any, /) -> Any:
        return self._exact(other, _EXACT.subtract, float.__sub__)

    def __rsub__(self, other: Any, /) -> Any:
        return self._exact(other, lambda a, b: _EXACT.subtract(b, a), float.__rsub__)

    def __mul__(self, other: Any, /) -> Any:
        return self._exact(other, _EXACT.multiply, float.__mul__)

    def __rmul__(self, other: Any, /) -> Any:
        return self._exact(other, _EXACT.multiply, float.__rmul__)

    def __truediv__(self, other: Any, /) -> Any:
        return self.decimal / other if isinstance(other, Decimal) else float.__truediv__(self, other)

    def __rtruediv__(self, other: Any, /) -> Any:
        return other / self.decimal if isinstance(other, Decimal) else float.__rtruediv__(self, other)

    def __neg__(self) -> Amount:
        return _of(_digits(self.decimal.copy_negate()))

    def __pos__(self) -> Amount:
        return self

    def __abs__(self) -> Amount:
        return _of(_digits(self.decimal.copy_abs()))

    def __round__(self, ndigits: Any = None) -> Any:
        if ndigits is None:
            return round(self._written_out())
        return _of(_digits(self._written_out().quantize(Decimal(1).scaleb(-ndigits), context=Context(prec=2000))))

    def __bool__(self) -> bool:
        return bool(self.decimal)

    def __int__(self) -> int:
        return int(self._written_out())

    def __trunc__(self) -> int:
        return int(self._written_out())

    def __floor__(self) -> int:
        return self._written_out().__floor__()

    def __ceil__(self) -> int:
        return self._written_out().__ceil__()

    def is_integer(self) -> bool:
        """Whether the value is a whole number."""
        return Fraction(self._written_out()).denominator == 1

    def as_integer_ratio(self) -> tuple[int, int]:
        """The exact value as a fraction."""
        return self._written_out().as_integer_ratio()

    def __eq__(self, other: object, /) -> bool:
        value = _exact_value(other)
        return float.__eq__(self, other) if value is None else self.decimal == value

    def __ne__(self, other: object, /) -> bool:
        return not self == other

    def __lt__(self, other: Any, /) -> bool:
        value = _exact_value(other)
        return float.__lt__(self, other) if value is None else self.decimal < value

    def __le__(self, other: Any, /) -> bool:
        value = _exact_value(other)
        return float.__le__(self, other) if value is None else self.decimal <= value

    def __gt__(self, other: Any, /) -> bool:
        value = _exact_value(other)
        return float.__gt__(self, other) if value is None else self.decimal > value

    def __ge__(self, other: Any, /) -> bool:
        value = _exact_value(other)
        return float.__ge__(self, other) if value is None else self.decimal >= value

    # That of the float: equal amounts are equal floats.
    __hash__ = float.__hash__

    def _written_out(self) -> Decimal:
        """Returns the value if it can be written without an exponent."""
        value = self.decimal
        _, _, exponent = value.as_tuple()
        if not isinstance(exponent, int) or abs(exponent) > _MOST_DIGITS:
            raise OverflowError("the number has too many digits to be written out")
        return value

    def _exact(self, other: Any, exact: Any, inexact: Any) -> Any:
        if isinstance(other, Decimal):
            return exact(self.decimal, other)
        value = _exact_value(other)
        return inexact(self, other) if value is None else _of(_digits(exact(self.decimal, value)))


def _of(json: str) -> Amount:
    """Makes an amount of digits that are known to be a number."""
    amount = float.__new__(Amount, json.strip('"'))
    amount.json = json
    return amount


def _digits(value: Union[str, int, float, Decimal]) -> str:
    """Returns a number as JSON has it."""
    if isinstance(value, Decimal):
        # In JSON, as in the amounts of the API, the digits before a point are written out unless they are many.
        _, _, exponent = value.as_tuple()
        return f"{value:f}" if isinstance(exponent, int) and -50 < exponent <= 50 else str(value)
    if isinstance(value, float) and not isinstance(value, Amount):
        return float.__repr__(value)
    return str(value)


def _exact_value(other: object) -> Union[Decimal, int, None]:
    """Returns the exact value of what has one; a float is only near to the number that it was made of."""
    if isinstance(other, Amount):
        return other.decimal
    return other if isinstance(other, (int, Decimal)) else None
