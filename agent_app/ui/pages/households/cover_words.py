"""The words for what a member has of a scheme: until when, by whom, or nothing that is known."""

from datetime import date

from agent_app.domain.ages import age_on
from agent_app.domain.due_list import Scheme
from agent_app.domain.groups import HOUSEHOLD_GROUP, PaidBy
from agent_app.domain.money import Dong
from agent_app.domain.visit import Outcome
from agent_app.runtime.group_words import GROUP_NAMES, group_name, payer_name
from agent_app.services.lines import CoverLine, MemberLine
from agent_app.services.offers import PaymentOptions
from agent_app.ui.theme import Tone
from agent_app.ui.wording import DASH, Sign, awaited_sign, day, urgency
from agent_app.ui.words import _

PUPILS = frozenset({"HS", "SV"})
_OUTCOMES = frozenset({Outcome.ELSEWHERE, Outcome.COMPULSORY})


def cover_of(member: MemberLine, scheme: Scheme) -> CoverLine | None:
    """Find what is known of a member's cover."""
    return next((each for each in member.covers if each.scheme is scheme), None)


def may_pay(member: MemberLine, scheme: Scheme, today: date, options: PaymentOptions) -> bool:
    """Tell whether a box is offered: to everybody for BHYT, from the law's age on for BHXH tự nguyện."""
    if scheme is Scheme.HEALTH or member.birth is None:
        return True
    return age_on(member.birth, today) >= options.pension_age


def cover_sign(member: MemberLine, scheme: Scheme, today: date, options: PaymentOptions) -> Sign:
    """Say what a member has of a scheme."""
    cover = cover_of(member, scheme)
    if not may_pay(member, scheme, today, options):
        return Sign(DASH, Tone.SOFT, "")
    if member.awaits(scheme):
        return awaited_sign(Dong(sum(each.amount for each in member.awaited if each.scheme is scheme)))
    if cover is not None and cover.receipt_number and _lasts(cover, today):
        return Sign(_("Đã đóng đến {end}").format(end=_end(cover)), Tone.GOOD, "circle-check")
    elsewhere = _elsewhere(member, cover, scheme, options)
    if elsewhere:
        until = _(" (đến {end})").format(end=_end(cover)) if cover and _lasts(cover, today) else ""
        return Sign(elsewhere + until, Tone.SOFT, "circle-check")
    if cover is not None:
        sign = urgency(cover.covered_to, today)
        shown = f"{sign.text} ({_end(cover)})" if cover.covered_to else sign.text
        return Sign(shown, sign.tone, sign.icon)
    unclear = scheme is Scheme.HEALTH and member.health_group
    return Sign(_("Chưa rõ hạn thẻ") if unclear else _("Chưa tham gia"), Tone.SOFT, "circle-dashed")


def cover_note(member: MemberLine, scheme: Scheme, options: PaymentOptions) -> str:
    """Say more of it, where that is worth a second line."""
    cover = cover_of(member, scheme)
    if member.awaits(scheme):
        codes = dict.fromkeys(each.code for each in member.awaited if each.scheme is scheme)
        return _("khoản chuyển {codes}").format(codes=", ".join(codes))
    if cover is not None and cover.receipt_number:
        return _("biên lai {number}").format(number=cover.receipt_number)
    group = group_of(member) if scheme is Scheme.HEALTH else None
    if not group or (group == HOUSEHOLD_GROUP and cover is None):
        return ""
    if group not in GROUP_NAMES:
        return _("mã {group}").format(group=group)
    name = group_name(group)
    return "" if name == _elsewhere(member, cover, scheme, options) else name


def group_of(member: MemberLine) -> str | None:
    """Return a member's object code of BHYT: the list's, else the register's."""
    cover = cover_of(member, Scheme.HEALTH)
    return (cover.group if cover else None) or member.health_group


def _elsewhere(member: MemberLine, cover: CoverLine | None, scheme: Scheme, options: PaymentOptions) -> str:
    """Name who else sees to a member's cover; nothing where the household does."""
    group = group_of(member)
    payer = options.paid_by.get(group or "")
    if scheme is Scheme.PENSION:
        if payer is PaidBy.EMPLOYER or member.outcome is Outcome.COMPULSORY:
            return "" if cover else _("Đang BHXH bắt buộc")
        return ""
    if group and payer is not None:
        return payer_name(group, payer)
    if group in PUPILS and not (cover and cover.due_item):
        return group_name(group or "")
    if member.outcome in _OUTCOMES and cover is None:
        return _("Đã tham gia nơi khác")
    return ""


def _lasts(cover: CoverLine, today: date) -> bool:
    return cover.covered_to is not None and cover.covered_to >= today


def _end(cover: CoverLine) -> str:
    if cover.covered_to is None:
        return DASH
    return f"{cover.covered_to:%m/%Y}" if cover.scheme is Scheme.PENSION else day(cover.covered_to)


def who(member: MemberLine) -> str:
    """Say who a member is: relation, sex, birth."""
    born = _("sinh {birth}").format(birth=member.birth.shown) if member.birth else ""
    sex = member.sex.value if member.sex else ""
    return " · ".join(part for part in (member.relation or "", sex, born) if part)
