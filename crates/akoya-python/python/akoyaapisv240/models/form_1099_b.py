"""`Form1099B`."""

from akoyaapisv240.models import Form1099B as Form1099B
