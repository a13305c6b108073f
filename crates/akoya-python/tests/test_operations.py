"""Every operation of every group."""

from __future__ import annotations

import itertools
import weakref
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from akoyaapisv240 import _akoya
from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.dates import RFC3339DateTime, UnixDateTime
from akoyaapisv240.exceptions.api_exception import ApiException
from akoyaapisv240.exceptions.error_error_exception import ErrorErrorException
from akoyaapisv240.exceptions.failures import InvalidInputException, TransportException, UnexpectedResponseException
from akoyaapisv240.testing import Sandbox


@pytest.fixture
def client(sandbox: Sandbox) -> Akoyaapisv240Client:
    return sandbox.consented()


def field(value: Any, name: str) -> Any:
    """A field by its wire name, whether the body is an object or a dictionary."""
    import json

    return json.loads(value.text)[name]


def account(client: Akoyaapisv240Client, kind: str) -> str:
    body = client.balances.get_balances("v2", "mikomo")
    return next(entry[kind]["accountId"] for entry in field(body, "accounts") if kind in entry)


def test_accounts_balances_and_investments_are_lists(client: Akoyaapisv240Client) -> None:
    for response in (
        client.account_information.get_accounts_info("v2", "mikomo"),
        client.balances.get_balances("v2", "mikomo", "user", "standard"),
        client.investments.get_accounts("v2", "mikomo", x_akoya_interaction_type="batch"),
    ):
        assert response.is_success() and not response.is_error()
        assert len(field(response, "accounts")) > 1
        assert response.headers["X-Akoya-Interaction-Id"] == response.interaction_id


def test_settings_of_a_call_are_sent(client: Akoyaapisv240Client) -> None:
    chosen = account(client, "depositAccount")
    response = client.balances.get_balances("v2", "mikomo", "user", "raw", [chosen])
    assert response.request is not None
    assert response.request.query_url.endswith(f"/balances/v2/mikomo?accountIds={chosen}&mode=raw")
    assert response.request.headers["x-akoya-interaction-type"] == "user"
    assert "authorization" not in response.request.headers
    assert len(field(response, "accounts")) == 1


def test_the_customer_and_account_holders(client: Akoyaapisv240Client) -> None:
    assert client.customers.customer_info("v2", "mikomo").status_code == 200
    holder = client.customers.get_account_holder(account(client, "depositAccount"), "v2", "mikomo")
    assert holder.status_code == 200


def test_payment_networks(client: Akoyaapisv240Client) -> None:
    response = client.payments.payment_networks("v2", "mikomo", account(client, "depositAccount"))
    assert field(response, "paymentNetworks")


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_the_response_of_a_refused_account_is_its_own(sandbox: Sandbox, client: Akoyaapisv240Client, version: str) -> None:
    chosen = account(client, "depositAccount")
    sandbox.fault({"api_error": {"code": 602}}, on="payments", account=chosen)
    for _ in range(2):
        with pytest.raises(ApiException) as raised:
            client.payments.payment_networks(version, "mikomo", chosen, "BATCH" if version == "v3" else None)
        error = raised.value
        assert type(error) is ErrorErrorException
        assert error.response is not None
        assert (error.response_code, error.response.status_code, error.code) == (401, 401, 602)
        assert chosen not in error.response.text


def test_tax_lots(client: Akoyaapisv240Client) -> None:
    accounts = field(client.investments.get_accounts("v2", "mikomo"), "accounts")
    holding = next(
        (entry["investmentAccount"]["accountId"], entry["investmentAccount"]["holdings"][0]["holdingId"])
        for entry in accounts
        if "investmentAccount" in entry and entry["investmentAccount"].get("holdings")
    )
    response = client.investments.get_taxlots("v2", "mikomo", *holding, offset="0", limit="10")
    assert "holding" in str(response.text)


def test_a_statement_is_bytes_as_they_came(client: Akoyaapisv240Client) -> None:
    for entry in field(client.balances.get_balances("v2", "mikomo"), "accounts"):
        chosen = next(iter(entry.values()))["accountId"]
        listed = client.statements.get_statement_list(chosen, "v2", "mikomo")
        for statement in field(listed, "statements"):
            document = client.statements.get_statements(chosen, "v2", "mikomo", statement["statementId"])
            assert document.body.startswith(b"%PDF-")
            assert document.body == document.text
            assert document.headers["content-type"] == "application/pdf"
            return
    raise AssertionError("the customer has no statement")


def test_tax_forms_are_data_or_a_file(client: Akoyaapisv240Client) -> None:
    found = client.tax_beta.tax_forms_search("v2", "mikomo", tax_year=2024)
    statements = field(found, "statements")
    form = client.tax_beta.get_tax_form("v2", "mikomo", statements[0]["taxStatementId"], "an-id", "user")
    assert form.request is not None
    assert form.request.headers["x-akoya-interaction-id"] == "an-id"
    pdf = client.tax_beta.get_tax_form("v2", "mikomo", statements[0]["taxStatementId"], accept=["application/pdf"])
    assert pdf.body.startswith(b"%PDF-")


def test_transactions_come_once_page_after_page(client: Akoyaapisv240Client, sandbox: Sandbox) -> None:
    chosen = account(client, "depositAccount")
    period = (datetime(2020, 1, 1), datetime(2026, 12, 31, tzinfo=timezone.utc))
    before = sandbox.counters["transactions"]
    listed = client.transactions.get_transactions("v2", "mikomo", chosen, *period, limit=7)
    assert sandbox.counters["transactions"] == before
    items = list(listed)
    pages = list(listed.pages())
    assert len(pages) > 1
    assert sum(len(list(page.items())) for page in pages) == len(items)
    assert [page.next_link is None for page in pages] == [False] * (len(pages) - 1) + [True]


def test_items_are_made_one_at_a_time(client: Akoyaapisv240Client) -> None:
    chosen = account(client, "depositAccount")
    listed = client.transactions.get_transactions("v2", "mikomo", chosen, "2020-01-01", "2026-12-31", limit=7)
    items = iter(listed)
    first = next(items)
    assert first is not next(items)
    assert first.deposit_transaction is first.deposit_transaction
    gone = weakref.ref(first)
    del first
    assert gone() is None
    of_pages = [item for page in listed.pages() for item in page.items()]
    assert list(listed) == of_pages
    assert all(type(item) is type(of_pages[0]) for item in items)


def test_an_iterator_loses_no_item_of_pages_that_come_at_once() -> None:
    def page(*names: str) -> tuple[Any, list[int]]:
        items = ",".join(f'{{"depositTransaction":{{"transactionId":"{name}"}}}}' for name in names)
        return _akoya.decode("TransactionsEntity", f'{{"transactions":[{items}]}}'.encode()), [1]

    pages = [page("a", "left out", "b"), page("c", "left out"), page("d", "left out", "e")]
    found = []

    def more() -> tuple[Any, list[int]] | None:
        if not pages:
            return None
        mine = pages.pop(0)
        # As another thread does while this one waits for its page.
        found.extend(itertools.islice(items, 1))
        return mine

    items = _akoya.Items("transactions", more)
    found.extend(items)
    assert sorted(item.deposit_transaction.transaction_id for item in found) == ["a", "b", "c", "d", "e"]


def test_reading_continues_after_an_error(client: Akoyaapisv240Client, sandbox: Sandbox) -> None:
    chosen = account(client, "depositAccount")
    listed = client.transactions.get_transactions("v2", "mikomo", chosen, "2020-01-01", "2026-12-31", limit=7)
    expected = len(list(listed))
    sandbox.fault({"api_error": {"code": 1207}}, on="transactions", skip=1, times=1)
    items, seen = iter(listed), 0
    with pytest.raises(ErrorErrorException) as raised:
        for _ in items:
            seen += 1
    assert (seen, raised.value.code, raised.value.recovery) == (7, 1207, "retry")
    assert seen + len(list(items)) == expected


def test_an_error_has_its_fields_whatever_came(client: Akoyaapisv240Client, sandbox: Sandbox) -> None:
    for effect, code in (
        ({"api_error": {"code": 701}}, 701),
        ({"respond": {"status": 502, "content_type": "text/html", "body": "<h1>Bad Gateway</h1>"}}, None),
        ({"respond": {"status": 500}}, None),
        ({"respond": {"status": 404, "body": "[1]"}}, None),
    ):
        sandbox.fault(effect, on="balances", times=1)
        with pytest.raises(ErrorErrorException) as raised:
            client.balances.get_balances("v2", "mikomo")
        error = raised.value
        assert error.code == code
        assert error.response is not None
        assert error.response.status_code == error.response_code
        assert str(error) and repr(error)


def test_a_success_that_is_no_document_is_an_error(client: Akoyaapisv240Client, sandbox: Sandbox) -> None:
    for body in ("<html>", "", "null", '{"accounts":'):
        sandbox.fault({"respond": {"status": 200, "body": body}}, on="balances", times=1)
        with pytest.raises(UnexpectedResponseException) as raised:
            client.balances.get_balances("v2", "mikomo")
        assert raised.value.response is not None


def test_a_connection_that_breaks_is_an_api_exception(client: Akoyaapisv240Client, sandbox: Sandbox) -> None:
    sandbox.fault("drop_response", on="balances", times=1)
    with pytest.raises(TransportException) as raised:
        client.balances.get_balances("v2", "mikomo")
    assert isinstance(raised.value, ApiException)
    assert raised.value.response is None
    assert raised.value.recovery == "retry"


@pytest.mark.parametrize(
    "arguments",
    [
        {"mode": "bogus"},
        {"x_akoya_interaction_type": "robot"},
        {"account_ids": ["a", ""]},
        {"account_ids": ["a", None]},
        {"account_ids": b"a"},
        {"mode": True},
    ],
)
def test_a_setting_that_cannot_be_used_is_reported_and_not_sent(
    client: Akoyaapisv240Client, sandbox: Sandbox, arguments: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInputException):
        client.balances.get_balances("v2", "mikomo", **arguments)
    assert sandbox.counters["balances"] == 0


@pytest.mark.parametrize("segment", ["", ".", ".."])
def test_a_part_of_a_path_leads_nowhere_else(client: Akoyaapisv240Client, sandbox: Sandbox, segment: str) -> None:
    with pytest.raises(InvalidInputException):
        client.customers.get_account_holder(segment, "v2", "mikomo")
    with pytest.raises(InvalidInputException):
        client.statements.get_statements("a", "v2", segment, "s")
    assert sandbox.counters["customers"] == sandbox.counters["statements"] == 0


def test_one_end_of_a_period_alone_is_refused(client: Akoyaapisv240Client) -> None:
    with pytest.raises(InvalidInputException):
        client.statements.get_statement_list("a", "v2", "mikomo", start_time="2024-01-01")


#: Values of the settings of a list, and how they are sent; nothing for one that cannot be used.
PLACES: list[tuple[str, Any, str | None]] = [
    ("offset", "0", ""),
    ("offset", 0, ""),
    ("offset", None, ""),
    ("offset", 7, "offset=7"),
    ("offset", "opaque+1", "offset=opaque%2B1"),
    *(("offset", wrong, None) for wrong in ("", " ", -1, "-1", True, 1.5, b"1", [1], {})),
    ("limit", "25", "limit=25"),
    ("limit", 2**32 - 1, "limit=4294967295"),
    *(("limit", wrong, None) for wrong in (-1, "-1", 1.5, "1.5", True, "", "1_0", "٣", 2**32, "9" * 5000, b"1", [1])),
]


@pytest.mark.parametrize(("name", "value", "sent"), PLACES, ids=lambda value: str(value)[:20])
def test_the_place_and_size_of_a_page_are_sent_or_refused(
    client: Akoyaapisv240Client, sandbox: Sandbox, name: str, value: Any, sent: str | None
) -> None:
    settings = {"offset": None, "limit": None, name: value}
    calls: list[Callable[[], Any]] = [
        lambda: client.statements.get_statement_list("a", "v2", "mikomo", **settings),
        lambda: client.investments.get_taxlots("v2", "mikomo", "a", "h", **settings),
        lambda: next(client.transactions.get_transactions("v2", "mikomo", "a", **settings).pages()),
    ]
    sandbox.fault({"respond": {"status": 200, "body": '{"statements":[],"holding":{"taxLots":[]},"transactions":[]}'}})
    for call in calls:
        if sent is None:
            with pytest.raises(InvalidInputException, match=name):
                call()
        else:
            assert call().request.query_url.partition("?")[2] == sent


EAST = timezone(timedelta(hours=9))

#: Moments that a program may give, and how they are sent.
MOMENTS: list[tuple[Any, str]] = [
    (datetime(2024, 2, 26, 1, 2, 3, 999_999), "2024-02-26T01:02:03Z"),
    (datetime(2024, 2, 26, 1, tzinfo=EAST), "2024-02-25T16:00:00Z"),
    (datetime(201, 1, 1), "0201-01-01T00:00:00Z"),
    (date(2024, 2, 26), "2024-02-26T00:00:00Z"),
    ("2024-02-26", "2024-02-26T00:00:00Z"),
    ("2024-02-26T01:02:03.5+01:00", "2024-02-26T00:02:03Z"),
    (RFC3339DateTime.from_value("2024-02-26T01:02:03.375Z"), "2024-02-26T01:02:03Z"),
    (UnixDateTime(datetime(2024, 2, 26, tzinfo=timezone.utc)), "2024-02-26T00:00:00Z"),
]


@pytest.mark.parametrize(("moment", "sent"), MOMENTS, ids=str)
def test_both_ends_of_a_period_are_sent_in_utc(client: Akoyaapisv240Client, sandbox: Sandbox, moment: Any, sent: str) -> None:
    sandbox.fault({"respond": {"status": 200, "body": '{"statements":[],"transactions":[]}'}})
    listed = client.statements.get_statement_list("a", "v2", "mikomo", moment, moment, None, None)
    page = next(client.transactions.get_transactions("v2", "mikomo", "a", moment, moment, None, None).pages())
    for response in (listed, page):
        assert response.request is not None
        query = parse_qs(urlsplit(response.request.query_url).query)
        assert query == {"startTime": [sent], "endTime": [sent]}


@pytest.mark.parametrize(
    "moment",
    ["", "soon", "2024-02-26T01:02:03", "2024-02-30", "26.2.2024", 20240226, True, b"2024-02-26", datetime.min.replace(tzinfo=EAST), RFC3339DateTime.from_value("soon")],
    ids=repr,
)
def test_a_moment_that_cannot_be_meant_is_refused(client: Akoyaapisv240Client, sandbox: Sandbox, moment: Any) -> None:
    for period in ((moment, "2024-01-01"), ("2024-01-01", moment)):
        with pytest.raises(InvalidInputException):
            client.statements.get_statement_list("a", "v2", "mikomo", *period)
        with pytest.raises(InvalidInputException):
            next(iter(client.transactions.get_transactions("v2", "mikomo", "a", *period)))
    assert sandbox.counters["statements"] == sandbox.counters["transactions"] == 0
