"""A keyring in memory, and a machine that has none."""

from dataclasses import dataclass, field

from agent_app.runtime.key_failures import KeyringMissingError


@dataclass(slots=True)
class MemoryKeyring:
    """Keeps secrets until the test ends; ``locked`` it gives and takes nothing."""

    kept: dict[str, bytes] = field(default_factory=dict)
    locked: bool = False

    def get(self, name: str) -> bytes | None:
        self._refuse_if_locked()
        return self.kept.get(name)

    def put(self, name: str, secret: bytes) -> None:
        self._refuse_if_locked()
        self.kept[name] = secret

    def remove(self, name: str) -> None:
        self._refuse_if_locked()
        self.kept.pop(name, None)

    def _refuse_if_locked(self) -> None:
        if self.locked:
            raise KeyringMissingError
