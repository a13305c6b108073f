"""What a response has to be: a single call refuses what a list read page by page refuses."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from akoyaapisv240.akoyaapisv_240_client import Akoyaapisv240Client
from akoyaapisv240.api_helper import APIHelper
from akoyaapisv240.exceptions.error_error_exception import ErrorErrorException
from akoyaapisv240.exceptions.failures import ErrorInsteadException, UnexpectedResponseException
from akoyaapisv240.testing import Sandbox


def first_page(client: Akoyaapisv240Client) -> Any:
    return next(client.transactions.get_transactions("v2", "mikomo", "a").pages())


#: The calls of documents with a list in them, each with an empty one.
LISTS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "accounts information": (lambda client: client.account_information.get_accounts_info("v2", "mikomo"), '{"accounts":[]}'),
    "balances": (lambda client: client.balances.get_balances("v2", "mikomo"), '{"accounts":[]}'),
    "investments": (lambda client: client.investments.get_accounts("v2", "mikomo"), '{"accounts":[]}'),
    "tax lots": (lambda client: client.investments.get_taxlots("v2", "mikomo", "a", "h"), '{"holding":{"taxLots":[]}}'),
    "payment networks": (lambda client: client.payments.payment_networks("v2", "mikomo", "a"), '{"paymentNetworks":[]}'),
    "statements": (lambda client: client.statements.get_statement_list("a", "v2", "mikomo"), '{"statements":[]}'),
    "tax forms": (lambda client: client.tax_beta.tax_forms_search("v2", "mikomo"), '{"statements":[]}'),
    "transactions": (first_page, '{"transactions":[]}'),
}

#: All calls of documents.
DOCUMENTS: dict[str, Callable[[Any], Any]] = {
    **{name: call for name, (call, _) in LISTS.items()},
    "customer": lambda client: client.customers.customer_info("v2", "mikomo"),
    "account contact": lambda client: client.customers.get_account_holder("a", "v2", "mikomo"),
    "tax form": lambda client: client.tax_beta.get_tax_form("v2", "mikomo", "f"),
}


def responding(sandbox: Sandbox, status: int, body: str | bytes, content_type: str = "application/json") -> Akoyaapisv240Client:
    """A client whose every request gets this response."""
    content = body if isinstance(body, bytes) else body.encode()

    class Responding:
        def request(self, *_: Any, **__: Any) -> Any:
            return SimpleNamespace(status_code=status, headers={"content-type": content_type}, content=content)

    token = {"id_token": "a.b.c", "refresh_token": f"r-{status}", "expiry": 4_000_000_000}
    return sandbox.client(sandbox.credentials(oauth_token=token), http_client_instance=Responding())


@pytest.mark.parametrize("name", LISTS)
def test_null_in_place_of_a_list_is_no_list(sandbox: Sandbox, name: str) -> None:
    call, empty = LISTS[name]
    assert call(responding(sandbox, 200, empty)).is_success()
    with pytest.raises(UnexpectedResponseException) as raised:
        call(responding(sandbox, 200, empty.replace("[]", "null")))
    assert raised.value.response.text == empty.replace("[]", "null")
    assert raised.value.response.status_code == raised.value.response_code == 200
    assert raised.value.recovery == "report_to_provider"


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("body", ['{"code":501,"message":"busy"}', '{"error":{"code":501,"message":"busy"}}'])
def test_an_error_with_a_success_status_is_an_error(sandbox: Sandbox, name: str, body: str) -> None:
    with pytest.raises(UnexpectedResponseException) as raised:
        DOCUMENTS[name](responding(sandbox, 200, body))
    error = raised.value
    assert isinstance(error, ErrorErrorException)
    assert (error.kind, error.code, error.message, error.recovery) == ("unexpected_response", 501, "busy", "retry")
    assert error.response is not None
    assert error.response.text == body


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.statements.get_statements("a", "v2", "mikomo", "s"),
        lambda client: client.statements.stream_statement("a", "v2", "mikomo", "s"),
        lambda client: client.tax_beta.get_tax_form("v2", "mikomo", "f", accept="application/pdf"),
    ],
)
def test_what_comes_in_place_of_a_file_is_in_the_exception(sandbox: Sandbox, call: Callable[[Any], Any]) -> None:
    body = '{"code":501,"message":"busy"}'
    with pytest.raises(ErrorInsteadException) as raised:
        call(responding(sandbox, 200, body))
    assert raised.value.response is not None
    assert (raised.value.code, raised.value.response.text) == (501, body)
    for text, kind in (("<h1>Sign in</h1>", "text/html"), ('{"a":1}', "application/json")):
        with pytest.raises(UnexpectedResponseException) as unexpected:
            call(responding(sandbox, 200, text, kind))
        assert unexpected.value.response is not None
        assert unexpected.value.response.text == text


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_status_of_404_is_an_error_in_every_operation(sandbox: Sandbox, name: str) -> None:
    for code in (1107, 1104, 704, 701):
        with pytest.raises(ErrorErrorException) as raised:
            DOCUMENTS[name](responding(sandbox, 404, f'{{"code":{code},"message":"nothing"}}'))
        assert (raised.value.response_code, raised.value.code) == (404, code)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_without_content_is_empty(sandbox: Sandbox, name: str) -> None:
    response = LISTS[name][0](responding(sandbox, 204, ""))
    assert (response.status_code, response.text) == (204, "")


@pytest.mark.parametrize(
    ("content_type", "encoding", "name"),
    [
        ("application/json;charset=iso-8859-1", "iso-8859-1", "Café"),
        # Which is Windows-1252 to everybody.
        ("application/json;charset=iso-8859-1", "windows-1252", "€"),
        ("application/json", "utf-8-sig", "Café"),
        ("text/plain; charset=UTF-16LE", "utf-16-le", "Café"),
        # Whose bytes are ASCII.
        ("application/json;charset=ISO-2022-JP", "iso2022_jp", "日本"),
        ("application/json;charset=unknown", "utf-8", "Café"),
    ],
)
def test_a_document_is_read_in_its_encoding(sandbox: Sandbox, content_type: str, encoding: str, name: str) -> None:
    body = '{"accounts":[{"depositAccount":{"accountId":"a","nickname":"%s"}}]}' % name
    response = responding(sandbox, 200, body.encode(encoding), content_type).balances.get_balances("v2", "mikomo")
    assert response.body.accounts[0].deposit_account.nickname == name
    assert response.text == body


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("application/json;charset=iso-8859-1", "iso-8859-1"),
        ("application/json; Charset=UTF-8", "utf-8-sig"),
        ("text/plain; charset=UTF-16LE", "utf-16-le"),
        ("text/plain; charset=UTF-16LE", "utf-16"),
        ("application/json", "utf-16"),
    ],
)
@pytest.mark.parametrize("name", ["Café", "Cafe"])
def test_items_are_read_in_their_encoding(sandbox: Sandbox, content_type: str, encoding: str, name: str) -> None:
    body = '{"transactions":[{"depositTransaction":{"transactionId":"t","description":"%s"}}]}' % name
    listed = responding(sandbox, 200, body.encode(encoding), content_type).transactions.get_transactions("v2", "mikomo", "a")
    assert [item.deposit_transaction.description for item in listed] == [name]


#: What may be in a list, beside other items and by itself.
ITEMS = [
    '{"depositAccount":{"accountId":"a","currency":{"currencyCode":"USD"},"currentBalance":1.50}}',
    '{"depositTransaction":{"transactionId":"t","amount":-0.10,"lineItem":[{"amount":1},{"memo":"m"}],"other":{"a":[[],{}]}}}',
    '{ "depositTransaction" : { "transactionId" : "t" , "descr\\u0069ption" : "a\\n\\"b" , "amount" : "2.0" } , "error" : { "code" : 1 } }',
    '{"depositTransaction":{"transactionId":"u","memo":"a","memo":"b","links":[{"href":"\\u00e9"}],"fiAttributes":[]}}',
    '{"locTransaction":{"transactionId":"é€😀","amount":12345678901234567890.123,"imageIds":["1","2"]}}',
    '{"newAccount":{"accountId":"n","%s":1}}' % ("x" * 300),
    '{"depositAccount":%s1%s}' % ('{"a":[' * 40, "]}" * 40),
    "{}",
    "null",
    '"text"',
]


@pytest.mark.parametrize("around", ["%s", ' \n{"links":{},"z":[{"a":1}]} ', "\ufeff%s"])
@pytest.mark.parametrize("name", ["accounts information", "balances", "investments", "transactions"])
def test_items_are_what_stands_in_the_text(sandbox: Sandbox, name: str, around: str) -> None:
    call, empty = LISTS[name]
    for items in [ITEMS, *([item] for item in ITEMS), *([item, item] for item in ITEMS)]:
        text = empty.replace("[]", f"[ {' , '.join(items)}]")
        if "z" in around:
            text = around.rstrip()[:-1] + "," + text[1:] + " "
        else:
            text = around % text
        body = call(responding(sandbox, 200, text)).body
        expected = type(body).from_dictionary(APIHelper.json_deserialize(text.lstrip("\ufeff"), as_dict=True))
        assert body == expected, text
        assert APIHelper.json_serialize(body) == APIHelper.json_serialize(expected)


@pytest.mark.parametrize("before", ["null", "[]", '[{"depositAccount":{"accountId":"old"}}]', "{}"])
@pytest.mark.parametrize("name", ["accounts information", "balances", "investments", "transactions"])
def test_of_two_lists_the_last_counts(sandbox: Sandbox, name: str, before: str) -> None:
    call, empty = LISTS[name]
    field = empty.split('"')[1]
    one = '[{"depositAccount":{"accountId":"a","x":1},"depositTransaction":{"transactionId":"a"}}]'
    for space in ("", " " * 43):
        for last in ("[]", one):
            text = '{"z":{%s"%s":%s},"%s":%s,"%s":%s,"y":2}' % (space, field, one, field, before, field, last)
            body = call(responding(sandbox, 200, text)).body
            assert body == type(body).from_dictionary(APIHelper.json_deserialize(text, as_dict=True)), text
            assert len(getattr(body, field)) == (0 if last == "[]" else 1)



def test_a_file_is_one_whatever_its_media_type(sandbox: Sandbox) -> None:
    pdf = b"%PDF-1.7 \xff\xfe"
    for content_type in ("application/pdf", "application/PDF", "binary/octet-stream"):
        client = responding(sandbox, 200, pdf, content_type)
        response = client.statements.get_statements("a", "v2", "mikomo", "s")
        assert response.body == response.text == pdf
    either = ["application/json", "application/pdf"]
    client = responding(sandbox, 200, pdf, "application/pdf")
    assert client.tax_beta.get_tax_form("v2", "mikomo", "f", accept=either).body == pdf
    with pytest.raises(UnexpectedResponseException):
        client.tax_beta.get_tax_form("v2", "mikomo", "f")
    with pytest.raises(UnexpectedResponseException):
        client.balances.get_balances("v2", "mikomo")
