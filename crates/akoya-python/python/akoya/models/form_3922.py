"""``akoyaapisv240.models.form_3922`` by its later name."""

from akoyaapisv240.models.form_3922 import *
