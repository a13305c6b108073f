"""Exact numbers that old code can treat as floats."""

from __future__ import annotations

import operator
import re
from decimal import Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction
from typing import Any, Optional, Union

__all__ = ["Amount"]

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)

# How many digits a number may have when it is written out. A few characters, `1e999999999`, would fill the memory.
_MOST_DIGITS = 1_000_000

# As many digits as no sum of money has. A result that needs more is an error, never a rounded number.
_EXACT = Context(prec=2000, traps=[Inexact, InvalidOperation])


class Amount(float):
    """A number as it was sent, exact to the last digit.

    It is a float to everything that asks for one: arithmetic with floats, ``math``, NumPy and ``json.dumps`` work as they did.
    What can be exact is: ``str`` and ``repr`` give the digits as they came, ``decimal`` their value; addition, subtraction and
    multiplication with an ``Amount``, an ``int`` or a ``Decimal`` and comparison with these are exact, and formats round the exact
    value. Division, powers and arithmetic with floats give a float.

    What works on floats alone sees the float that is nearest to the number: ``math``, ``json.dumps``, ``struct``, ``array``, NumPy, pandas,
    and ``%`` formats. It is infinite, or 0, for a number beyond a float's range. Give these ``str(amount)`` or ``amount.decimal`` where the
    digits matter.

    Comparison with a float is that of floats, as it always was: ``Amount("0.1") == 0.1``. Amounts, ``Decimal``s and ``int``s that are equal
    have the same hash; so has a float that is exactly the number, such as ``0.5``, but ``0.1`` is not the number 0.1, so a dictionary does
    not find one by the other. A ``Decimal`` on the left of a comparison takes the amount for its float: write the amount first, or compare
    ``amount.decimal``.

    >>> Amount("0.10") + Amount("0.20")
    0.30
    >>> f"{Amount('9007199254740993.01'):,.2f}"
    '9,007,199,254,740,993.01'
    """

    __slots__ = ("_json",)

    _json: str

    def __new__(cls, value: Union[str, int, float, Decimal]) -> Amount:
        digits = _digits(value)
        if not _NUMBER.fullmatch(digits):
            raise ValueError("an amount is a number in decimal digits")
        return _of(digits)

    @property
    def json(self) -> str:
        """The number in JSON: its digits, in quotes where the provider sent it as a string."""
        return self._json

    @property
    def decimal(self) -> Decimal:
        """The exact value. ``OverflowError`` when its exponent is beyond what ``Decimal`` has."""
        value = self._value()
        if value is None:
            raise OverflowError("the number has too large an exponent for a Decimal")
        return value

    def _value(self) -> Optional[Decimal]:
        """Returns the exact value, if a ``Decimal`` can have its exponent."""
        text = self._json.strip('"')
        try:
            return Decimal(text, _EXACT)
        except InvalidOperation:
            return None if _is_any(text) else Decimal("-0" if text.startswith("-") else "0")

    def __repr__(self) -> str:
        return self._json.strip('"')

    __str__ = __repr__

    def __format__(self, spec: str, /) -> str:
        return format(self._written_out(), spec) if spec else str(self)

    def __reduce__(self) -> Any:
        return _of, (self._json,)

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
        text = str(self)
        return _of(text[1:] if text.startswith("-") else f"-{text}")

    def __pos__(self) -> Amount:
        return self

    def __abs__(self) -> Amount:
        return _of(str(self).removeprefix("-"))

    def __round__(self, ndigits: Any = None) -> Any:
        if ndigits is None:
            return round(self._written_out())
        return _of(_digits(self._written_out().quantize(Decimal(1).scaleb(-ndigits), context=Context(prec=2000))))

    def __bool__(self) -> bool:
        return _is_any(str(self))

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
        return self._compare(other, operator.eq, float.__eq__)  # type: ignore[no-any-return]

    def __ne__(self, other: object, /) -> bool:
        return not self == other

    def __lt__(self, other: Any, /) -> bool:
        return self._compare(other, operator.lt, float.__lt__)  # type: ignore[no-any-return]

    def __le__(self, other: Any, /) -> bool:
        return self._compare(other, operator.le, float.__le__)  # type: ignore[no-any-return]

    def __gt__(self, other: Any, /) -> bool:
        return self._compare(other, operator.gt, float.__gt__)  # type: ignore[no-any-return]

    def __ge__(self, other: Any, /) -> bool:
        return self._compare(other, operator.ge, float.__ge__)  # type: ignore[no-any-return]

    def __hash__(self) -> int:
        value = self._value()
        return hash(_size(str(self)) if value is None else value)

    def _compare(self, other: Any, exactly: Any, roughly: Any) -> Any:
        """Compares exactly with what has an exact value, and otherwise as a float, which is only near to the number it was made of."""
        if not isinstance(other, (Amount, int, Decimal)):
            return roughly(self, other)
        value, others = self._value(), other._value() if isinstance(other, Amount) else other
        if value is not None and others is not None:
            return exactly(value, others)
        if isinstance(other, Decimal) and not other.is_finite():
            return roughly(self, other)
        return exactly(_size(str(self)), _size(str(other)))

    def _written_out(self) -> Decimal:
        """Returns the value if it can be written without an exponent."""
        value = self._value()
        exponent = None if value is None else value.as_tuple().exponent
        if value is None or not isinstance(exponent, int) or abs(exponent) > _MOST_DIGITS:
            raise OverflowError("the number has too many digits to be written out")
        return value

    def _exact(self, other: Any, exact: Any, inexact: Any) -> Any:
        if not isinstance(other, (Amount, int, Decimal)):
            return inexact(self, other)
        value = other.decimal if isinstance(other, Amount) else other
        try:
            result = exact(self.decimal, value)
        except Inexact:
            raise OverflowError("the exact result has too many digits") from None
        return result if isinstance(other, Decimal) else _of(_digits(result))


def _of(json: str) -> Amount:
    """Makes an amount of digits that are known to be a number."""
    amount = float.__new__(Amount, json.strip('"'))
    amount._json = json
    return amount


def _digits(value: Union[str, int, float, Decimal]) -> str:
    """Returns a number as JSON has it."""
    if isinstance(value, Decimal):
        text = str(value)
        if "E" not in text:
            return text
        # In JSON, as in the amounts of the API, the digits before a point are written out unless they are many.
        _, _, exponent = value.as_tuple()
        return f"{value:f}" if isinstance(exponent, int) and -50 < exponent <= 50 else text
    if isinstance(value, float) and not isinstance(value, Amount):
        return float.__repr__(value)
    return str(value)


def _is_any(text: str) -> bool:
    """Returns whether a number is not zero."""
    return any(digit in "123456789" for digit in re.split("[eE]", text, maxsplit=1)[0])


def _size(text: str) -> tuple[int, int, Decimal]:
    """Returns what orders numbers as their values do, however large the exponent: the sign, the place of the first digit, and the digits as
    a number from 1 up to 10."""
    significand, _, exponent = text.lower().partition("e")
    value = Decimal(significand)
    if not value:
        return 0, 0, value
    sign = -1 if value < 0 else 1
    place = value.adjusted() + int(exponent or 0)
    return sign, sign * place, value.scaleb(-value.adjusted(), _EXACT).normalize(_EXACT)
