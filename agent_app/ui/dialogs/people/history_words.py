"""What has happened to somebody, in words."""

from agent_app.domain.history import ChangeSource
from agent_app.domain.household_status import StatusRecord
from agent_app.domain.people_edit import FieldEdit
from agent_app.runtime.privacy_messages import PRIVACY_WORDS
from agent_app.services.lines import VisitLine
from agent_app.services.people_lines import BecameOne, CameIn, FieldsChanged, HistoryLine, InList, Paid
from agent_app.ui.dialogs.people.words import decision_words, field_words, value_words
from agent_app.ui.wording import dong, last_visit
from agent_app.ui.words import _

_MOVED = "household_id"


def what_words(line: HistoryLine) -> str:
    """Name what has happened."""
    match line.what:
        case FieldsChanged(edits):
            moved = any(each.field == _MOVED for each in edits)
            return _("Chuyển hộ") if moved else _("Sửa thông tin")
        case Paid(cancelled=cancelled):
            return _("Biên lai đã huỷ") if cancelled else _("Thu tiền")
        case StatusRecord(withdrawn=withdrawn):
            return _("Rút quyết định") if withdrawn else _("Quyết định")
        case _:
            return _simple_names()[type(line.what)]


def _simple_names() -> dict[type[object], str]:
    return {
        CameIn: _("Thêm vào sổ"),
        BecameOne: _("Gộp hai dòng"),
        VisitLine: _("Đến nhà"),
        InList: _("Có trong danh sách"),
    }


def detail_words(line: HistoryLine, *, uncovered: bool) -> str:
    """Say it: numbers are masked until somebody has asked to see them."""
    said = _detail(line, uncovered=uncovered)
    return _("{name}: {said}").format(name=line.name, said=said) if line.name and said else line.name or said


def _detail(line: HistoryLine, *, uncovered: bool) -> str:
    match line.what:
        case FieldsChanged(edits):
            return "; ".join(_edit_words(each, uncovered=uncovered) for each in edits)
        case VisitLine():
            return _visit_words(line.what)
        case Paid(number=number, amount=amount):
            shown = number or _("điện tử")
            return _("Số {number} · {amount}").format(number=shown, amount=dong(amount))
        case StatusRecord():
            return decision_words(line.what)
        case InList(month, shown):
            year, number = month.split("-")
            words = _("Tháng {month}/{year}").format(month=number, year=year)
            return words if shown else _("{list}, đã có danh sách thay").format(list=words)
        case _:
            return ""


def _edit_words(edit: FieldEdit, *, uncovered: bool) -> str:
    words = _("từ {before} sang {after}") if edit.field == _MOVED else _("{field}: {before} → {after}")
    return words.format(
        field=field_words(edit.field),
        before=value_words(edit.field, edit.base, uncovered=uncovered),
        after=value_words(edit.field, edit.value, uncovered=uncovered),
    )


def _visit_words(visit: VisitLine) -> str:
    told = []
    for name, outcome, promised_on, reason in visit.outcomes:
        sign = last_visit(outcome, visit.visited_on, promised_on)
        told.append(": ".join((name, " · ".join(part for part in (sign.text, reason or "") if part))))
    met = [_("gặp {met}").format(met=visit.met)] if visit.met else []
    return "; ".join([*told, *met])


def who_words(line: HistoryLine) -> str:
    """Say whose doing it was."""
    source = PRIVACY_WORDS[line.source] if line.source else ""
    if line.source is ChangeSource.AGENT:
        source = _("nhân viên thu")
    return " · ".join(each for each in (source, line.actor or "") if each)


def page_words(first: int, shown: int, total: int) -> str:
    """Say which part of it is seen."""
    if not total:
        return _("Chưa có gì được ghi lại.")
    return _("{first}–{last} trong {total}").format(first=first + 1, last=first + shown, total=total)
