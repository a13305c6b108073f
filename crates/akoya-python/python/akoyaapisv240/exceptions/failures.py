"""The exceptions that say more precisely what happened."""

from akoyaapisv240.exceptions.api_exception import ApiException
from akoyaapisv240.exceptions.error_error_exception import ErrorErrorException
from akoyaapisv240.exceptions.oauth_provider_exception import OauthProviderException


class InvalidInputException(ApiException, ValueError):
    """A value given to the call cannot be used; nothing was sent."""

    kind = "invalid_input"
    recovery = "fix_request"


class ConfigurationException(ApiException, ValueError):
    """Credentials, environment or store are misconfigured, or the provider rejects the client."""

    kind = "configuration"
    recovery = "fix_configuration"


class WrongTypeException(ConfigurationException, TypeError):
    """A setting has a value of the wrong type."""


class InvalidCallbackException(ApiException):
    """The callback does not belong to this authorization. Do not trust it."""

    kind = "invalid_callback"


class AccessDeniedException(OauthProviderException):
    """The customer refused."""

    kind = "access_denied"


class ConsentNeededException(ApiException):
    """There is no token and none can be obtained: ask the customer for consent again. ``consent_cause`` says why."""

    kind = "consent_needed"


class ProviderConsentNeededException(OauthProviderException, ConsentNeededException):
    """The identity provider has no token for this grant, or there never was one."""

    kind = "consent_needed"


class ApiConsentNeededException(ErrorErrorException, ConsentNeededException):
    """The data API rejects a token that is fresh."""

    kind = "consent_needed"


class TransportException(ApiException, ConnectionError):
    """The server was not reached, or the connection broke before the response was complete."""

    kind = "transport"


class TimeoutException(ApiException, TimeoutError):
    """No complete response came in time."""

    kind = "timeout"


class OutcomeUnknownException(OauthProviderException):
    """Whether the identity provider processed the request is unknown; the next call presents the token once more by itself."""

    kind = "outcome_unknown"


class UnexpectedResponseException(ApiException):
    """The response is not what the API describes: not JSON, cut off, too large, a link to another host."""

    kind = "unexpected_response"
    recovery = "report_to_provider"


class ErrorInsteadException(ErrorErrorException, UnexpectedResponseException):
    """The response has a success status and an error in it, in place of what was asked for."""

    kind = "unexpected_response"


class StoreException(ApiException):
    """The token store failed. A token may be in memory alone: repair the store while this process runs."""

    kind = "store"


class CallInUpdateException(ApiException, RuntimeError):
    """``oauth_on_token_update`` made a call with the grant whose update it is. The grant waits for the callback, so the call would wait for
    itself; nothing was sent."""

    kind = "invalid_input"
    recovery = "fix_request"


class TokenUpdateException(ApiException):
    """``oauth_on_token_update`` failed, with the exception that ``__cause__`` has. The token is in use and kept, and is offered again
    before its next use, or by ``acg_auth.retry_pending()``."""

    kind = "token_update"
