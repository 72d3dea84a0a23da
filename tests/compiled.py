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
from sqlalchemy import Dialect, Engine, event

from agent_app.storage import engine as client
from provincial_server import database as server

How = ParamSpec("How")

_MAKERS: tuple[ModuleType, ...] = (client, server)


class _Compiled:
    """What engines of one kind share: the dialect, which is a part of each key, and the statements."""

    def __init__(self) -> None:
        self._dialect: Dialect | None = None
        self._statements: dict[object, object] = {}

    def lend(self, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=self._statements)
        if self._dialect is not None:
            engine.dialect = self._dialect
            return

        @event.listens_for(engine, "connect")
        def _connected(*_connection: object) -> None:
            # By now it has learnt what its database can do.
            self._dialect = self._dialect or engine.dialect


@cache
def _compiled(_kind: str) -> _Compiled:
    return _Compiled()


def _sharing(create: Callable[How, Engine]) -> Callable[How, Engine]:
    def create_engine(*arguments: How.args, **options: How.kwargs) -> Engine:
        engine = create(*arguments, **options)
        # The options of an address choose a schema, and a dialect remembers which one is usual.
        _compiled(f"{engine.url.drivername} {engine.url.query}").lend(engine)
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
