from akoyaapisv240.models import *
from akoyaapisv240.models import __all__ as __all__
