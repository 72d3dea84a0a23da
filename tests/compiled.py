"""One memory of compiled statements for all databases of a test run.

SQLAlchemy compiles a statement once per engine. A program has one or two engines for as long as it runs; the
tests have some thousand, each for a moment, and compiling would take them longer than all else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import ParamSpec

import pytest
import sqlalchemy
from sqlalchemy import Engine

from agent_app.storage import engine as client
from agent_app.storage.compiled_ahead import Statements
from provincial_server import database as server

How = ParamSpec("How")

_MAKERS: tuple[ModuleType, ...] = (client, server)
_ALL = 20_000


@cache
def _statements(_kind: str) -> Statements:
    return Statements(most=_ALL)


def _sharing(create: Callable[How, Engine]) -> Callable[How, Engine]:
    def create_engine(*arguments: How.args, **options: How.kwargs) -> Engine:
        engine = create(*arguments, **options)
        # The options of an address choose a schema, and a dialect remembers which one is usual.
        _statements(f"{engine.url.drivername} {engine.url.query}").serve(engine)
        return engine

    return create_engine


def _keep_ours(_engine: Engine) -> None:
    """Leave an engine as it was made."""


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let every database of the two programs be asked by statements that any of them has compiled."""
    with pytest.MonkeyPatch.context() as patch:
        for module in _MAKERS:
            patch.setattr(module, "create_engine", _sharing(sqlalchemy.create_engine))
        # What the program compiles ahead for one home would take this memory away from the others.
        patch.setattr(client.compiled_ahead, "lend", _keep_ours)
        yield
