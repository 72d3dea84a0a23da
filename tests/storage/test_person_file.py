"""All that is held about one person."""

from dataclasses import replace
from typing import cast

from agent_app.domain.household import Subject
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.operation_body import visit_body
from agent_app.domain.receipt import Receipt
from agent_app.storage.store import Store
from tests.builders import NOW, a_household, a_visit, an_id, an_outcome
from tests.storage.test_privacy import ANH, KY, lived_in  # noqa: F401 (a fixture)


def test_the_file_of_a_person_holds_all_about_them_and_masks_the_others(
    lived_in: tuple[Store, Receipt],  # noqa: F811 (the fixture)
) -> None:
    store, receipt = lived_in
    held = store.privacy_queries.person_file(ANH.id)

    sections = held.sections
    assert sections["person"]["citizen_id"] == ANH.citizen_id  # type: ignore[index]
    assert [each["original"] for each in sections["due_items"]] == [  # type: ignore[attr-defined]
        {"Họ và tên": ANH.name, "SĐT": ANH.phone}
    ]
    (paper,) = cast("list[dict[str, object]]", sections["receipts"])
    assert (paper["id"], paper["number"]) == (str(receipt.id), receipt.shown_number)
    kinds = [each["kind"] for each in sections["operations"]]  # type: ignore[attr-defined]
    assert kinds == ["visit.recorded", "consent.recorded", "receipt.issued"]
    assert KY.name not in str(sections)
    assert [each["purpose"] for each in sections["consents"]] == ["reminder"]  # type: ignore[attr-defined]


def test_a_visit_to_two_shows_each_only_what_is_theirs(till: Store) -> None:
    both = replace(
        a_visit(an_outcome(), replace(an_outcome(), subject=Subject.of(KY, a_household()))),
        met=KY.name,
    )
    entry = Entry(an_id(0x301), OperationKind.VISIT_RECORDED, 1, NOW, visit_body(both))
    with till.unit() as unit:
        unit.visits.add(both)
        unit.log.append(entry)
        unit.commit()

    text = str(till.privacy_queries.person_file(ANH.id).sections)

    assert ANH.name in text
    assert KY.name not in text
    assert (KY.insurance_no or "") not in text
