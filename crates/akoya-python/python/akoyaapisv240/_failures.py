"""From what the Rust core knows of a failure to the exception that a program catches."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from akoyaapisv240.exceptions import failures
from akoyaapisv240.exceptions.api_exception import ApiException
from akoyaapisv240.exceptions.error_error_exception import ErrorErrorException
from akoyaapisv240.exceptions.oauth_provider_exception import OauthProviderException
from akoyaapisv240.http.http_response import HttpResponse, of_exchange

if TYPE_CHECKING:
    from akoyaapisv240._akoya import Failure

_CLASSES: dict[str, type[ApiException]] = {
    "invalid_input": failures.InvalidInputException,
    "configuration": failures.ConfigurationException,
    "invalid_callback": failures.InvalidCallbackException,
    "access_denied": failures.AccessDeniedException,
    "consent_needed": failures.ProviderConsentNeededException,
    "oauth_provider": OauthProviderException,
    "api": ErrorErrorException,
    "transport": failures.TransportException,
    "timeout": failures.TimeoutException,
    "outcome_unknown": failures.OutcomeUnknownException,
    "store": failures.StoreException,
    "token_update": failures.TokenUpdateException,
    "unexpected_response": failures.UnexpectedResponseException,
}


def exception(failure: Failure) -> ApiException:
    """Makes the exception of a failure; the core calls it."""
    kind = _CLASSES[failure.kind]
    if failure.kind == "consent_needed" and failure.oauth_error is None and failure.status:
        kind = failures.ApiConsentNeededException
    elif failure.kind == "unexpected_response" and failure.is_of_api:
        kind = failures.ErrorInsteadException
    made = kind(failure.message, _response(failure))
    made.kind = failure.kind
    made.recovery = failure.recovery
    made.retry_after = failure.retry_after
    made.interaction_id = failure.interaction_id
    made.consent_cause = failure.cause
    return made


def _response(failure: Failure) -> HttpResponse | None:
    if failure.exchange is not None:
        return of_exchange(failure.exchange)
    if failure.status is None:
        return None
    # Of the identity provider's responses the error alone is kept: what else is in them may be a token.
    error = {
        "error": failure.oauth_error,
        "error_description": failure.oauth_error_description,
        "error_uri": failure.oauth_error_uri,
    }
    text = json.dumps({name: value for name, value in error.items() if value is not None})
    return HttpResponse(failure.status, None, {"content-type": "application/json"}, text, None)
