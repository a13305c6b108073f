"""Writes the modules and type stubs of the models from the table that the extension has, and the modules of the package's later name:
``python stubs.py [--check]``.

With ``--check`` nothing is written; the exit code says whether something would be.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import textwrap
from pathlib import Path

from akoyaapisv240 import _akoya

PACKAGES = Path(__file__).parent / "python"
FIRST, LATER = PACKAGES / "akoyaapisv240", PACKAGES / "akoya"
FOLDER = FIRST / "models"

HEAD = '''\
"""The objects of the API. Made by `cargo xtask python --stubs`."""

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

from akoyaapisv240._model import Case as Case
from akoyaapisv240._model import Enumeration as Enumeration
from akoyaapisv240._model import Model as Model
from akoyaapisv240.amount import Amount
from akoyaapisv240.dates import RFC3339DateTime

'''

# What a constructor takes besides what an attribute has.
ALSO = {"Amount": "Amount | float | Decimal", "RFC3339DateTime": "RFC3339DateTime | dt.datetime | str"}


def docstring(text: str, indent: str) -> str:
    """Returns a docstring, on one line where it fits."""
    text = text.replace("\\", "\\\\").replace('"""', "'''").strip()
    lines = textwrap.wrap(" ".join(text.split()), 120)
    if len(lines) == 1 and not lines[0].endswith('"'):
        return f'{indent}"""{lines[0]}"""\n'
    body = "".join(f"{indent}{line}\n" for line in lines)
    return f'{indent}"""\n{body}{indent}"""\n'


def class_stub(name: str, base: str) -> str:
    """Returns the stub of a class."""
    doc, fields = _akoya.model_fields(name)
    # An attribute is called `date` too.
    fields = [(*field[:2], "dt.date" if field[2] == "date" else field[2], *field[3:]) for field in fields]
    out = f"class {name}({base}):\n{docstring(doc, '    ')}\n"
    for attribute, _, annotation, _, about in fields:
        out += f"    {attribute}: {annotation} | None\n{docstring(about, '    ')}"
    parameters = ""
    for attribute, _, annotation, is_required, _ in fields:
        taken = ALSO.get(annotation, annotation)
        default = "" if is_required else " = ..."
        parameters += f"        {attribute}: {taken} | None{default},\n"
    parameters += "        additional_properties: dict[str, Any] | None = ...,\n"
    return out + f"    def __init__(\n        self,\n{parameters}    ) -> None: ...\n\n"


def enum_stub(name: str) -> str:
    """Returns the stub of an enumeration."""
    members = _akoya.enumeration_members(name)
    out = f"class {name}(Enumeration):\n"
    for member, value in members.items():
        out += f"    {member}: Literal[{value!r}]\n"
    return out + "\n"


def stub() -> str:
    """Returns the stub of the package of the models."""
    names = _akoya.model_names()
    cases = {}
    for name in names:
        for case in _akoya.cases(name).values():
            cases[case.__name__] = name
    out = HEAD
    # A class follows its base.
    for name in sorted(names, key=lambda name: (name in cases, name)):
        if _akoya.enumeration_members(name) is not None:
            out += enum_stub(name)
        elif not _akoya.model_alias(name):
            out += class_stub(name, "Case" if _akoya.cases(name) else cases.get(name, "Model"))
    for name in names:
        alias = _akoya.model_alias(name)
        if alias:
            out += f"{name} = {alias}\n"
    listed = "".join(f'    "{name}",\n' for name in sorted(names))
    return out + f"\n__all__ = [\n{listed}]\n"


def module(name: str) -> str:
    """Returns the module of one class."""
    return f'"""`{name}`."""\n\nfrom akoyaapisv240.models import {name} as {name}\n'


RENAMED = {"controllers": "apis", "akoyaapisv_240_client": "akoya_client"}


def later_path(first: str) -> Path:
    """Returns the path of the later name of a module, without an extension."""
    parts = first.split(".")[1:]
    later = [RENAMED.get(part, part.replace("_controller", "_api")) for part in parts]
    return LATER.joinpath(*later, *(["__init__"] if FIRST.joinpath(*parts).is_dir() else []))


def later_module(first: str) -> str:
    """Returns the module of the later name of a module."""
    doc = f'"""``{first}`` by its later name."""\n\n'
    short = first.removeprefix("akoyaapisv240.")
    if short == "models":
        return doc + f"from {first} import __all__, __dir__, __getattr__\n\n__all__ = __all__  # noqa: PLW0127\n"
    if short == "controllers":
        return doc
    name, later = "Akoyaapisv240Client", "AkoyaClient"
    if short.startswith("controllers."):
        known = vars(importlib.import_module(first)).items()
        name = next(name for name, kind in known if name.endswith("Controller") and kind.__module__ == first)
        later = name.removesuffix("Controller") + "Api"
    elif short != "akoyaapisv_240_client":
        return doc + f"from {first} import *\n"
    return doc + f'from {first} import {name} as {later}\n\n__all__ = ["{later}"]\n'


def later_files() -> dict[Path, str]:
    """Returns the modules of the later name: of all that are public."""
    names = (one.name for one in pkgutil.walk_packages([str(FIRST)], "akoyaapisv240."))
    public = [name for name in names if "._" not in name and not name.endswith(".pytest_plugin")]
    wanted = {later_path(name).with_suffix(".py"): later_module(name) for name in public}
    wanted[LATER / "models" / "__init__.pyi"] = (
        "from akoyaapisv240.models import *\nfrom akoyaapisv240.models import __all__ as __all__\n"
    )
    return wanted


def files() -> dict[Path, str]:
    """Returns what each file has to be."""
    wanted = {FOLDER / f"{file}.py": module(name) for name, file in _akoya.model_names().items()}
    wanted[FOLDER / "__init__.pyi"] = stub()
    return {**wanted, **later_files()}


def main() -> int:
    """Writes or checks the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail if a file is not as it would be written")
    check = parser.parse_args().check
    wanted = files()
    present = {path for path in FOLDER.iterdir() if path.suffix in (".py", ".pyi")} - {FOLDER / "__init__.py"}
    present |= {path for path in LATER.rglob("*.py*") if path.suffix in (".py", ".pyi")} - {LATER / "__init__.py"}
    stale = sorted(path for path, text in wanted.items() if path not in present or path.read_text("utf-8") != text)
    extra = sorted(present - set(wanted))
    for path in stale + extra:
        print(path.relative_to(PACKAGES))
    if check:
        return 1 if stale or extra else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], "utf-8")
    for path in extra:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
