"""Homes with a new store, each made once in a test run and then written anew as it was."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from agent_app.runtime.paths import Home
from agent_app.storage.store import create_store


@cache
def _made(data_key: bytes, device_id: UUID) -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        create_store(home, data_key, device_id)
        return {path.name: path.read_bytes() for path in home.folder.iterdir()}


def new_store(home: Home, data_key: bytes, device_id: UUID) -> None:
    """Leave in a folder what ``create_store`` leaves there."""
    home.make()
    for name, content in _made(data_key, device_id).items():
        path = home.folder / name
        path.touch(0o600, exist_ok=False)
        path.write_bytes(content)
