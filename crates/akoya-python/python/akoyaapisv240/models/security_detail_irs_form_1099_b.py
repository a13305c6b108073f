"""`SecurityDetailIrsForm1099B`."""

from akoyaapisv240.models import SecurityDetailIrsForm1099B as SecurityDetailIrsForm1099B
