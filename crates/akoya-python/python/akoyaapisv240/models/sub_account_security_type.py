"""`SubAccountSecurityType`."""

from akoyaapisv240.models import SubAccountSecurityType as SubAccountSecurityType
