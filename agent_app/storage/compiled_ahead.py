"""Statements that were compiled before a store is open."""

from sqlalchemy import Dialect, Engine


class CompiledAhead:
    """Keeps what the statements of one engine compiled to, for other engines on databases of the same kind.

    Each of those gets a memory of its own that begins with it: what somebody types in one home never lies in
    what another one is lent.
    """

    def __init__(self) -> None:
        self._dialect: Dialect | None = None
        self._statements: dict[object, object] = {}

    @property
    def kept(self) -> bool:
        """Whether there is anything to lend."""
        return self._dialect is not None

    def learn_from(self, engine: Engine) -> None:
        """Have an engine remember here whatever it compiles, until it is ``keep``'s turn."""
        engine.update_execution_options(compiled_cache=self._statements)

    def keep(self, engine: Engine) -> None:
        """Lend from now on what an engine has learnt, with its dialect: that is a part of each key."""
        self._dialect = engine.dialect

    def lend(self, engine: Engine) -> None:
        """Let an engine begin with what is kept, if anything is."""
        if self._dialect is not None:
            engine.dialect = self._dialect
            engine.update_execution_options(compiled_cache=dict(self._statements))
