"""Finding the header of a bank's statement in any layout, and which column is about what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from agent_app.domain.bank_statement import StatementField
from agent_app.workbooks.captions import Synonyms, load_captions, score_in
from agent_app.workbooks.columns import Rows, caption_rows, header_height

_LEAST_SCORE, _SURE_SCORE, _LEAST_TOGETHER = 12.0, 50.0, 150.0
_MONEY = frozenset({StatementField.CREDIT, StatementField.AMOUNT})
MONEY_COLUMNS = (StatementField.CREDIT, StatementField.DEBIT, StatementField.AMOUNT)
_DATES = frozenset({StatementField.DATE, StatementField.VALUE_DATE})


@dataclass(frozen=True, slots=True)
class StatementHeader:
    """Index of the first row under the captions, and the column of each field."""

    below: int
    columns: Mapping[StatementField, int]


@cache
def statement_columns() -> Mapping[StatementField, Synonyms]:
    """Load the table of captions that ships with the program."""
    return {StatementField(field): words for field, words in load_captions("statement_columns.toml").items()}


def find_statement_header(rows: Rows) -> StatementHeader | None:
    """Find the rows whose captions name the fields of a statement best; ``None`` where none does."""
    best, found = 0.0, None
    for first, paths in caption_rows(rows):
        columns = _assigned([score_in(statement_columns(), path) for path in paths])
        told = sum(score for _column, score in columns.values())
        if told > best and _is_statement(columns):
            best = told
            found = StatementHeader(
                first + header_height(rows, first, paths),
                {about: column for about, (column, _) in columns.items()},
            )
    return found


def is_money_caption(words: str) -> bool:
    """Tell the caption of a column of money from what may stand below it."""
    offers = score_in(statement_columns(), (words,))
    return any(offers.get(about, 0.0) >= _SURE_SCORE for about in MONEY_COLUMNS)


def _assigned(offers: Sequence[Mapping[StatementField, float]]) -> dict[StatementField, tuple[int, float]]:
    """Give each field the column that fits it best; no column serves two fields."""
    columns: dict[StatementField, tuple[int, float]] = {}
    taken: set[int] = set()
    ranked = sorted(
        (
            (score, column, about)
            for column, offer in enumerate(offers)
            for about, score in offer.items()
            if score >= _LEAST_SCORE
        ),
        key=lambda offer: (-offer[0], offer[1]),
    )
    for score, column, about in ranked:
        if about not in columns and column not in taken:
            columns[about] = column, score
            taken.add(column)
    return columns


def _is_statement(columns: Mapping[StatementField, tuple[int, float]]) -> bool:
    """Tell a statement from another list: day, money and purpose are named, and well enough together."""
    told = [
        max((columns[about][1] for about in fields if about in columns), default=0.0)
        for fields in (_DATES, _MONEY, {StatementField.TEXT})
    ]
    return min(told) > 0 and sum(told) >= _LEAST_TOGETHER
