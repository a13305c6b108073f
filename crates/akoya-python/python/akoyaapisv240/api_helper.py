"""JSON, dates and URLs, as the package has always offered them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Optional, Union
from urllib.parse import quote

from akoyaapisv240 import dates
from akoyaapisv240._akoya import Record, dumps, loads
from akoyaapisv240._model import SKIP

__all__ = ["APIHelper", "ApiHelper"]


class ApiHelper:
    """Functions around API calls. There is no need of an object of this class."""

    SKIP = SKIP
    """The default of an argument that was not given."""

    CustomDate = dates.CustomDate
    HttpDateTime = dates.HttpDateTime
    RFC3339DateTime = dates.RFC3339DateTime
    UnixDateTime = dates.UnixDateTime

    @staticmethod
    def json_serialize(obj: Any, should_encode: bool = True) -> Any:
        """Returns a model, a dictionary, a list or a number as JSON; ``None`` and text stay what they are.

        :param should_encode: with ``False`` the result is a dictionary or list instead of text
        """
        if obj is None or isinstance(obj, str):
            return obj
        return dumps(obj) if should_encode else loads(dumps(obj))

    @staticmethod
    def json_serialize_wrapped_params(obj: Optional[Mapping[str, Any]]) -> Optional[str]:
        """Returns several parameters as one JSON object."""
        return None if obj is None else dumps(dict(obj))

    @staticmethod
    def json_deserialize(
        json: Union[str, bytes, None],
        unboxing_function: Optional[Callable[[Any], Any]] = None,
        as_dict: bool = False,
    ) -> Any:
        """Reads JSON. Numbers with a point or an exponent are ``Amount``s; text that is not JSON comes back as it is.

        :param unboxing_function: makes the result, or each element of a list, of what was read, such as ``Balances.from_dictionary``
        :param as_dict: whether the function makes each value of a dictionary
        """
        if json is None:
            return None
        try:
            decoded = loads(json)
        except ValueError:
            return json
        if unboxing_function is None:
            return decoded
        if as_dict:
            return {name: unboxing_function(value) for name, value in decoded.items()}
        if isinstance(decoded, list):
            return [unboxing_function(element) for element in decoded]
        return unboxing_function(decoded)

    @staticmethod
    def dynamic_deserialize(dynamic_response: Optional[str]) -> Any:
        """Reads JSON; text that is not JSON comes back as it is."""
        return ApiHelper.json_deserialize(dynamic_response)

    @staticmethod
    def date_deserialize(response: str) -> Any:
        """Reads a date in JSON, or a list of dates."""
        decoded = ApiHelper.json_deserialize(response)
        if isinstance(decoded, list):
            return [_date(element) for element in decoded]
        return _date(decoded)

    @staticmethod
    def datetime_deserialize(response: Any, datetime_format: Any) -> Any:
        """Reads a date and time in JSON, or a list of these.

        :param datetime_format: ``HttpDateTime``, ``UnixDateTime`` or ``RFC3339DateTime``, as name or as a member of an enumeration
        """
        if response is None:
            return None
        decoded = ApiHelper.json_deserialize(response) if isinstance(response, str) else response
        of = _format(datetime_format)
        if isinstance(decoded, list):
            return [of.from_value(element).datetime for element in decoded]
        return of.from_value(decoded).datetime

    @staticmethod
    def apply_datetime_converter(value: Any, datetime_converter_obj: Any) -> Any:
        """Wraps the ``datetime`` in a value, and those in lists and dictionaries."""
        if isinstance(value, list):
            return [ApiHelper.apply_datetime_converter(item, datetime_converter_obj) for item in value]
        if isinstance(value, dict):
            return {name: ApiHelper.apply_datetime_converter(item, datetime_converter_obj) for name, item in value.items()}
        return datetime_converter_obj(value) if isinstance(value, dt.datetime) else value

    @staticmethod
    def when_defined(func: Callable[[Any], Any], value: Any) -> Any:
        """Returns what a function makes of a value, ``None`` without one."""
        return func(value) if value else None

    @staticmethod
    def to_dictionary(obj: Any, should_ignore_null_values: bool = False) -> dict[str, Any]:
        """Returns a model as a dictionary with the names of the API.

        :param should_ignore_null_values: whether attributes that are ``None`` are left out
        """
        dictionary: dict[str, Any] = loads(dumps(obj))
        return _without_none(dictionary) if should_ignore_null_values else dictionary

    @staticmethod
    def get_additional_properties(
        dictionary: Mapping[str, Any], unboxing_function: Callable[[Any], Any]
    ) -> dict[str, Any]:
        """Returns the properties that a function does not refuse."""
        properties = {}
        for name, value in dictionary.items():
            try:
                properties[name] = unboxing_function(value)
            except Exception:  # noqa: BLE001, S112
                continue
        return properties

    @staticmethod
    def is_valid_type(value: Any, type_callable: Callable[[Any], bool], is_value_nullable: bool = False) -> bool:
        """Returns whether a value, or each value in a list or dictionary, is what a function accepts."""
        if value is None:
            return is_value_nullable
        if isinstance(value, dict):
            return all(ApiHelper.is_valid_type(item, type_callable) for item in value.values())
        if isinstance(value, list):
            return all(ApiHelper.is_valid_type(item, type_callable) for item in value)
        return type_callable(value)

    @staticmethod
    def get_content_type(value: Any) -> Optional[str]:
        """Returns the content type in which a value is sent."""
        if value is None:
            return None
        if type(value) in (int, str, bool, float):
            return "text/plain; charset=utf-8"
        return "application/json; charset=utf-8"

    @staticmethod
    def append_url_with_template_parameters(url: Optional[str], parameters: Optional[Mapping[str, Any]]) -> str:
        """Puts values into a URL in the place of ``{name}``.

        :param parameters: for each name a dictionary with ``value`` and ``encode``
        """
        if url is None:
            raise ValueError("URL is None.")
        for name, parameter in (parameters or {}).items():
            value = parameter["value"]
            parts = value if isinstance(value, list) else [] if value is None else [value]
            texts = (quote(str(part), safe="") if parameter["encode"] else str(part) for part in parts)
            url = url.replace("{" + name + "}", "/".join(texts))
        return url

    @staticmethod
    def append_url_with_query_parameters(
        url: Optional[str], parameters: Optional[Mapping[str, Any]], array_serialization: str = "indexed"
    ) -> str:
        """Adds query parameters to a URL; names and values are encoded."""
        if url is None:
            raise ValueError("URL is None.")
        for name, value in ApiHelper.process_complex_types_parameters(parameters or {}, array_serialization):
            separator = "&" if "?" in url else "?"
            url += f"{separator}{quote(name, safe='[]')}={quote(str(value), safe='')}"
        return url

    @staticmethod
    def process_complex_types_parameters(
        query_parameters: Mapping[str, Any], array_serialization: str
    ) -> list[tuple[str, Any]]:
        """Returns query parameters as pairs: models, dictionaries and lists become several."""
        pairs: list[tuple[str, Any]] = []
        for name, value in query_parameters.items():
            pairs += ApiHelper.form_encode(value, name, array_serialization, is_query=True)
        return pairs

    @staticmethod
    def clean_url(url: str) -> str:
        """Returns a URL without empty segments in its path; ``ValueError`` when it is not absolute."""
        match = re.match(r"(https?://[^/?]+)([^?]*)(.*)", url, re.DOTALL)
        if match is None:
            raise ValueError("Invalid Url format.")
        host, path, query = match.groups()
        return host + re.sub("//+", "/", path) + query

    @staticmethod
    def form_encode_parameters(
        form_parameters: Mapping[str, Any], array_serialization: str = "indexed"
    ) -> list[tuple[str, Any]]:
        """Returns the parameters of a form as pairs."""
        pairs: list[tuple[str, Any]] = []
        for name, value in form_parameters.items():
            pairs += ApiHelper.form_encode(value, name, array_serialization)
        return pairs

    @staticmethod
    def form_encode(
        obj: Any, instance_name: str, array_serialization: str = "indexed", is_query: bool = False
    ) -> list[tuple[str, Any]]:
        """Returns a value as pairs, those of a model or dictionary as in ``person[name]``."""
        if isinstance(obj, Record):
            obj = ApiHelper.to_dictionary(obj)
        if obj is None:
            return []
        pairs: list[tuple[str, Any]] = []
        if isinstance(obj, list):
            for name, item in ApiHelper.serialize_array(instance_name, obj, array_serialization, is_query):
                pairs += ApiHelper.form_encode(item, name, array_serialization, is_query)
        elif isinstance(obj, dict):
            for name, item in obj.items():
                pairs += ApiHelper.form_encode(item, f"{instance_name}[{name}]", array_serialization, is_query)
        else:
            pairs.append((instance_name, str(obj).lower() if isinstance(obj, bool) else obj))
        return pairs

    @staticmethod
    def serialize_array(
        key: str, array: list[Any], formatting: str = "indexed", is_query: bool = False
    ) -> list[tuple[str, Any]]:
        """Returns a list as pairs.

        :param formatting: ``indexed``, ``unindexed``, ``plain``; in a query also ``csv``, ``psv`` and ``tsv``
        """
        form = str(getattr(formatting, "value", formatting)).lower().replace("_", "")
        is_plain = not array or isinstance(array[0], (str, int, float, bool, dt.date, dates.CustomDate))
        if form == "indexed" or not is_plain:
            return [(f"{key}[{at}]", element) for at, element in enumerate(array)]
        if form == "unindexed":
            return [(f"{key}[]", element) for element in array]
        if form == "plain":
            return [(key, element) for element in array]
        separators = {"csv": ",", "psv": "|", "tsv": "\t"}
        if not is_query or form not in separators:
            raise ValueError("Invalid format provided.")
        return [(key, separators[form].join(str(element) for element in array))]

    @staticmethod
    def resolve_template_placeholders(placeholders: Iterable[str], values: Any, template: str) -> str:
        """Puts values into a text in the place of ``{name}`` and ``{$section.name}``."""
        for placeholder in placeholders:
            if isinstance(values, Mapping):
                name = placeholder.strip("{}").rsplit(".", 1)[-1]
                value = values.get(name)
                template = template.replace(placeholder, str(value) if value else "")
            else:
                template = template.replace(placeholder, "" if values is None else str(values))
        return template


class APIHelper(ApiHelper):
    """Functions around API calls, by the name that the package's documentation uses."""


def _date(text: Any) -> Optional[dt.date]:
    moment = dates.RFC3339DateTime.from_value(text).datetime
    return moment.date() if moment else None


def _format(name: Any) -> Any:
    names = {
        "httpdatetime": dates.HttpDateTime,
        "unixdatetime": dates.UnixDateTime,
        "rfc3339datetime": dates.RFC3339DateTime,
    }
    word = re.sub("[^a-z0-9]", "", str(getattr(name, "value", name)).lower())
    if word not in names:
        raise ValueError("Invalid format provided.")
    return names[word]


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_none(item) for name, item in value.items() if item is not None}
    return [_without_none(item) for item in value] if isinstance(value, list) else value
