"""`AkoyaAccountInfoProduct`."""

from akoyaapisv240.models import AkoyaAccountInfoProduct as AkoyaAccountInfoProduct
