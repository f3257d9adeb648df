"""Times that a search is limited to, and times that reports say they were published at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from twicetold.errors import UsageError


def moment(said: str, *, last: bool) -> datetime:
    """Return a day or time (ISO 8601; UTC unless it says a zone) as the moment at which a stretch of time begins.

    `last`: at which it ends; a day ends when the next one begins. Raises `UsageError`.
    """
    try:
        found = datetime.fromisoformat(said.strip())
    except ValueError:
        raise UsageError(f"{said!r} is no time; use 2026-11-24 or 2026-11-24T15:30") from None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    try:
        return found + timedelta(days=1) if last and len(said.strip()) <= 10 else found
    except OverflowError:
        return found


def after(published: str | None, since: datetime | None) -> bool:
    """Whether a report was published at `since` or later; one without a time was not."""
    return since is None or ((at := told(published)) is not None and at >= since)


def before(published: str | None, until: datetime | None) -> bool:
    """Whether a report was published before `until`; one without a time was not."""
    return until is None or ((at := told(published)) is not None and at < until)


def told(published: str | None) -> datetime | None:
    """Return a report's time, UTC where it says no zone; `None` where it has none."""
    try:
        found = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
