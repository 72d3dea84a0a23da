"""Which files of a home the support bundle names."""

import json
import zipfile
from pathlib import Path

from agent_app.runtime.paths import Home
from agent_app.runtime.support_bundle import write_bundle

OURS = {
    "store.db",
    "store.db-wal",
    "store.db-shm",
    "store.db.new",
    "store.db.swap-20261125-030000",
    "store.db.restored",
    "store.db.restored-journal",
    "store.db.rescued",
    "store.db.taken-out",
    "store.db.before-restore-20261125-030000",
    "store.db.before-restore-20261125-030000-2-wal",
    "keys.json",
    "keys.json.before-restore-20261125-030000",
    "keys.lock",
    "tries.json",
    "tries.json.new",
    "device.key",
    "device.key.before-restore-20261125-030000",
    "receipts.jnl",
    "receipts.jnl.torn-812",
    "receipts.jnl.before-rescue-20261125-030000",
    "home.lock",
    "window.lock",
    "init.lock",
    "reserve.bin",
    "reserve.bin.new",
    "backups/backup.lock",
    "backups/20261125-01940000-0000-7000-8000-0000000000d1.db",
    "backups/20261125-01940000-0000-7000-8000-0000000000d1.new",
    "backups/20261125-030000-0a0b0c.dtnbak",
    "backups/20261125-030000-0a0b0c.draft",
    "backups/20261125-030000-0a0b0c.copy",
    "backups/20261125-030000-0a0b0c.copy-journal",
    "logs/agent-app.jsonl",
    "logs/agent-app.jsonl.1",
}
NOT_OURS = {"Nguyễn Thị Ánh.xlsx", "store.db.Hoa", "backups/chị Hoa.dtnbak", "logs/Hoa.txt"}


def test_every_file_that_the_program_makes_is_named_and_others_are_counted(tmp_path: Path) -> None:
    home = Home(tmp_path / "Máy chị Hoa")
    for name in OURS | NOT_OURS:
        (home.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (home.folder / name).write_bytes(b"12345")

    write_bundle(tmp_path / "bundle.zip", home, {})

    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        files = json.loads(archive.read("files.json"))
    assert files == {"files": dict.fromkeys(OURS, 5), "others": len(NOT_OURS)}
