"""Put a mutant in place of the code that is loaded: for a process that ends after it.

Everything has been imported by then, tests too, and holds on to functions by name. So a function stays the object it
is and gets the mutant's code; only what a decorator made, or a constant, is put into each module that holds it.
"""

import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from mutants.mutant import Mutant

ROOT = Path(__file__).resolve().parent.parent
PLAIN = (bool, int, str, Decimal, timedelta, frozenset, set, tuple, list, dict)


def put(mutant: Mutant) -> None:
    """From here on this process runs the mutant."""
    if mutant.file.endswith(".sql"):
        _put_statement(ROOT / mutant.file, mutant.text)
    else:
        _put_module(sys.modules[mutant.file.removesuffix(".py").replace("/", ".")], mutant.text)


def _put_statement(path: Path, text: str) -> None:
    """Statements are read from their files and kept; this one reads otherwise, and none is kept any more."""
    plain = Path.read_text

    def read_text(self: Path, *args: Any, **options: Any) -> str:
        return text if self == path else plain(self, *args, **options)

    Path.read_text = read_text  # type: ignore[method-assign]
    for name, module in list(sys.modules.items()):
        if name.startswith("billing."):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def _put_module(module: ModuleType, text: str) -> None:
    changed = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(text, str(module.__file__), "exec"), changed)  # noqa: S102  # our own file, with one thing changed
    for name, now in changed.items():
        before = vars(module).get(name)
        if getattr(now, "__module__", None) == module.__name__:
            _put_member(module, before, now)
        elif isinstance(now, PLAIN) and not name.startswith("__") and before != now:
            _rebind(name, before, now)


def _put_member(module: ModuleType, before: Any, now: Any) -> None:
    if isinstance(now, type):
        for name, member in vars(now).items():
            if name in vars(before):
                _put_member(module, vars(before)[name], member)
    elif isinstance(now, property):
        _put_member(module, before.fget, now.fget)
    elif isinstance(now, classmethod | staticmethod):
        _put_member(module, before.__func__, now.__func__)
    elif callable(now) and isinstance(_innermost(now), FunctionType):
        _put_function(module, before, now)


def _put_function(module: ModuleType, before: Any, now: Any) -> None:
    old, new = _innermost(before), _innermost(now)
    if old.__module__ != module.__name__ or not isinstance(old, FunctionType):
        return
    if (before is old) == (now is new):
        old.__code__, old.__defaults__, old.__kwdefaults__ = (
            new.__code__,
            new.__defaults__,
            new.__kwdefaults__,
        )
        if hasattr(before, "cache_clear"):
            before.cache_clear()
    else:
        bare = FunctionType(new.__code__, vars(module), new.__name__, new.__defaults__, new.__closure__)
        bare.__kwdefaults__ = new.__kwdefaults__
        _rebind(new.__name__, before, bare)


def _rebind(name: str, before: Any, now: Any) -> None:
    """In every module that holds this very value under this name."""
    for module in list(sys.modules.values()):
        if isinstance(module, ModuleType) and vars(module).get(name, _rebind) is before:
            setattr(module, name, now)


def _innermost(function: Any) -> Any:
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function
