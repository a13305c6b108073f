"""Dates and times: the text as it came, and what it says."""

from __future__ import annotations

import copy
import datetime as dt
import pickle

import pytest

from akoyaapisv240 import _akoya
from akoyaapisv240.api_helper import APIHelper
from akoyaapisv240.dates import HttpDateTime, RFC3339DateTime, UnixDateTime

UTC = dt.timezone.utc


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-07-15T14:46:41.375Z", dt.datetime(2021, 7, 15, 14, 46, 41, 375000, UTC)),
        ("2022-01-31T05:00:00Z", dt.datetime(2022, 1, 31, 5, tzinfo=UTC)),
        ("2019-09-16T00:00:00.000+0000", dt.datetime(2019, 9, 16, tzinfo=UTC)),
        ("2019-09-16t00:00:00-05:30", dt.datetime(2019, 9, 16, tzinfo=dt.timezone(-dt.timedelta(hours=5, minutes=30)))),
        ("2026-01-31T23:30:00.1234567", dt.datetime(2026, 1, 31, 23, 30, 0, 123456)),
        ("2021-08-09", dt.datetime(2021, 8, 9)),
    ],
)
def test_documented_forms_are_read_and_the_text_stays(text: str, moment: dt.datetime) -> None:
    account = _akoya.decode("DepositBalances", f'{{"balanceAsOf":"{text}"}}'.encode())
    assert isinstance(account.balance_as_of, APIHelper.RFC3339DateTime)
    assert account.balance_as_of.datetime == moment
    assert account.balance_as_of.datetime.tzinfo == moment.tzinfo
    assert account.balance_as_of.value == str(account.balance_as_of) == text
    assert APIHelper.json_serialize(vars(account)["balance_as_of"]) == f'"{text}"'


@pytest.mark.parametrize(
    "text", ["10", "Tuesday", "05/06/2021", "N/A", "0000-00-00", "", "2021-02-30", "2021-13-01T00:00:00Z", "2021-01-01T25:00:00Z",
             "2021-01-01T00:00:00+", "2021-01-01T00:00:00+010", "2021-01-01x", "2021-01-01T00:00:00.Z", "２０２１-01-01"]
)
def test_nothing_is_guessed(text: str) -> None:
    account = _akoya.decode("DepositBalances", f'{{"balanceAsOf":"{text}","nickname":"kept"}}'.encode())
    assert account.balance_as_of.datetime is None
    assert account.balance_as_of.value == text
    assert account.nickname == "kept"


def test_date_is_a_date_and_keeps_what_else_the_text_says() -> None:
    form = _akoya.decode("FormW2", b'{"taxFormDate":"2021-08-09"}')
    assert form.tax_form_date == dt.date(2021, 8, 9)
    assert type(form.tax_form_date) is dt.date
    form = _akoya.decode("FormW2", b'{"taxFormDate":"2021-08-09T00:00:00Z"}')
    assert form.tax_form_date == dt.date(2021, 8, 9)
    assert form.tax_form_date.value == "2021-08-09T00:00:00Z"
    for other in (copy.deepcopy(form), pickle.loads(pickle.dumps(form)), form):
        assert APIHelper.json_serialize(other) == '{"taxFormDate":"2021-08-09T00:00:00Z"}'
    form = _akoya.decode("FormW2", b'{"taxFormDate":"VARIOUS"}')
    assert form.tax_form_date == "VARIOUS"


def test_constructor_keeps_a_datetime_in_the_form_of_the_api() -> None:
    from akoyaapisv240.models.deposit_balances import DepositBalances

    moment = dt.datetime(2021, 7, 15, 14, 46, tzinfo=UTC)
    account = DepositBalances(balance_as_of=moment, maturity_date="2030-01-01")
    assert account.balance_as_of.datetime == moment
    assert account.maturity_date.datetime == dt.datetime(2030, 1, 1)
    assert APIHelper.json_serialize(account) == '{"maturityDate":"2030-01-01","balanceAsOf":"2021-07-15T14:46:00Z"}'


def test_the_three_forms_of_dates_go_both_ways() -> None:
    moment = dt.datetime(1994, 11, 6, 8, 49, 37)
    aware = moment.replace(tzinfo=UTC)
    assert HttpDateTime(aware).value == "Sun, 06 Nov 1994 08:49:37 GMT"
    assert HttpDateTime.from_value("Sun, 06 Nov 1994 08:49:37 GMT").datetime == aware
    assert UnixDateTime(moment).value == 784111777
    assert UnixDateTime.from_value(784111777).datetime == moment
    assert RFC3339DateTime(moment).value == "1994-11-06T08:49:37"
    assert RFC3339DateTime.from_value("1994-11-06T08:49:37Z") == RFC3339DateTime(aware)
    for date in (HttpDateTime(aware), UnixDateTime(moment), RFC3339DateTime(aware)):
        assert pickle.loads(pickle.dumps(date)) == date == copy.deepcopy(date)


def test_datetimes_are_deserialized_by_the_name_of_their_form() -> None:
    assert APIHelper.datetime_deserialize('"2021-08-09"', "RFC3339DateTime") == dt.datetime(2021, 8, 9)
    assert APIHelper.datetime_deserialize("[0, 60]", "UnixDateTime") == [dt.datetime(1970, 1, 1), dt.datetime(1970, 1, 1, 0, 1)]
    assert APIHelper.date_deserialize('["2021-08-09", "soon"]') == [dt.date(2021, 8, 9), None]
