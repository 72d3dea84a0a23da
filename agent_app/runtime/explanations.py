"""The words of a quote's arithmetic, for the command line, screens and papers."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from agent_app.domain.calendar import shown_date
from agent_app.domain.explanation import Fact, Step
from agent_app.domain.money import grouped
from agent_app.domain.rates import Certainty, Figure

# {0}, {1} … are the step's figures, {amount} its money, the other names its facts.
TEMPLATES: Mapping[str, str] = {
    "health.monthly": "Mức đóng một tháng: {0} × {1} = {amount}",
    "health.order": "Người thứ {place} trong hộ đóng {0}: {amount} một tháng",
    "health.months": "{months} tháng: {amount}",
    "health.support": "Nhà nước hỗ trợ nhóm {group} {0}: {amount}",
    "pension.monthly": "Mức đóng một tháng: {income} × {0} = {amount}",
    "pension.periodic": "{months} tháng: {amount}",
    "pension.ahead": "{months} tháng về sau, chiết khấu {0} một tháng từ tháng thứ hai: {amount}",
    "pension.missing": "{months} tháng còn thiếu, tính lãi {0} một tháng từ tháng đầu: {amount}",
    "pension.support": "Nhà nước hỗ trợ {2} của {1} × {0}, {months} tháng: {amount}",
    "pension.support_limit": "Đã được hỗ trợ {before} tháng; cả đời nhiều nhất {most} tháng",
    "local.total": "Địa phương: tổng hỗ trợ {share} mức đóng",
    "local.additional": "Địa phương: thêm {share} mức đóng",
    "local.of_minimum": "Địa phương: thêm {share} mức đóng theo chuẩn nghèo, {months} tháng",
    "local.amount": "Địa phương: thêm {money} một tháng, {months} tháng",
    "local.sum": "Địa phương hỗ trợ: {amount}",
    "due": "Người tham gia đóng: {amount}",
    "cover.first": "Thẻ lần đầu: có giá trị sau {1} ngày, từ {start} đến {end}",
    "cover.renewal": "Gia hạn khi thẻ cũ còn giá trị: từ {start} đến {end}",
    "cover.short_gap": "Gián đoạn {gap} ngày, dưới {0} ngày: từ {start} đến {end}",
    "cover.long_gap": "Gián đoạn {gap} ngày, từ {0} ngày trở lên: chờ {1} ngày, từ {start} đến {end}",
}

NOTES: Mapping[str, str] = {
    "doubtful": "Còn ngờ, hãy hỏi cơ quan BHXH: {name} ({document})",
    "typed": "{name} là số ghi bằng tay, không phải mức chính thức; hãy hỏi cơ quan BHXH",
    "coming": "Từ {since} áp dụng mức mới {value} ({document}); đóng sau ngày đó theo mức mới",
    "announced": "Từ {since} có thể áp dụng mức mới {value} ({document}), chưa xác nhận",
    "skipped": "Bỏ trống {months} tháng: có được đóng bù hay không, hãy hỏi cơ quan BHXH",
}

# Stands where a document would: what somebody types comes from no law.
TYPED = "số ghi bằng tay, không phải mức chính thức"

CERTAINTY: Mapping[Certainty, str] = {
    Certainty.LAW: "theo luật",
    Certainty.OFFICIAL: "cơ quan BHXH công bố",
    Certainty.PRACTICE: "thông lệ",
    Certainty.DOUBTFUL: "còn ngờ",
}

_SHARES = ("rate", "share")
_DONG = ("base_salary", "poverty_line", "pension.income_step")
_MONEY_FACTS = {"income"}


def explain(step: Step) -> str:
    """Say one step in words."""
    facts = {name: shown_fact(name, value) for name, value in step.facts}
    amount = "" if step.amount is None else f"{grouped(step.amount)} đ"
    own = dict(step.facts).get("value", Decimal(0))
    return TEMPLATES[step.code].format(
        *map(shown_figure, step.figures),
        amount=amount,
        share=percent(Decimal(str(own))),
        money=shown_fact("income", own),
        **facts,
    )


def shown_figure(figure: Figure) -> str:
    """Write a figure's value as readers expect: 4,5 %, 2.530.000 đ, 90."""
    if any(part in figure.name for part in _SHARES):
        return percent(figure.value)
    if figure.name.startswith(_DONG):
        return f"{grouped(int(figure.value))} đ"
    return f"{figure.value.normalize():f}"


def shown_fact(name: str, value: Fact) -> str:
    """Write a fact of a step as readers expect."""
    if isinstance(value, date):
        return shown_date(value)
    return f"{grouped(int(value))} đ" if name in _MONEY_FACTS else str(value)


def percent(share: Decimal) -> str:
    """Write a fraction as 4,5 %."""
    return f"{(share * 100).normalize():f} %".replace(".", ",")


def documents(figures: Iterable[Figure]) -> str:
    """Name the documents behind figures, each once, with its mark where it is not beyond doubt."""
    named = dict.fromkeys(_document(figure) for figure in figures)
    return "; ".join(named)


def named_document(figure: Figure) -> str:
    """Name the document behind a figure; a figure without one was typed by hand, and that is said."""
    return figure.document or TYPED


def _document(figure: Figure) -> str:
    if figure.document and figure.certainty is Certainty.DOUBTFUL:
        return f"{figure.document} [{CERTAINTY[figure.certainty]}]"
    return named_document(figure)


def explained(steps: Iterable[Step], basis: Iterable[Figure]) -> list[tuple[Step, str, str]]:
    """Say every step with its documents; a step of arithmetic alone rests on all figures of the quote."""
    whole = documents(basis)
    return [(each, explain(each), documents(each.figures) or whole) for each in steps]
