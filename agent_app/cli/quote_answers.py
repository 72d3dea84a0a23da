"""Answers of the quote and rate commands, as JSON and as lines for people."""

from collections.abc import Iterable
from datetime import date

import click

from agent_app.cli.answers import Fields, money
from agent_app.domain.calendar import shown_date
from agent_app.domain.explanation import Step
from agent_app.domain.household_quote import Member, MemberQuote
from agent_app.domain.pension_contribution import coming_bounds
from agent_app.domain.pension_renewal import PensionTurn
from agent_app.domain.quote import CoveragePeriod, Quote
from agent_app.domain.rates import Certainty, Figure, RateBook
from agent_app.domain.spelling import dong_in_words
from agent_app.runtime.explanations import (
    CERTAINTY,
    NOTES,
    documents,
    explained,
    named_document,
    shown_figure,
)
from agent_app.runtime.figure_names import figure_name


def figure_answer(figure: Figure, *, active: bool = True) -> Fields:
    """Answer one dated figure."""
    return {
        "name": figure.name,
        "value": str(figure.value),
        "from": figure.since,
        "until": figure.until,
        "document": figure.document,
        "certainty": figure.certainty.value,
        "active": active,
    }


def money_answer(quote: Quote, period: CoveragePeriod | None, steps: Iterable[Step]) -> Fields:
    """Answer money in đồng, the cover, and the arithmetic with the document behind each figure."""
    return {
        "gross": quote.gross,
        "support": quote.support,
        "local_support": quote.local_support,
        "due": quote.due,
        "from": period.start if period else None,
        "to": period.end if period else None,
        "waiting": period.waiting if period else 0,
        "steps": [
            {
                "code": each.code,
                "amount": each.amount,
                "text": text,
                "document": document,
                **{
                    name: value if isinstance(value, int | date) else str(value) for name, value in each.facts
                },
                "figures": [_step_figure(figure) for figure in each.figures],
            }
            for each, text, document in explained(steps, quote.basis)
        ],
        "notes": [text for _code, text in doubts(quote)],
    }


def _step_figure(figure: Figure) -> Fields:
    return {
        "figure": figure.name,
        "value": str(figure.value),
        "since": figure.since,
        "document": named_document(figure),
        "certainty": figure.certainty.value,
    }


def doubts(quote: Quote) -> list[tuple[str, str]]:
    """Name the doubtful figures of a quote, so that nobody takes them for law."""
    found = dict.fromkeys(
        figure
        for figure in (*quote.basis, *(each for step in quote.steps for each in step.figures))
        if figure.certainty is Certainty.DOUBTFUL
    )
    return [
        (
            each.name,
            NOTES["doubtful" if each.document else "typed"].format(
                name=figure_name(each.name), document=documents([each])
            ),
        )
        for each in found
    ]


def member_answer(order: int, member: Member, quoted: MemberQuote, cover: Step) -> Fields:
    """Answer one member of a household, named by the place in the command, from 1."""
    return {
        "member": order,
        "group": member.group,
        "months": member.months,
        "order": quoted.place,
        "form": quoted.form.value,
        "alternative": quoted.alternative,
        **money_answer(quoted.quote, quoted.period, (*quoted.quote.steps, cover)),
    }


def turn_answer(turn: PensionTurn | None, previous_end: date | None, on: date, rates: RateBook) -> Fields:
    """Answer what a payment of BHXH is called, until when it goes on, and what is about to change."""
    coming = coming_bounds(on, rates)
    return {
        "move": turn.move.value if turn else None,
        "deadline": turn.deadline if turn else None,
        "skipped": turn.skipped(previous_end) if turn else 0,
        "coming": [figure_answer(each, active=each not in rates.announced) for each in coming],
    }


def turn_notes(answer: Fields, on: date, rates: RateBook) -> list[str]:
    """Say in words what ``turn_answer`` found."""
    notes = [
        NOTES["announced" if each in rates.announced else "coming"].format(
            since=shown_date(each.since), value=shown_figure(each), document=each.document
        )
        for each in coming_bounds(on, rates)
    ]
    skipped = answer["skipped"]
    return [*notes, NOTES["skipped"].format(months=skipped)] if skipped else notes


def say_quote(quote: Quote, period: CoveragePeriod | None, steps: Iterable[Step]) -> None:
    """Say a price to people: the sum in words, the cover, the arithmetic with its documents."""
    click.echo(f"{money(quote.due)} ({dong_in_words(quote.due)})")
    if period is not None:
        click.echo(f"Thời gian {shown_date(period.start)} – {shown_date(period.end)}")
    for each, text, document in explained(steps, quote.basis):
        click.echo(f"  {text} ({document})" if each.figures else f"  {text}")
    for _name, text in doubts(quote):
        click.echo(f"  ! {text}")


def say_certainty(figure: Figure) -> str:
    """Say how sure a figure is."""
    return CERTAINTY[figure.certainty]
