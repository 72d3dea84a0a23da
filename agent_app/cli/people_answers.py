"""Answers about people and households that were added, changed or merged."""

from collections.abc import Iterable
from datetime import date

import click

from agent_app.cli.answers import Fields, show_table
from agent_app.domain.household import Household, Person
from agent_app.domain.household_status import StatusRecord, StatusState, holding, state_of
from agent_app.domain.people_edit import FieldEdit
from agent_app.runtime.held_words import held_field, held_value
from agent_app.services.people_commands import Edited, MergePreview, MergeSide


def household_row_answer(row: Household) -> Fields:
    """Answer ``household add``."""
    return {"id": row.id, "household_no": row.household_no, "address": row.address, "hamlet": row.hamlet}


def person_row_answer(row: Person) -> Fields:
    """Answer ``person add``."""
    return {
        "id": row.id,
        "household_id": row.household_id,
        "name": row.name,
        "birth": row.birth,
        "sex": row.sex.value if row.sex else None,
        "citizen_id": row.citizen_id,
        "insurance_no": row.insurance_no,
        "phone": row.phone,
        "relation": row.relation,
        "health_group": row.health_group,
        "facility": row.facility,
    }


def edited_answer(done: Edited) -> Fields:
    """Answer an edit or a move: the row as it stands now, and what is another."""
    row = household_row_answer(done.row) if isinstance(done.row, Household) else person_row_answer(done.row)
    return row | {"changed": [_edit_answer(each) for each in done.edits]}


def _edit_answer(edit: FieldEdit) -> Fields:
    return {"field": edit.field, "before": edit.base, "after": edit.value}


def said_of_edits(done: Edited) -> None:
    """Say in lines what is another now."""
    show_table(
        (
            held_field(each.field),
            held_value(each.field, each.base) if each.base else "(trống)",
            "→",
            held_value(each.field, each.value) if each.value else "(trống)",
        )
        for each in done.edits
        if each.field != "household_id"
    )
    click.echo("Đã lưu trên máy." if done.edits else "Không có gì khác, không thay đổi.")


def merge_answer(found: MergePreview, *, merged: bool) -> Fields:
    """Answer ``person merge``."""
    return {
        "id": found.stays.person.id,
        "merged_id": found.goes.person.id,
        "merged": merged,
        "sides": [_side_answer(each) for each in (found.stays, found.goes)],
        "filled": [_edit_answer(each) for each in found.filled],
        "differing": [_edit_answer(each) for each in found.differing],
    }


def _side_answer(side: MergeSide) -> Fields:
    weight = side.weight
    return person_row_answer(side.person) | {
        "address": side.household.address,
        "known_to_office": side.known_to_office,
        "visits": weight.visits,
        "receipts": weight.receipts,
        "due_items": weight.due_items,
        "consents": weight.consents,
        "statuses": weight.statuses,
    }


def side_row(word: str, side: MergeSide) -> tuple[object, ...]:
    """Show one of two who may be one in a line."""
    who, weight = side.person, side.weight
    papers = f"{weight.visits} lần đến, {weight.receipts} khoản đã thu, {weight.due_items} dòng danh sách"
    return word, who.name, who.birth, who.insurance_no, who.citizen_id, side.household.address, papers


def status_answer(record: StatusRecord, state: StatusState) -> Fields:
    """Answer one decision on somebody's standing."""
    decision = record.decision
    return {
        "id": record.id,
        "household_id": record.household_id,
        "person_id": record.person_id,
        "group": decision.group,
        "decision": decision.number,
        "issuer": decision.issuer,
        "from": decision.since,
        "to": decision.until,
        "state": state.value,
        "source": record.source.value,
        "withdrawn": record.withdrawn,
    }


def statuses_answer(records: Iterable[StatusRecord], on: date) -> list[Fields]:
    """Answer the decisions of a household as ``household show`` has them."""
    held = holding(records)
    return [status_answer(each, state_of(each, held, on)) for each in held]
