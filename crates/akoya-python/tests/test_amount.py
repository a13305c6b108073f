"""Numbers that are exact and that old code takes for floats."""

from __future__ import annotations

import copy
import json
import math
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from akoyaapisv240.amount import Amount

EXACT = "9007199254740993.01"


@pytest.mark.parametrize("text", ["0", "-0", "0.10", "-12.50", "1e3", "1E+3", EXACT, "1234567890123456789012345678901234.5", "1e-400"])
def test_digits_stay(text: str) -> None:
    amount = Amount(text)
    assert str(amount) == repr(amount) == f"{amount}" == text
    assert amount.decimal == Decimal(text)
    for other in (copy.copy(amount), copy.deepcopy(amount), pickle.loads(pickle.dumps(amount))):
        assert (type(other), str(other)) == (Amount, text)


@pytest.mark.parametrize("text", ["", "NaN", "Infinity", "-inf", "1,000", "1_000", " 1", "+1", ".5", "5.", "0x1", "١", '"1"'])
def test_text_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="decimal digits"):
        Amount(text)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_what_is_no_finite_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="decimal digits"):
        Amount(value)


def test_it_is_made_of_every_kind_of_number() -> None:
    assert str(Amount(7)) == "7"
    assert str(Amount(0.1)) == "0.1"
    assert str(Amount(Decimal("0.10"))) == "0.10"
    assert str(Amount(Decimal("1E+3"))) == "1000"
    assert str(Amount(Amount("0.10"))) == "0.10"


def test_old_code_takes_it_for_a_float() -> None:
    amount = Amount("12.50")
    assert isinstance(amount, float)
    assert amount == 12.5
    assert 12 < amount < 12.6
    assert amount * 0.5 == 6.25
    assert 0.5 + amount == 13.0
    assert amount / 2 == 6.25
    assert amount**2 == 156.25
    assert math.floor(amount) == 12
    assert math.ceil(amount) == 13
    assert max(amount, 3) is amount
    assert json.dumps({"amount": amount}) == '{"amount": 12.5}'
    assert "%.2f" % amount == "12.50"
    assert {12.5: "found"}[amount] == "found"
    assert round(amount) == 12
    assert int(amount) == 12
    assert bool(Amount("0.00")) is False


def test_arithmetic_that_can_be_exact_is() -> None:
    assert str(Amount("0.1") + Amount("0.2")) == "0.3"
    assert str(sum([Amount("0.10")] * 3)) == "0.30"
    assert str(Amount(EXACT) - 1) == "9007199254740992.01"
    assert str(1 - Amount("0.9")) == "0.1"
    assert str(3 * Amount("0.10")) == "0.30"
    assert Amount("0.1") + Decimal("0.2") == Decimal("0.3")
    assert Decimal("0.3") / Amount("3") == Decimal("0.1")
    assert str(-Amount(EXACT)) == "-" + EXACT
    assert str(abs(Amount("-0.10"))) == "0.10"
    assert str(round(Amount("2.675"), 2)) == "2.68"
    assert Fraction(Amount("0.1")) == Fraction(1, 10)
    assert Amount("3.00").is_integer()
    assert not Amount(EXACT).is_integer()


def test_comparison_is_exact_where_both_sides_are() -> None:
    assert Amount("1.5") == Amount("1.50")
    assert hash(Amount("1.5")) == hash(Amount("1.50")) == hash(1.5)
    # A float that is only near to the number has another hash, and the same equality as ever.
    assert Amount("0.1") == 0.1
    assert Amount(EXACT) != Amount("9007199254740993.02")
    assert Amount(EXACT) > 9007199254740993
    assert Amount("0.1") == Decimal("0.1")
    assert Amount("0.1") <= 0.1
    assert Amount("0.1") != "0.1"


def test_formats_round_the_exact_value() -> None:
    assert f"{Amount(EXACT):,.2f}" == "9,007,199,254,740,993.01"
    assert f"{Amount('1234.5'):>10.2f}" == "   1234.50"
    assert f"{Amount('0.125'):.1%}" == "12.5%"
    assert "{:.2f}".format(Amount("2.675")) == "2.68"


@pytest.mark.parametrize("text", ["1e999999999", "-1e-999999999", "0e999999999"])
def test_number_that_would_fill_the_memory_is_not_written_out(text: str) -> None:
    amount = Amount(text)
    assert str(amount) == text
    assert amount.decimal == Decimal(text)
    assert (amount > 1) is (text == "1e999999999")
    for write in (int, round, math.floor, math.ceil, "{:.2f}".format, lambda it: round(it, 2), Amount.is_integer, Amount.as_integer_ratio):
        with pytest.raises(OverflowError, match="too many digits"):
            write(amount)


#: Exponents that no `Decimal` has.
BEYOND = ["1e99999999999999999999", "-15e99999999999999999999", "1e-99999999999999999999", "-2.50e-99999999999999999999"]


@pytest.mark.parametrize("text", ["0", "-0", "0.00", "7", "7.0", "0.10", "-12.50", "1e3", EXACT, "1e400", "1e-400", "0e99999999999999999999"])
def test_what_is_equal_has_one_hash(text: str) -> None:
    amount = Amount(text)
    value = amount.decimal
    equal = [value, Amount(str(value.normalize())), *([int(value)] if value == value.to_integral_value() and abs(value) < 10**20 else [])]
    for other in equal:
        assert amount == other
        assert hash(amount) == hash(other)
        assert {amount: "found"}[other] == "found"


def test_an_exponent_that_no_decimal_has_is_compared_and_hashed() -> None:
    low, high = [Amount(text) for text in ("-15e99999999999999999999", "-2.50e-99999999999999999999")], [Amount(BEYOND[2]), Amount(BEYOND[0])]
    ordered = [low[0], Amount("-1e400"), -1, low[1], 0, high[0], Decimal("1e-400"), 1, 10**400, high[1]]
    assert sorted(reversed(ordered)) == ordered
    for at, one in enumerate(ordered):
        assert [one == other for other in ordered] == [at == place for place in range(len(ordered))]
    assert Amount("1.50e99999999999999999999") == Amount("15e99999999999999999998")
    assert hash(Amount("1.50e99999999999999999999")) == hash(Amount("15e99999999999999999998"))
    assert Amount(BEYOND[0]) != float("inf") or math.isinf(Amount(BEYOND[0]))
    assert Amount(BEYOND[0]) != Decimal("NaN")


@pytest.mark.parametrize("text", BEYOND)
def test_an_exponent_that_no_decimal_has_raises_nothing_odd(text: str) -> None:
    amount = Amount(text)
    assert (str(amount), bool(amount), str(-(-amount)), str(abs(amount))) == (text, True, text, text.removeprefix("-"))
    assert pickle.loads(pickle.dumps(amount)) == amount
    does: list[Callable[[], object]] = [lambda: amount.decimal, lambda: amount + 1, lambda: int(amount), lambda: round(amount, 2), lambda: f"{amount:.2f}"]
    for do in does:
        with pytest.raises(OverflowError):
            do()


def test_a_result_that_cannot_be_exact_is_refused() -> None:
    for one, other in (("1e5000", "1"), ("1e-999999", "1e-999999")):
        with pytest.raises(OverflowError, match="too many digits"):
            Amount(one) + Amount(other) if one == "1e5000" else Amount(one) * Amount(other)


def test_an_amount_does_not_change() -> None:
    amount = copy.copy(Amount("1.50"))
    with pytest.raises(AttributeError):
        amount.json = "2"  # type: ignore[misc]
    assert (amount.json, str(amount)) == ("1.50", "1.50")
