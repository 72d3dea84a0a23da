"""The protocol's pages name everything that another program would have to know."""

import re
from pathlib import Path

import pytest

from agent_app.domain.operation import OperationKind, OperationState
from agent_app.domain.signed_document import DocumentKind
from agent_app.sync.wire import codec, messages
from provincial_server.receipts import HeldReason, RefusedReason
from scripts.sync_vectors import answer, question

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
