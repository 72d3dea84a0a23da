"""Ties what needs no open store: backups are listed and put back, damaged stores are rescued."""

from dataclasses import dataclass
from pathlib import Path

from agent_app.bootstrap import HomeMissingError
from agent_app.runtime.clock import SystemClock
from agent_app.runtime.home_locks import alone_in
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import unwrap_data_key
from agent_app.services.backups import Backup
from agent_app.services.restoring import Restored
from agent_app.storage.backup_file import open_backup, read_header, unlock, verify_bytes
from agent_app.storage.backup_shelf import FileBackupShelf
from agent_app.storage.restoring import Agree, Restoring


@dataclass(frozen=True, slots=True)
class Recovery:
    """What can be done with a home that does not open, or does not exist yet."""

    home: Home
    password: str

    def backups(self, folder: Path | None = None) -> list[Backup]:
        """Return the backups of a folder, by default the home's own, newest first."""
        if not self.home.keys.exists():
            raise HomeMissingError
        return FileBackupShelf(self.home, unwrap_data_key(self.home.keys, self.password)).backups(folder)

    def restore(self, file: Path, agree: Agree) -> Restored | None:
        """Put a backup back; the password is the one that the home had when the backup was made."""
        data_key = unlock(read_header(file), self.password)
        opened = open_backup(file, data_key)
        verify_bytes(opened)
        self.home.make()
        with alone_in(self.home):
            return Restoring(self.home, opened, data_key, self.password, SystemClock().now()).run(agree)
