"""Where things lie: the files of a home, and the resources that ship with the program."""

import sys
from dataclasses import dataclass
from pathlib import Path

import agent_app
from agent_app.runtime.durable import make_folder

APP_FOLDER = "DiTungNha"


@dataclass(frozen=True, slots=True)
class Home:
    """One agent's folder on one machine."""

    folder: Path

    @property
    def store(self) -> Path:
        """The encrypted database."""
        return self.folder / "store.db"

    @property
    def draft(self) -> Path:
        """The encrypted database of a home that is still being made; it gets its name last of all."""
        return self.folder / "store.db.new"

    @property
    def keys(self) -> Path:
        """The wrapped data key."""
        return self.folder / "keys.json"

    @property
    def tries(self) -> Path:
        """How often the home was tried in vain."""
        return self.folder / "tries.json"

    @property
    def keys_lock(self) -> Path:
        """The empty file that is there while somebody tries a key or changes the wraps."""
        return self.folder / "keys.lock"

    @property
    def device_key(self) -> Path:
        """The sealed private keys of this device."""
        return self.folder / "device.key"

    @property
    def journal(self) -> Path:
        """The sealed copy of every money operation."""
        return self.folder / "receipts.jnl"

    @property
    def lock(self) -> Path:
        """The empty file that processes hold while they use the home."""
        return self.folder / "home.lock"

    @property
    def sync_lock(self) -> Path:
        """Held by the one program that exchanges with the office."""
        return self.folder / "sync.lock"

    @property
    def window_lock(self) -> Path:
        """The empty file that the home's one window holds."""
        return self.folder / "window.lock"

    @property
    def reserve(self) -> Path:
        """The file that keeps some room on the disk, to be given up when it fills."""
        return self.folder / "reserve.bin"

    @property
    def backups(self) -> Path:
        """The folder of encrypted copies."""
        return self.folder / "backups"

    @property
    def logs(self) -> Path:
        """The folder of logs, which hold ids only."""
        return self.folder / "logs"

    @property
    def log(self) -> Path:
        """The log that is written to now; older ones lie beside it."""
        return self.logs / "agent-app.jsonl"

    def make(self) -> None:
        """Make the folder, its owner's alone; one that is there stays as it is."""
        make_folder(self.folder)

    @property
    def exists(self) -> bool:
        """Whether a home lies here, whole or in parts; one whose making was broken off is none yet."""
        if self.draft.exists() and not self.store.exists():
            return False
        return any(path.exists() for path in (self.store, self.keys, self.device_key, self.journal))


def default_home() -> Home:
    """Return the home in the platform's folder for a user's own files."""
    # Whoever says where the home lies does not wait for this.
    import platformdirs  # noqa: PLC0415

    return Home(Path(platformdirs.user_data_dir(APP_FOLDER, appauthor=False, roaming=False)))


def resource(name: str) -> Path:
    """Find a file that ships with the program: in a checkout, an installed wheel or a frozen program."""
    package = Path(agent_app.__file__).parent
    frozen = Path(getattr(sys, "_MEIPASS", package))
    for folder in (frozen / "resources", package / "_resources", package.parent / "resources"):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(name)
