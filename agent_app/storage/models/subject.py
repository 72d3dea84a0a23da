"""The snapshot of a person beside a fact."""

from uuid import UUID

from sqlalchemy.orm import Mapped

from agent_app.domain.calendar import PartialDate
from agent_app.domain.household import PersonId, Subject


class SubjectColumns:
    """Who a fact is about, as known when it was made; never changed, unlike the reference beside it."""

    subject_id: Mapped[UUID]
    subject_name: Mapped[str]
    subject_insurance_no: Mapped[str | None]
    subject_citizen_id: Mapped[str | None]
    subject_birth: Mapped[str | None]
    subject_household_no: Mapped[str | None]

    @property
    def subject(self) -> Subject:
        """Give the snapshot back."""
        return Subject(
            PersonId(self.subject_id),
            self.subject_name,
            self.subject_insurance_no,
            self.subject_citizen_id,
            PartialDate.parse(self.subject_birth) if self.subject_birth else None,
            self.subject_household_no,
        )


def subject_columns(subject: Subject) -> dict[str, object]:
    """Spread a snapshot over its columns."""
    return {
        "subject_id": subject.person_id,
        "subject_name": subject.name,
        "subject_insurance_no": subject.insurance_no,
        "subject_citizen_id": subject.citizen_id,
        "subject_birth": subject.birth.iso if subject.birth else None,
        "subject_household_no": subject.household_no,
    }
