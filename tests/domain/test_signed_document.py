import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.office_setting import SettingKey
from agent_app.domain.plain import canonical
from agent_app.domain.signed_document import (
    DocumentKind,
    OfficeFileUnreadableError,
    OfficeKindUnknownError,
    SignedDocument,
    office_file,
    read_document,
    read_office_file,
)
from tests.office_documents import OFFICE_KEY, a_setting

DOCUMENT = a_setting(SettingKey.CASH_LIMIT, "20000000")


def test_a_document_comes_back_from_a_file_and_from_bytes_as_it_was_signed() -> None:
    (from_file,) = read_office_file(office_file([DOCUMENT]))

    assert from_file == read_document(DOCUMENT.encoded()) == DOCUMENT
    OFFICE_KEY.public_key().verify(from_file.signature, from_file.payload())


def test_a_file_may_be_laid_out_anew_without_breaking_the_signature() -> None:
    text = json.dumps(json.loads(office_file([DOCUMENT])), sort_keys=True, indent=8)

    (found,) = read_office_file(text)

    assert found.payload() == DOCUMENT.payload()


def test_the_signed_bytes_name_kind_and_body() -> None:
    assert DOCUMENT.payload() == canonical(["office/1", "setting", DOCUMENT.body])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"format": "ditungnha.office/2", "documents": []}',
        '{"format": "ditungnha.office/1", "documents": []}',
        '{"format": "ditungnha.office/1", "documents": [{"kind": "setting"}]}',
        office_file([DOCUMENT]).replace('"20000000"', "2.5"),
        office_file([DOCUMENT]).replace('"20000000"', '["20000000"]'),
        office_file([DOCUMENT]).replace('"20000000"', '"\\ud800"'),
        office_file([DOCUMENT]).replace(DOCUMENT.signature.hex(), "xyz"),
        office_file([DOCUMENT]).replace(DOCUMENT.signature.hex(), "00"),
        office_file([DOCUMENT]).replace(str(DOCUMENT.id), "42"),
        office_file([DOCUMENT]).replace('"issued_at": ', '"issued_at": 9999'),
        "[" * 100_000,
    ],
)
def test_whatever_is_no_file_of_an_office_is_refused(text: str) -> None:
    with pytest.raises(OfficeFileUnreadableError):
        read_office_file(text)


def test_a_kind_of_a_later_program_is_named() -> None:
    with pytest.raises(OfficeKindUnknownError) as caught:
        read_office_file(office_file([DOCUMENT]).replace('"kind": "setting"', '"kind": "holiday"'))

    assert caught.value.kind == "holiday"


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(encoded: bytes) -> None:
    with pytest.raises((OfficeFileUnreadableError, OfficeKindUnknownError)):
        read_document(encoded)


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), max_size=8),
        st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(codec="utf-8")),
    )
)
def test_any_plain_body_survives_file_and_bytes(body: dict[str, str | int | bool | None]) -> None:
    document = SignedDocument(DocumentKind.BOOK, DOCUMENT.body | body | {"id": str(DOCUMENT.id)}, b"s" * 64)
    document = replace(document, body=document.body | {"serial": 3, "issued_at": 0})

    assert read_office_file(office_file([document])) == (document,) == (read_document(document.encoded()),)


def test_a_document_knows_when_it_was_issued() -> None:
    assert DOCUMENT.issued_at.date() == date(2026, 7, 1)
