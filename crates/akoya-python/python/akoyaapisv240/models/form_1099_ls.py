"""`Form1099Ls`."""

from akoyaapisv240.models import Form1099Ls as Form1099Ls
