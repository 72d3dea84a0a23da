"""The protocol's pages name everything that another program would have to know."""

import importlib
import pkgutil
import re
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest

from agent_app import domain
from agent_app.domain.batch import BatchState
from agent_app.domain.cancellation import CopyTwo
from agent_app.domain.consent import ConsentHow, Purpose
from agent_app.domain.due_list import Scheme, Sex
from agent_app.domain.figure_body import _fact_body
from agent_app.domain.local_support import LocalBasis
from agent_app.domain.number_fate import PASSED_FATES, NumberFate
from agent_app.domain.operation import OperationKind, OperationState
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.people_edit import HOUSEHOLD_POLICIES, PERSON_POLICIES, RecordSource
from agent_app.domain.rates import Certainty
from agent_app.domain.receipt import PaymentMethod, PlaceSource, ReceiptForm
from agent_app.domain.refunds import HealthRefundCause, PensionRefundCause
from agent_app.domain.remittance import RemittanceMethod
from agent_app.domain.signed_document import DocumentKind
from agent_app.domain.visit import Outcome
from agent_app.sync.wire import codec, messages
from provincial_server.receipts import HeldReason, RefusedReason
from scripts.sync_vectors import answer, question
from tests.builders import TODAY

ROOT = Path(__file__).parent.parent
PROTOCOL = (ROOT / "docs" / "sync-protocol.md").read_text(encoding="utf-8")
BODIES = (ROOT / "docs" / "sync-bodies.md").read_text(encoding="utf-8")
REFUSAL = re.compile(r'ExchangeRefusedError\(\s*"([a-z._]+)"')


def refusals() -> list[str]:
    sources = sorted((ROOT / "provincial_server").glob("*.py"))
    return sorted({code for each in sources for code in REFUSAL.findall(each.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("kind", [*OperationKind, *DocumentKind])
def test_every_kind_of_body_is_described(kind: str) -> None:
    assert f"`{kind}`" in BODIES


@pytest.mark.parametrize(
    "word", [*messages.VerdictKind, *OperationState, *HeldReason, *RefusedReason, *refusals()]
)
def test_every_word_that_travels_is_described(word: str) -> None:
    assert f"`{word}`" in PROTOCOL or word == OperationState.LOCAL


def test_every_field_of_every_section_is_described() -> None:
    fields = re.findall(r"`(\w+)`", PROTOCOL[PROTOCOL.index("## Fields") : PROTOCOL.index("## Scopes")])
    for section in (*question(), *answer()):
        body = codec._ENCODERS[type(section)](section)
        assert codec._NAMES[type(section)] in fields
        assert body.keys() <= set(fields)


def test_the_limits_on_the_page_are_those_of_the_code() -> None:
    words = {
        f"scopes {messages.MAX_SCOPE_NAME} letters, {messages.MAX_SCOPES} of them",
        f"other words {messages.MAX_WORD}",
        f"{messages.MAX_ROWS:,} rows",
        f"{messages.REQUEST.items:,} CBOR values",
        f"{messages.ANSWER.items:,} values",
        f"pushes {messages.MAX_BATCH} operations",
    }
    assert [each for each in sorted(words) if each not in PROTOCOL] == []


WORDS: dict[tuple[str, str], Iterable[str]] = {
    ("visit.recorded", "outcome"): Outcome,
    ("receipt.issued", "method"): PaymentMethod,
    ("receipt.issued transfer.credited", "form"): ReceiptForm,
    ("receipt.cancelled", "copy_two"): CopyTwo,
    ("number.spoiled", "fate"): [each for each in PASSED_FATES if each is not NumberFate.RETURNED],
    ("book.returned", "fate"): [NumberFate.RETURNED],
    ("remittance.made", "method"): RemittanceMethod,
    ("batch.changed", "state"): BatchState,
    ("consent.recorded", "purpose"): Purpose,
    ("consent.recorded", "how"): ConsentHow,
    ("people", "source"): RecordSource,
    ("person.edited person.moved", "field"): PERSON_POLICIES,
    ("household.edited", "field"): HOUSEHOLD_POLICIES,
    ("rows", "sex"): Sex,
    ("line grounds", "scheme"): Scheme,
    ("line grounds", "place_source source"): PlaceSource,
    ("line", "plan"): PlanKind,
    ("figure", "certainty"): Certainty,
    ("step", "the middle of a fact"): [_fact_body(each)[0] for each in (TODAY, Decimal(1), 1, "a")],
    ("grounds", "basis"): LocalBasis,
}


def words_on_the_page() -> dict[tuple[str, str], list[str]]:
    table = BODIES[BODIES.index("### Words") : BODIES.index("Any text may stand")]
    rows = re.findall(r"^\| (.+) \| (.+) \| (`.+`) \|$", table, re.MULTILINE)
    return {(_bare(of), _bare(field)): re.findall("`([^`]+)`", said) for of, field, said in rows}


def _bare(cell: str) -> str:
    return cell.replace("`", "").replace(",", "")


def test_the_words_that_are_read_strictly_are_those_of_the_code() -> None:
    assert words_on_the_page() == {place: [str(each) for each in words] for place, words in WORDS.items()}


def test_no_reader_of_a_body_knows_a_closed_list_of_words_that_the_page_does_not_have() -> None:
    names = [each.name for each in pkgutil.iter_modules(domain.__path__) if each.name.endswith("_body")]
    modules = [importlib.import_module(f"{domain.__name__}.{each}") for each in (*names, "replica")]
    parts = [each for module in modules for each in vars(module).values()]
    read = {each for each in parts if isinstance(each, type) and issubclass(each, StrEnum)}
    named = {type(member) for words in WORDS.values() for member in words}

    assert len(read) > 10
    assert read - {OperationKind, OperationState} <= named


@pytest.mark.parametrize("cause", [*HealthRefundCause, *PensionRefundCause])
def test_every_cause_of_a_refund_is_named(cause: str) -> None:
    assert f"`{cause}`" in BODIES
