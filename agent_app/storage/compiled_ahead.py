"""Statements that were compiled before a store is open."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

_MOST = 500

Key = tuple[object, ...]


class Statements:
    """Remembers what statements compile to, for whichever of several databases of one kind.

    To SQLAlchemy a statement is another one for each engine, for its keys begin with the engine's dialect. A
    dialect is never lent: whoever listens to the errors of an engine listens to its dialect. The memory
    forgets as an engine's own does.
    """

    def __init__(self, most: int = _MOST, known: Mapping[Key, object] = MappingProxyType({})) -> None:
        self._held: LRUCache[Key, object] = LRUCache(most)
        self._held.update(known)

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Key) -> object | None:
        """Return what a statement compiled to, if that is remembered."""
        return self._held.get(key[1:])

    def __setitem__(self, key: Key, compiled: object) -> None:
        self._held[key[1:]] = compiled

    def copy(self) -> "Statements":
        """Return a memory of its own that begins with this one."""
        return Statements(known=self._held)

    def serve(self, engine: Engine) -> None:
        """Let an engine remember here."""
        engine.update_execution_options(compiled_cache=self)


class CompiledAhead:
    """Lends each engine a memory of its own that begins with what is kept here.

    So what somebody types in one home never lies in what another one is lent.
    """

    def __init__(self) -> None:
        self._statements: Statements | None = None

    @property
    def kept(self) -> bool:
        """Whether there is anything to lend."""
        return self._statements is not None

    def keep(self, statements: Statements) -> None:
        """Lend these from now on."""
        self._statements = statements

    def lend(self, engine: Engine) -> None:
        """Let an engine begin with what is kept, if anything is."""
        if self._statements is not None:
            self._statements.copy().serve(engine)
