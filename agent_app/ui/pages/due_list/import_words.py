"""How an import is worded on screen: its month, counts, sums, and what a line is noted for."""

from agent_app.domain.due_layout import ColumnReading, ListField
from agent_app.domain.due_list import DueListReading
from agent_app.domain.legacy_text import Lettering
from agent_app.runtime.intake_messages import FIELD_NAMES, MONTH_WORDS, NOTE_WORDS, WARNING_WORDS, reason
from agent_app.services.due_lists import ImportResult
from agent_app.services.import_lines import Comparison, ImportReport, ListNote, NoteKind
from agent_app.ui.pages.due_list.importing import Imported, Previewed
from agent_app.ui.rows import Column
from agent_app.ui.theme import Tone
from agent_app.ui.wording import Sign, dong
from agent_app.ui.words import _

_SURE = 0.8
_MONTHS_AROUND = 4
_LATE = frozenset({NoteKind.REJECTED})
_SOON = frozenset({NoteKind.DOUBTFUL, NoteKind.COLLECTORS, NoteKind.PROPOSED})
ORDER = (
    NoteKind.REJECTED,
    NoteKind.DOUBTFUL,
    NoteKind.COLLECTORS,
    NoteKind.PROPOSED,
    NoteKind.DIFFERENT,
    NoteKind.REPEATED,
    NoteKind.CHANGED,
    NoteKind.GONE,
    NoteKind.NEW,
    NoteKind.CORRECTED,
)
"""What somebody should look at comes first."""

_LETTERS = {
    Lettering.TCVN3: "TCVN3 (.VnTime)",
    Lettering.VNI: "VNI",
}


def month_words(month: str) -> str:
    """Write a month as 11/2026."""
    return f"{month[5:]}/{month[:4]}"


def imported_sign(imported: Imported) -> Sign:
    """Say what has happened to a month's list."""
    result = imported.result
    if result.unchanged:
        words = _("{file_name}: tệp này đã là danh sách tháng {month}, không có gì đổi")
    elif imported.replaced:
        words = _("{file_name}: đã thay danh sách tháng {month}")
    else:
        words = _("{file_name}: đã nhập danh sách tháng {month}")
    tone, icon = (Tone.SOON, "triangle-alert") if result.rejected else (Tone.GOOD, "circle-check")
    return Sign(words.format(file_name=imported.file_name, month=month_words(result.month)), tone, icon)


def previewed_title(previewed: Previewed) -> str:
    """Say which list this is, and how its month is known."""
    reading = previewed.prepared.reading
    if previewed.guessed:
        words = _("{file_name}: tệp không cho biết tháng, anh/chị chọn tháng bên phải")
        return words.format(file_name=previewed.prepared.file_name)
    words = _("{file_name}: danh sách tháng {month} ({source})")
    return words.format(
        file_name=previewed.prepared.file_name,
        month=month_words(reading.month),
        source=MONTH_WORDS[reading.month_from],
    )


def months_around(month: str) -> dict[str, str]:
    """Offer the months before and after one, newest first: words to month."""
    middle = int(month[:4]) * 12 + int(month[5:]) - 1
    around = (divmod(each, 12) for each in range(middle + _MONTHS_AROUND, middle - _MONTHS_AROUND - 1, -1))
    months = [f"{year:04d}-{at + 1:02d}" for year, at in around]
    return {_("Tháng {month}").format(month=month_words(each)): each for each in months}


def confirm_words(previewed: Previewed) -> str:
    """Say what pressing the button does."""
    words = _("Thay danh sách tháng {month}") if previewed.replaces else _("Nhập danh sách tháng {month}")
    return words.format(month=month_words(previewed.prepared.reading.month))


def counts(result: ImportResult) -> str:
    """Say what became of the rows; titles and sums matter only to whoever looks for a missing row."""
    skipped = result.skipped if result.rejected else 0
    return count_words(result.accepted, result.rejected, result.duplicates, skipped)


def count_words(accepted: int, rejected: int, duplicates: int, skipped: int) -> str:
    """Count the rows by what they are."""
    told = (
        (_("{count} dòng vào danh sách"), accepted),
        (_("{count} dòng bị loại"), rejected),
        (_("{count} dòng trùng"), duplicates),
        (_("{count} dòng tiêu đề, cộng, chữ ký"), skipped),
    )
    return " · ".join(words.format(count=count) for words, count in told if count)


def sums(told: ImportReport) -> str:
    """Add up the money of each scheme."""
    words = _("{scheme}: {lines} dòng, {amount}")
    return " · ".join(
        words.format(scheme=each.scheme.value, lines=each.lines, amount=dong(each.amount))
        for each in told.sums
    )


def warnings(reading: DueListReading) -> str:
    """Say what somebody should know of a file that could be read all the same."""
    return " ".join(WARNING_WORDS[each] for each in reading.warnings)


def news(told: ImportReport) -> str:
    """Say what is new against the lists before."""
    found = []
    if told.last is not None:
        found.append(_("So với danh sách đang có của tháng: {news}").format(news=_compared(told.last)))
    if told.previous is not None:
        words = _("So với tháng {month}: {news}")
        found.append(words.format(month=month_words(told.previous.month), news=_compared(told.previous)))
    return "\n".join(found)


def _compared(one: Comparison) -> str:
    words = _("{new} mới, {gone} không còn, {changed} đổi, {same} như cũ")
    return words.format(new=one.new, gone=one.gone, changed=one.changed, same=one.same)


def in_order(notes: tuple[ListNote, ...]) -> tuple[ListNote, ...]:
    """Put the notes that ask for somebody first."""
    places = {kind: at for at, kind in enumerate(ORDER)}
    return tuple(sorted(notes, key=lambda note: (places[note.kind], note.sheet, note.row)))


def note_columns() -> list[Column[ListNote]]:
    """Say how a note is worded."""
    return [
        Column(_("Dòng trong tệp"), _place, width=150),
        Column(_("Kết quả"), _outcome, _tone, width=170),
        Column(_("Vì sao"), reason),
    ]


def _place(note: ListNote) -> str:
    return f"{note.sheet} · {note.row}" if note.sheet else str(note.row)


def _outcome(note: ListNote) -> str:
    return NOTE_WORDS[note.kind]


def _tone(note: ListNote) -> Tone:
    if note.kind in _LATE:
        return Tone.LATE
    return Tone.SOON if note.kind in _SOON else Tone.INK


def field_words(field: ListField | None) -> str:
    """Name what a column is about."""
    if field is None:
        return _("(không dùng)")
    words = FIELD_NAMES.get(field.value, field.value)
    return words[:1].upper() + words[1:]


def is_sure(column: ColumnReading) -> bool:
    """Tell a column that nobody has to look at."""
    return column.by_hand or (column.field is not None and column.confidence >= _SURE)


def certainty(column: ColumnReading) -> Sign:
    """Say how sure a column's field is."""
    if column.by_hand:
        return Sign(_("anh/chị đã chọn"), Tone.GOOD, "circle-check")
    if column.field is None:
        return Sign(_("chưa rõ"), Tone.SOON, "triangle-alert")
    words = _("chắc {percent} %").format(percent=round(column.confidence * 100))
    tone, icon = (Tone.GOOD, "circle-check") if is_sure(column) else (Tone.SOON, "triangle-alert")
    return Sign(words, tone, icon)


def letters(column: ColumnReading) -> str:
    """Name the old letters of a column."""
    return _LETTERS.get(column.lettering, column.lettering.value)


def to_look_at(told: ImportReport) -> tuple[ListNote, ...]:
    """Return the notes that ask for somebody: refused and doubtful lines, and people who may be one."""
    return in_order(told.of(*(_LATE | _SOON)))
