"""The functions around API calls that the package has always had."""

from __future__ import annotations

from decimal import Decimal

import pytest

from akoyaapisv240 import models
from akoyaapisv240.amount import Amount
from akoyaapisv240.api_helper import APIHelper, ApiHelper


def test_text_and_none_are_serialized_as_they_are() -> None:
    assert APIHelper.json_serialize(None) is None
    assert APIHelper.json_serialize("text") == "text"
    assert APIHelper.json_serialize(["text", None, True, 1, 0.1, Decimal("1.10")]) == '["text",null,true,1,0.1,1.10]'
    assert APIHelper.json_serialize_wrapped_params({"a": models.Domicile("TN")}) == '{"a":{"region":"TN"}}'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1: 2}, b"bytes", {"a": {1}}])
def test_what_json_does_not_have_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        APIHelper.json_serialize([value])


def test_json_is_read_with_exact_numbers() -> None:
    read = APIHelper.json_deserialize('{"a": 0.10, "b": [1, 9007199254740993, -0], "c": "\\u00e9"}')
    assert read == {"a": Amount("0.10"), "b": [1, 9007199254740993, 0], "c": "é"}
    assert str(read["a"]) == "0.10"
    assert type(read["b"][0]) is int
    assert APIHelper.json_serialize(read) == '{"a":0.10,"b":[1,9007199254740993,-0],"c":"é"}'
    assert APIHelper.json_deserialize("no json") == "no json"
    assert APIHelper.json_deserialize(None) is None


def test_objects_are_made_of_what_was_read() -> None:
    assert APIHelper.json_deserialize('{"region":"TN"}', models.Domicile.from_dictionary) == models.Domicile("TN")
    assert APIHelper.json_deserialize('[{"region":"TN"}]', models.Domicile.from_dictionary) == [models.Domicile("TN")]
    by_name = APIHelper.json_deserialize('{"a":{"region":"TN"}}', models.Domicile.from_dictionary, as_dict=True)
    assert by_name == {"a": models.Domicile("TN")}


def test_model_becomes_a_dictionary_with_the_names_of_the_api() -> None:
    model = models.DepositBalance(models.DepositBalances(account_id="a1", nickname=None, additional_properties={"new": [1]}))
    assert APIHelper.to_dictionary(model) == {"depositAccount": {"accountId": "a1", "nickname": None, "new": [1]}}
    assert APIHelper.to_dictionary(model, True) == {"depositAccount": {"accountId": "a1", "new": [1]}}
    assert APIHelper.json_serialize(model, should_encode=False) == APIHelper.to_dictionary(model)


def test_urls_are_built_with_encoded_values() -> None:
    parameters = {"version": {"value": "v2", "encode": True}, "id": {"value": "a/b?c", "encode": True}}
    assert ApiHelper.append_url_with_template_parameters("/x/{version}/{id}", parameters) == "/x/v2/a%2Fb%3Fc"
    url = ApiHelper.append_url_with_query_parameters("/x", {"a&b": "c d", "list": [1, 2], "none": None, "yes": True})
    assert url == "/x?a%26b=c%20d&list[0]=1&list[1]=2&yes=true"
    assert ApiHelper.append_url_with_query_parameters("/x", {"list": [1, 2]}, "csv") == "/x?list=1%2C2"
    assert ApiHelper.clean_url("https://host//a///b?x=//") == "https://host/a/b?x=//"
    with pytest.raises(ValueError, match="Invalid Url format"):
        ApiHelper.clean_url("host/a")


def test_values_become_the_pairs_of_a_form() -> None:
    pairs = ApiHelper.form_encode_parameters({"p": models.Domicile("TN"), "l": ["a"]})
    assert pairs == [("p[region]", "TN"), ("l[0]", "a")]
    assert ApiHelper.serialize_array("k", ["a", "b"], "tsv", is_query=True) == [("k", "a\tb")]
    assert ApiHelper.serialize_array("k", [], "plain") == []
    with pytest.raises(ValueError, match="Invalid format"):
        ApiHelper.serialize_array("k", ["a"], "csv")
