"""Answers about backups and restoring."""

from datetime import datetime
from pathlib import Path

from agent_app.cli.answers import Fields
from agent_app.services.backups import Backup, BackupMade, BackupState, BookPlace
from agent_app.services.rescuing import Rescued
from agent_app.services.restoring import Restored, RestorePreview


def backup_answer(backup: Backup) -> Fields:
    """Answer one line of ``backup list``; what is sealed is unknown where the key does not fit."""
    manifest = backup.manifest
    return {
        "file": str(backup.path),
        "bytes": backup.bytes,
        "verified": backup.problem is None,
        "problem": backup.problem,
        "made_at": manifest and instant(manifest.made_at),
        "agent": manifest and manifest.agent_code,
        "device_id": manifest and manifest.device_id,
        "receipts": manifest and manifest.receipts,
        "total": manifest and manifest.total,
        "dseq": manifest and manifest.dseq,
    }


def made_answer(made: BackupMade, state: BackupState) -> Fields:
    """Answer ``backup``."""
    return backup_answer(made.backup) | {
        "second": _text(made.second),
        "second_failure": made.second_failure,
        "remembered": state.second_folder,
    }


def preview_answer(preview: RestorePreview) -> Fields:
    """Answer what ``restore`` would do."""
    newer = preview.newer
    return {
        "made_at": instant(preview.manifest.made_at),
        "agent": preview.manifest.agent_code,
        "receipts": preview.manifest.receipts,
        "total": preview.manifest.total,
        "store_read": preview.store_read,
        "journal": preview.witness.value,
        "newer": {
            "receipts": [
                {
                    "op_id": each.op_id,
                    "symbol": each.symbol,
                    "book": each.book,
                    "number": each.number,
                    "issued_on": each.issued_on,
                    "total": each.total,
                    "in_journal": each.witnessed,
                }
                for each in newer.receipts
            ],
            "total": newer.total,
            "visits": [
                {"op_id": each.op_id, "recorded_at": instant(each.recorded_at)} for each in newer.visits
            ],
            "imports": [
                {"month": each.month, "imported_at": instant(each.imported_at)} for each in newer.imports
            ],
        },
        "freezes": [book_answer(each) for each in preview.freezes],
        "new_device_key": preview.new_device_key,
    }


def restored_answer(preview: RestorePreview, restored: Restored | None) -> Fields:
    """Answer ``restore``."""
    return {
        "restored": restored is not None,
        "kept_aside": restored.kept_aside if restored else None,
        **preview_answer(preview),
    }


def rescued_answer(rescued: Rescued) -> Fields:
    """Answer ``rescue``."""
    return {
        "receipts": rescued.receipts,
        "total": rescued.total,
        "receipts_from_log": rescued.receipts_from_log,
        "operations_from_journal": rescued.operations_from_journal,
        "tables": [
            {
                "table": each.name,
                "rows": each.rows,
                "from_backup": each.from_backup,
                "unusable": each.unusable,
            }
            for each in rescued.tables
        ],
        "pages": rescued.pages,
        "damaged_pages": list(rescued.damaged_pages),
        "healed_pages": list(rescued.healed_pages),
        "backup": rescued.backup,
        "missing": [{"from": first, "to": last} for first, last in rescued.missing],
        "new_epoch": rescued.new_epoch,
        "placeholders": rescued.placeholders,
        "dropped": rescued.dropped,
        "frozen": list(rescued.frozen),
        "kept_aside": rescued.kept_aside,
        "findings": [{"code": each.code, "about": each.about} for each in rescued.findings],
    }


def book_answer(book: BookPlace) -> Fields:
    """Name a book and its blank numbers."""
    return {"symbol": book.symbol, "book": book.book, "next": book.next, "last": book.last}


def instant(at: datetime | None) -> str | None:
    """Write a UTC instant."""
    return at.isoformat(timespec="seconds") if at else None


def _text(path: Path | None) -> str | None:
    return str(path) if path else None
