"""``akoyaapisv240.utilities.file_wrapper`` by its later name."""

from akoyaapisv240.utilities.file_wrapper import *
