"""Ages in full years and months; a birth known only by its year counts from 1 January (TT 11/2025/TT-BNV)."""

from datetime import date

from agent_app.domain.calendar import PartialDate, add_months


def birthday(birth: PartialDate) -> date:
    """Return the first day that a date of birth can mean."""
    return date(birth.year, birth.month or 1, birth.day or 1)


def age_on(birth: PartialDate, on: date) -> int:
    """Return the age in full years on a civil date."""
    return months_old(birth, on) // 12


def months_old(birth: PartialDate, on: date) -> int:
    """Return the age in full months on a civil date, never below zero."""
    born = birthday(birth)
    months = (on.year - born.year) * 12 + on.month - born.month
    return max(0, months - 1 if add_months(born, months) > on else months)
