"""The arithmetic behind a price, with the documents that its figures come from."""

from decimal import Decimal

from agent_app.domain.due_list import Scheme
from agent_app.domain.money import grouped
from agent_app.domain.rates import Figure
from agent_app.domain.receipt import ReceiptLine
from agent_app.ui.words import _

_HUNDRED = 100


def percent(share: Decimal) -> str:
    """Write a share as 4,5 %."""
    text = f"{(share * _HUNDRED).normalize():f}".replace(".", ",")
    return f"{text} %"


def explain(line: ReceiptLine) -> str:
    """Write how a line's amount came about: each figure once with its document."""
    figures = {_kind(figure): figure for figure in line.quote.basis}
    return _health(line, figures) if line.scheme is Scheme.HEALTH else _pension(line, figures)


def monthly(line: ReceiptLine) -> str:
    """Write the short form: 113.850 × 70 % × 12."""
    figures = {_kind(figure): figure for figure in line.quote.basis}
    if line.scheme is Scheme.HEALTH and {"rate", "base"} <= figures.keys():
        month = grouped(int(figures["rate"].value * figures["base"].value))
        share = figures.get("share")
        middle = f" × {percent(share.value)}" if share and share.value != 1 else ""
        return f"{month}{middle} × {line.months}"
    return _("{months} tháng").format(months=line.months)


def _kind(figure: Figure) -> str:
    if figure.name == "base_salary":
        return "base"
    if figure.name.startswith("poverty_line"):
        return "floor"
    return "rate" if figure.name.endswith(".rate") else "share"


def _cited(figure: Figure, text: str) -> str:
    document = figure.document.replace("Nghị định", "NĐ")
    return _("{text} ({document})").format(text=text, document=document)


def _health(line: ReceiptLine, figures: dict[str, Figure]) -> str:
    parts = []
    if rate := figures.get("rate"):
        parts.append(_cited(rate, percent(rate.value)))
    if base := figures.get("base"):
        parts.append(_cited(base, grouped(int(base.value))))
    if (share := figures.get("share")) and share.value != 1:
        place = _("người thứ {place}: {share}").format(place=line.place, share=percent(share.value))
        parts.append(_cited(share, place))
    parts.append(_("{months} tháng").format(months=line.months))
    return _("{parts} = {due} đ").format(parts=" × ".join(parts), due=grouped(line.quote.due))


def _pension(line: ReceiptLine, figures: dict[str, Figure]) -> str:
    rate, floor, share = (figures.get(kind) for kind in ("rate", "floor", "share"))
    if not (rate and floor and share):
        return _("Phải đóng {due} đ").format(due=grouped(line.quote.due))
    own = _("{rate} × {income} × {months} tháng = {gross}").format(
        rate=_cited(rate, percent(rate.value)),
        income=grouped(line.income or 0),
        months=line.months,
        gross=grouped(line.quote.gross),
    )
    support = _("Nhà nước hỗ trợ {share} của {rate} × {floor} × {months} tháng = {support}").format(
        share=_cited(share, percent(share.value)),
        rate=percent(rate.value),
        floor=_cited(floor, grouped(int(floor.value))),
        months=line.months,
        support=grouped(line.quote.support),
    )
    return _("{own}; {support}; còn {due} đ").format(own=own, support=support, due=grouped(line.quote.due))
