"""The arithmetic behind a price, short for a row of the screen and whole with the documents behind it."""

from collections.abc import Iterable
from dataclasses import replace

from agent_app.domain.due_list import Scheme
from agent_app.domain.explanation import Step
from agent_app.domain.money import Dong, grouped
from agent_app.domain.rates import Certainty, Figure
from agent_app.domain.receipt import ReceiptLine
from agent_app.runtime.explanations import explain as explain_step
from agent_app.runtime.explanations import named_document, percent
from agent_app.runtime.group_words import name_within
from agent_app.ui.words import _

# What a step's own figures do not stand behind is said by the steps before it.
_SUM = "due"


def explain(line: ReceiptLine) -> tuple[str, ...]:
    """Say step by step how a line's amount came about, each figure with the document it comes from."""
    steps = [each for each in line.quote.steps if each.code != _SUM]
    if not steps:
        return (_("Theo: {documents}").format(documents=_shortened(_documents(line.quote.basis))),)
    return tuple(
        _("{step} ({documents})").format(
            step=_unbroken(explain_step(_named(each))), documents=_shortened(_documents(each.figures))
        )
        if each.figures
        else _unbroken(explain_step(_named(each)))
        for each in steps
    )


def _documents(figures: Iterable[Figure]) -> str:
    """Name each document once, and say where it is not beyond doubt."""
    doubts: dict[str, bool] = {}
    for each in figures:
        name = named_document(each)
        doubtful = bool(each.document) and each.certainty is Certainty.DOUBTFUL
        doubts[name] = doubts.get(name, False) or doubtful
    unsure = _("{document}, nên hỏi lại cơ quan BHXH")
    return "; ".join(unsure.format(document=name) if doubt else name for name, doubt in doubts.items())


def _named(step: Step) -> Step:
    """Put a group's name in the place of its code."""
    facts = ((name, name_within(str(value)) if name == "group" else value) for name, value in step.facts)
    return replace(step, facts=tuple(facts))


def short(line: ReceiptLine) -> str:
    """Write the short form with its result: 113.850 × 70 % × 12 = 956.340."""
    return _("{arithmetic} = {due}").format(arithmetic=monthly(line), due=grouped(line.quote.due))


def monthly(line: ReceiptLine) -> str:
    """Write the short form: 113.850 × 70 % × 12, and what is taken off it."""
    amounts = {each.code: each.amount for each in line.quote.steps}
    month = amounts.get(f"{_word(line)}.monthly")
    taken_off = Dong(line.quote.support + line.quote.local_support)
    less = f" \N{MINUS SIGN} {grouped(taken_off)}" if taken_off else ""
    if month is None:
        return _("{months} tháng").format(months=line.months)
    if line.scheme is Scheme.PENSION and "pension.periodic" not in amounts:
        return _("{months} tháng: {gross}{less}").format(
            months=line.months, gross=grouped(line.quote.gross), less=less
        )
    return f"{grouped(month)}{_share(line)} × {line.months}{less}"


def _share(line: ReceiptLine) -> str:
    """Write the share of a later member's place."""
    orders = (each for each in line.quote.steps if each.code == "health.order")
    shares = [figure.value for each in orders for figure in each.figures if figure.value != 1]
    return "".join(f" × {percent(each)}" for each in shares)


def _word(line: ReceiptLine) -> str:
    return "health" if line.scheme is Scheme.HEALTH else "pension"


def _shortened(text: str) -> str:
    return text.replace("Nghị định", "NĐ").replace("Quyết định", "QĐ")


def _unbroken(text: str) -> str:
    return text.replace(" đ", "\N{NO-BREAK SPACE}đ").replace(" %", "\N{NO-BREAK SPACE}%")
