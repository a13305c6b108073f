"""The models: every class on made-up documents, every document of the sandbox, and what the attributes are."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from akoyaapisv240 import _akoya, models
from akoyaapisv240._model import Enumeration, Model
from akoyaapisv240.amount import Amount
from akoyaapisv240.api_helper import APIHelper
from akoyaapisv240.utilities.union_type_lookup import UnionTypeLookUp

DATA = Path(__file__).parents[2] / "akoya-sandbox" / "data"

CLASSES = [name for name in models.__all__ if issubclass(getattr(models, name), Model)]
ENUMS = [name for name in models.__all__ if issubclass(getattr(models, name), Enumeration)]

NUMBERS = ("0", "-12.50", "9007199254740993.01", "1e3", "1234567890123456789012345678901234.5")


class Digits(str):
    """A number as its digits."""


def digits(text: str) -> Any:
    """Reads JSON with numbers as their digits: what is equal now is equal digit for digit."""
    return json.loads(text, parse_float=Digits, parse_int=Digits)


def document(annotation: str, depth: int) -> str:
    """Makes JSON of a type."""
    if annotation.startswith("list["):
        return f"[{document(annotation[5:-1], depth)},{document(annotation[5:-1], depth + 1)}]"
    scalars = {
        "str": '"te\\"xt \\u00e9"',
        "Amount": NUMBERS[depth % len(NUMBERS)],
        "int": ("0", "2021", "99999999999999999999")[depth % 3],
        "bool": "false",
        "RFC3339DateTime": '"2019-09-16T00:00:00.000+0000"',
        "date": '"2021-08-09"',
    }
    return scalars[annotation] if annotation in scalars else of_class(annotation, depth + 1)


def of_class(name: str, depth: int = 0) -> str:
    """Makes a JSON object with every field of a class, or of one of its cases."""
    cases = list(_akoya.cases(name).values())
    if cases:
        return of_class(cases[depth % len(cases)].__name__, depth)
    _, fields = _akoya.model_fields(name)
    members = (f'"{wire}":{document(kind, depth + at)}' for at, (_, wire, kind, *_) in enumerate(fields))
    return "{" + ",".join(members) + "}"


def open_all(value: Any) -> None:
    """Asks for every attribute, of every object."""
    if isinstance(value, Model):
        for attribute in vars(value).values():
            open_all(attribute)
    elif isinstance(value, (list, tuple)):
        for element in value:
            open_all(element)
    elif isinstance(value, dict):
        for element in value.values():
            open_all(element)


@pytest.mark.parametrize("name", CLASSES)
def test_document_with_every_field_comes_back_digit_for_digit(name: str) -> None:
    for depth in range(4):
        text = of_class(name, depth)
        model = _akoya.decode(name, text.encode())
        assert APIHelper.json_serialize(model) == text
        open_all(model)
        assert digits(APIHelper.json_serialize(model)) == digits(text)


@pytest.mark.parametrize("name", CLASSES)
def test_every_field_is_an_attribute(name: str) -> None:
    if _akoya.cases(name):
        return
    model = _akoya.decode(name, of_class(name).encode())
    assert set(vars(model)) == {*type(model)._names, "additional_properties"}
    assert model.additional_properties == {}
    assert type(model).validate(json.loads(of_class(name)))


@pytest.mark.parametrize("name", CLASSES)
def test_nulls_are_none_and_come_back(name: str) -> None:
    _, fields = _akoya.model_fields(name)
    text = "{" + ",".join(f'"{wire}":null' for _, wire, *_ in fields) + "}"
    model = _akoya.decode(name, text.encode())
    assert all(getattr(model, attribute) is None for attribute, *_ in fields)
    assert APIHelper.json_serialize(model) == text


@pytest.mark.parametrize("name", CLASSES)
def test_constructor_takes_the_attributes_in_order(name: str) -> None:
    _, fields = _akoya.model_fields(name)
    values = [f"value {at}" for at in range(len(fields))]
    of = getattr(models, name)
    model = of(*values, {"new": 1})
    for (attribute, *_), value in zip(fields, values):
        assert str(getattr(model, attribute)) == value
    assert model.additional_properties == {"new": 1}
    assert model == of(**{attribute: value for (attribute, *_), value in zip(fields, values)}, additional_properties={"new": 1})


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.json")), ids=lambda path: str(path.relative_to(DATA)))
def test_documents_of_the_sandbox_come_back(path: Path) -> None:
    of = {
        "accounts": "AkoyaAccountInfoProduct",
        "balances": "Balances",
        "contacts": "AccountContactEntity",
        "customers": "CurrentCustomer",
        "investments": "InvestmentsDetails",
        "payments": "ArrayOfAccountPaymentNetworks",
        "statements": "PaginatedArray",
        "tax": "TaxStatementList",
        "taxlots": "TaxlotsResponse",
        "transactions": "TransactionsEntity",
    }
    folder = path.relative_to(DATA).parts[1].removesuffix(".json")
    if folder not in of:
        return
    text = path.read_text("utf-8")
    model = _akoya.decode(of[folder], text.encode())
    assert digits(APIHelper.json_serialize(model)) == digits(text)
    open_all(model)
    assert digits(APIHelper.json_serialize(model)) == digits(text)


def test_each_class_is_in_a_module_of_its_own() -> None:
    from akoyaapisv240.models.deposit_balances import DepositBalances
    from akoyaapisv240.models.form_1041_k_1 import Form1041K1
    from akoyaapisv240.models.iso_3166_country_code import Iso3166CountryCode

    assert DepositBalances is models.DepositBalances
    assert Form1041K1 is models.Form1041K1
    assert Iso3166CountryCode.US == "US"
    assert DepositBalances.__module__ == "akoyaapisv240.models.deposit_balances"


def test_cases_of_a_list_are_known_by_their_key() -> None:
    for union in ("AkoyaAccountInfoProductAccounts", "BalancesAccounts", "InvestmentsDetailsAccounts", "TransactionsEntityTransactions"):
        cases = UnionTypeLookUp.cases(union)
        assert len(cases) in (5, 6)
        for key, of in cases.items():
            model = UnionTypeLookUp.get(union).from_dictionary({key: {"accountId": "a1"}, "error": {"code": 704}})
            assert type(model) is of
            assert isinstance(model, UnionTypeLookUp.get(union))
            (attribute,) = of._names
            assert getattr(model, attribute).account_id == "a1"
            assert model.additional_properties == {"error": {"code": 704}}


def test_kind_that_is_unknown_is_kept() -> None:
    balances = _akoya.decode("Balances", b'{"accounts":[{"walletAccount":{"accountId":"w1"}},17,{"loanAccount":3},null]}')
    wallet, number, loan, null = balances.accounts
    assert type(wallet) is models.BalancesAccounts
    assert wallet.additional_properties == {"walletAccount": {"accountId": "w1"}}
    assert number == 17
    assert type(loan) is models.BalancesAccounts
    assert null is None


@pytest.mark.parametrize(
    "element",
    [
        '{"depositAccount":{"accountId":"a1"},"error":{"code":704,"message":"No data"}}',
        '{"depositAccount":{"error":{"code":704,"message":"No data"}}}',
        '{"error":{"code":704,"message":"No data"}}',
        '{"value":{"depositAccount":{"error":{"code":704,"message":"No data"}}}}',
    ],
)
def test_error_of_one_element_of_a_partial_response_is_found_wherever_it_is(element: str) -> None:
    (account,) = _akoya.decode("Balances", f'{{"accounts":[{element}]}}'.encode()).accounts
    assert account.error == models.Error(704, "No data")
    (account,) = _akoya.decode("Balances", b'{"accounts":[{"depositAccount":{"accountId":"a1"}}]}').accounts
    assert account.error is None


def test_absent_null_and_zero_are_three_things() -> None:
    text = b'{"currentBalance":0,"availableBalance":null,"description":"","transferIn":false,"fiAttributes":[]}'
    account = _akoya.decode("DepositBalances", text)
    assert account.current_balance == 0
    assert account.available_balance is None
    assert account.description == ""
    assert account.transfer_in is False
    assert account.fi_attributes == []
    assert not hasattr(account, "nickname")
    with pytest.raises(AttributeError, match="'DepositBalances' object has no attribute 'nickname'"):
        account.nickname


def test_money_is_exact_on_its_way_in_and_out() -> None:
    account = _akoya.decode("DepositBalances", b'{"currentBalance":9007199254740993.01}')
    assert account.current_balance.decimal == Decimal("9007199254740993.01")
    assert str(account.current_balance) == "9007199254740993.01"
    account.nickname = "changed"
    assert APIHelper.json_serialize(account) == '{"nickname":"changed","currentBalance":9007199254740993.01}'
    built = models.DepositBalances(current_balance=Decimal("0.10"), available_balance=0.1, interest_ytd=7)
    assert APIHelper.json_serialize(built) == '{"availableBalance":0.1,"interestYtd":7,"currentBalance":0.10}'


def test_number_in_a_string_is_a_number_and_stays_in_a_string() -> None:
    account = _akoya.decode("DepositBalances", b'{"currentBalance":"12.50","term":"12"}')
    assert account.current_balance + 1 == 13.5
    assert account.term == 12
    open_all(account)
    assert digits(APIHelper.json_serialize(account)) == {"currentBalance": "12.50", "term": "12"}


def test_value_of_another_type_spoils_itself_only() -> None:
    text = (
        '{"accountId":17,"currentBalance":"1,234.50","transferIn":"no","currency":"USD","fiAttributes":{"a":0.10},'
        '"balanceAsOf":1620000000,"term":1.50,"nickname":"kept"}'
    )
    account = _akoya.decode("DepositBalances", text.encode())
    assert (account.account_id, account.current_balance, account.transfer_in) == (17, "1,234.50", "no")
    assert (account.currency, account.fi_attributes, account.balance_as_of) == ("USD", {"a": Amount("0.10")}, 1620000000)
    assert account.nickname == "kept"
    open_all(account)
    assert digits(APIHelper.json_serialize(account)) == digits(text)
    assert not models.DepositBalances.validate(json.loads(text))
    assert models.DepositBalances.validate({"accountId": "17", "currentBalance": 1.5, "new": object})is False
    assert models.DepositBalances.validate({"accountId": "17", "currentBalance": 1.5, "new": None})


def test_of_equal_names_the_last_counts_and_all_come_back() -> None:
    text = b'{"nickname":"first","x":1,"nickname":"last","x":2}'
    account = _akoya.decode("DepositBalances", text)
    assert APIHelper.json_serialize(account) == text.decode()
    assert account.nickname == "last"
    assert account.additional_properties == {"x": 2}
    assert json.loads(APIHelper.json_serialize(account)) == {"nickname": "last", "x": 2}


def test_names_with_escapes_are_names() -> None:
    text = b'{ "accoun\\u0074Id" : "a1", "a\\"b" :{"c":[]}, "nickname":"","x\\\\":"\\\\" ,"description":"}{\\"]" }'
    account = _akoya.decode("DepositAccount", text)
    assert (account.account_id, account.nickname, account.description) == ("a1", "", '}{"]')
    assert account.additional_properties == {'a"b': {"c": []}, "x\\": "\\"}
    assert _akoya.dumps(_akoya.decode("DepositAccount", text)) == text.decode()


def test_unknown_fields_are_kept_by_their_name() -> None:
    text = b'{"accountId":"a1","\\u0078":{"deep":[0.10,-0,1e2,{"a":null}]},"half":"\\ud83d"}'
    account = _akoya.decode("DepositBalances", text)
    properties = account.additional_properties
    assert str(properties["x"]["deep"]) == "[0.10, -0, 1e2, {'a': None}]"
    properties["y"] = Decimal("1.10")
    written = digits(APIHelper.json_serialize(account))
    assert written["x"] == {"deep": ["0.10", "-0", "1e2", {"a": None}]}
    assert written["y"] == "1.10"


def test_attributes_that_are_set_deleted_and_added_are_written() -> None:
    text = b'{"accountId":"a1","nickname":"old","description":"d","x":1}'
    account = _akoya.decode("DepositBalances", text)
    account.nickname = "new"
    assert APIHelper.json_serialize(account) == '{"accountId":"a1","nickname":"new","description":"d","x":1}'
    del account.description
    assert not hasattr(account, "description")
    with pytest.raises(AttributeError):
        del account.description
    account.additional_properties["z"] = [Amount("2.50")]
    assert digits(APIHelper.json_serialize(account)) == {"accountId": "a1", "nickname": "new", "x": "1", "z": ["2.50"]}


def test_list_that_was_changed_is_written() -> None:
    balances = _akoya.decode("Balances", b'{"accounts":[{"depositAccount":{"accountId":"a1"}}],"x":1}')
    balances.accounts[0].deposit_account.account_id = "a2"
    balances.accounts.append(models.LoanBalance(models.LoanBalances(account_id="l1")))
    assert APIHelper.json_serialize(balances) == (
        '{"accounts":[{"depositAccount":{"accountId":"a2"}},{"loanAccount":{"accountId":"l1"}}],"x":1}'
    )


def test_equal_objects_are_equal_however_they_were_made() -> None:
    read = _akoya.decode("DepositBalances", b'{"currentBalance":1.50,"accountId":"a1"}')
    built = models.DepositBalances(account_id="a1", current_balance=Amount("1.5"))
    from_dictionary = models.DepositBalances.from_dictionary({"accountId": "a1", "currentBalance": 1.5})
    assert read == built == from_dictionary
    assert hash(read) == hash(built)
    assert read != models.DepositBalances(account_id="a2", current_balance=1.5)
    assert read != models.DepositAccount(account_id="a1")
    assert read != "a1"


def test_copies_and_pickles_are_equal_and_apart() -> None:
    text = of_class("InvestmentAccountWithAllDetails").encode()
    model = _akoya.decode("InvestmentAccountWithAllDetails", text)
    for other in (copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert other == model
        assert digits(APIHelper.json_serialize(other)) == digits(text.decode())
        other.nickname = "changed"
        assert other != model


def test_repr_has_names_and_no_data() -> None:
    model = _akoya.decode("Balances", b'{"accounts":[{"depositAccount":{"accountId":"839502593","currentBalance":12.5,"ssn":"x"}}]}')
    text = f"{model!r} {model!s} {model.accounts!r} {model.accounts[0].deposit_account!r}"
    assert "839502593" not in text
    assert "12.5" not in text
    assert repr(model.accounts[0].deposit_account).startswith("DepositBalances(")
    assert "account_id=…" in text


@pytest.mark.parametrize("text", [b"", b"<html>", b"{", b'{"a":NaN}', b"null", b"17", b'"text"', b'{"a":"\xff"}', b"[1]x"])
def test_body_that_is_no_document_is_refused_without_its_text(text: bytes) -> None:
    with pytest.raises(ValueError, match="^the body is") as caught:
        _akoya.decode("Balances", text)
    assert "html" not in str(caught.value)


def test_document_is_not_run(tmp_path: Path) -> None:
    folder = tmp_path / "was-run"
    text = json.dumps({"accounts": [], "py/reduce": [{"py/type": "os.mkdir"}, {"py/tuple": [str(folder)]}]}).encode()
    assert _akoya.decode("Balances", text).additional_properties["py/reduce"][0] == {"py/type": "os.mkdir"}
    assert APIHelper.json_deserialize(text)["py/reduce"][0] == {"py/type": "os.mkdir"}
    assert not folder.exists()


def test_nesting_deeper_than_the_stack_is_copied_and_refused_as_a_value() -> None:
    deep = '{"accountId":"a1","x":' + "[" * 100_000 + "]" * 100_000 + "}"
    account = _akoya.decode("DepositAccount", deep.encode())
    assert APIHelper.json_serialize(account) == deep
    assert account.account_id == "a1"
    with pytest.raises(ValueError, match="nested too deep"):
        account.additional_properties
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(ValueError, match="nested too deep"):
        APIHelper.json_serialize(loop)


def test_constructors_refuse_what_no_constructor_takes() -> None:
    with pytest.raises(TypeError, match=r"DepositAccount\(\) has no argument colour"):
        models.DepositAccount(colour="red")
    with pytest.raises(TypeError, match="got account_id twice"):
        models.DepositAccount("a1", account_id="a1")
    with pytest.raises(TypeError, match="takes fewer arguments"):
        models.Domicile("region", "country", {}, None)
    with pytest.raises(TypeError, match=r"HateoasLink\(\) needs href"):
        models.HateoasLink()
    assert not hasattr(models.Domicile(region=APIHelper.SKIP), "region")
    with pytest.raises(TypeError, match="only a base"):
        Model()


@pytest.mark.parametrize("name", ENUMS)
def test_enumerations_have_strings_and_know_them(name: str) -> None:
    of = getattr(models, name)
    members = _akoya.enumeration_members(name)
    assert members
    assert all(getattr(of, member) == value and of.validate(value) for member, value in members.items())
    assert not of.validate("SOMETHING NEW")


def test_unknown_value_of_an_enumeration_is_kept() -> None:
    account = _akoya.decode("DepositAccount", b'{"status":"FROZEN_BY_BANK"}')
    assert account.status == "FROZEN_BY_BANK"
    assert not models.AccountInfoStatus.validate(account.status)


def test_objects_can_be_extended_and_referred_to_weakly() -> None:
    import weakref

    class Mine(models.DepositAccount):
        def title(self) -> str:
            return f"{self.nickname} ({self.account_id})"

    mine = Mine.from_dictionary({"accountId": "a1", "nickname": "Fun"})
    assert mine.title() == "Fun (a1)"
    mine.own = 1
    assert APIHelper.json_serialize(mine) == '{"accountId":"a1","nickname":"Fun"}'
    assert weakref.ref(mine)() is mine


def test_threads_that_ask_at_once_get_the_same_object() -> None:
    import threading

    for _ in range(200):
        balances = _akoya.decode("Balances", b'{"accounts":[{"depositAccount":{"accountId":"a1"}}]}')
        barrier = threading.Barrier(4)
        seen: list[Any] = []

        def ask() -> None:
            barrier.wait()
            seen.append(balances.accounts)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert all(accounts is balances.accounts for accounts in seen)


def test_constructor_says_what_it_takes() -> None:
    taken = inspect.signature(models.Domicile)
    assert list(taken.parameters) == [*models.Domicile._names, "additional_properties"]
    assert taken.parameters["region"].annotation == "str | None"
    token = inspect.signature(models.OauthToken).parameters
    assert [name for name, one in token.items() if one.default is inspect.Parameter.empty] == ["id_token", "token_type"]
    for name in _akoya.model_names():
        model = getattr(models, name)
        if issubclass(model, Model):
            assert "additional_properties" in inspect.signature(model).parameters


def test_a_name_is_once_in_an_object() -> None:
    account = models.DepositAccount(account_id="a", additional_properties={"accountId": "b", "nickname": "n", "x": 1})
    assert _akoya.dumps(account) == '{"accountId":"a","nickname":"n","x":1}'
    read = models.DepositAccount.from_dictionary({"accountId": "a", "x": 1})
    read.additional_properties.update(accountId="b", nickname="n")
    assert _akoya.dumps(read) == '{"accountId":"a","x":1,"nickname":"n"}'
    del read.account_id
    assert json.loads(_akoya.dumps(read)) == {"accountId": "b", "x": 1, "nickname": "n"}
    assert APIHelper.to_dictionary(account) == {"accountId": "a", "nickname": "n", "x": 1}
