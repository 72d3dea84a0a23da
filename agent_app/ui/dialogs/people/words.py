"""How people, households and fields are named in the dialogs about them."""

from collections.abc import Mapping

from agent_app.domain.calendar import shown_date
from agent_app.domain.citizen_id import CitizenId
from agent_app.domain.household import Household, Person
from agent_app.domain.household_status import AreaFact, StatusRecord
from agent_app.domain.identity import SocialInsuranceNo
from agent_app.domain.phone import Phone
from agent_app.runtime.held_words import held_field, held_value
from agent_app.runtime.people_words import PEOPLE_WORDS
from agent_app.services.people_alike import Alike, AlikeBy
from agent_app.services.people_commands import Edited
from agent_app.ui.wording import masked, short_address
from agent_app.ui.words import _

_COVERED: Mapping[str, type[CitizenId | SocialInsuranceNo | Phone]] = {
    "citizen_id": CitizenId,
    "insurance_no": SocialInsuranceNo,
    "phone": Phone,
}
_EMPTY = "–"


def person_words(person: Person, home: Household | None = None) -> str:
    """Name a person so that another of the name is told apart: birth, and where they live."""
    born = _("sinh {birth}").format(birth=person.birth.shown) if person.birth else ""
    return ", ".join(
        each for each in (person.name, born, short_address(home.address) if home else "") if each
    )


def alike_words(alike: Alike) -> str:
    """Say who is here already, and why they may be meant."""
    why = {
        AlikeBy.INSURANCE_NO: _("trùng mã số BHXH"),
        AlikeBy.CITIZEN_ID: _("trùng số CCCD"),
        AlikeBy.NAME: _("trùng tên, có thể trùng ngày sinh"),
    }[alike.by]
    return _("{who}: {why}").format(who=person_words(alike.person, alike.household), why=why)


def field_words(name: str) -> str:
    """Name a field."""
    return held_field(name)


def value_words(name: str, value: str | None, *, uncovered: bool) -> str:
    """Write a field's value; a number is masked until somebody has asked to see it."""
    if not value:
        return _EMPTY
    if name in _COVERED and not uncovered:
        return masked(_COVERED[name], value)
    if name == "birth":
        return "/".join(reversed(value.split("-")))
    return value if name in {"household_id", "address", "hamlet"} else held_value(name, value)


def group_words(group: str) -> str:
    """Name a supported group, or what a decision says of a commune."""
    areas = {each.value: PEOPLE_WORDS[each] for each in AreaFact}
    return areas.get(group) or group_names().get(group) or group


def group_names() -> dict[str, str]:
    """Name the groups that agents meet, by their codes."""
    return {
        "HN": _("hộ nghèo"),
        "CN": _("hộ cận nghèo"),
        "GB": _("hộ nông, lâm, ngư nghiệp mức sống trung bình"),
        "dtts-70": _("người dân tộc thiểu số được hỗ trợ 70 %"),
    }


def decision_words(record: StatusRecord) -> str:
    """Say in a line what a decision says."""
    decision = record.decision
    return _("{group} · số {number} của {issuer} · {since} đến {until}").format(
        group=group_words(decision.group),
        number=decision.number,
        issuer=decision.issuer,
        since=shown_date(decision.since),
        until=shown_date(decision.until),
    )


def edited_words(done: Edited, name: str) -> str:
    """Say what an edit came to."""
    if not done.edits:
        return _("Không có gì khác, không thay đổi.")
    fields = ", ".join(field_words(each.field).lower() for each in done.edits)
    return _("Đã sửa {fields} của {name}. Đã lưu trên máy.").format(fields=fields, name=name)
