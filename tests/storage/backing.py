"""A home whose backups are made: with its keys, as the program makes it, and a cheap password."""

from dataclasses import dataclass
from pathlib import Path

from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost, DeviceKeys, wrap_data_key
from agent_app.services.backups import BackupService
from agent_app.storage.backup_shelf import FileBackupShelf
from agent_app.storage.store import Store
from tests.builders import DEVICE
from tests.fakes import FixedClock
from tests.ready_home import new_store
from tests.storage.till import KEY, home_at

PASSWORD = "mật khẩu của chị Hoa"
CHEAP = Argon2Cost(1, 8, 1)


def a_home(folder: Path, key: bytes = KEY) -> Home:
    """Make a home with a new store, its keys and its device's key."""
    home = home_at(folder)
    home.make()
    new_store(home, key, DEVICE)
    wrap_data_key(home.keys, key, PASSWORD, CHEAP)
    DeviceKeys.generate().save(home.device_key, key)
    return home


@dataclass(frozen=True, slots=True)
class Backing:
    """Backups of an open store, by a clock that a test sets."""

    home: Home
    store: Store
    clock: FixedClock
    key: bytes = KEY

    @property
    def shelf(self) -> FileBackupShelf:
        """The files."""
        return FileBackupShelf(self.home, self.key)

    @property
    def service(self) -> BackupService:
        """The use case."""
        return BackupService(self.shelf, self.store.backup_notes, self.clock)
