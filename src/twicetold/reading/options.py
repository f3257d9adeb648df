"""What a caller may say about reading, beyond the settings that every command shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from twicetold.errors import UsageError
from twicetold.reading.facts import FIELDS

Form = Literal[
    "text",
    "html",
    "feed",
    "jsonfeed",
    "opml",
    "sitemap",
    "newsml",
    "nitf",
    "ninjs",
    "json",
    "jsonl",
    "csv",
    "tsv",
    "parquet",
    "warc",
    "zip",
    "tar",
]
Follow = Literal["needed", "all", "none"]
FORMS: tuple[Form, ...] = get_args(Form)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How sources are read. The defaults are right unless somebody knows better."""

    form: Form | None = None  # overrules what the content says
    mapping: Mapping[str, str] = field(
        default_factory=dict
    )  # field of a report -> column or key of the source
    follow: Follow = "needed"  # links: of lists that hold nothing else, of feeds too, or none
    seconds: float = 20.0  # that one document may take in the child process before it is stopped
    delay: float = 1.0  # seconds between two requests to one host
    cached: bool = True  # keep fetched pages on disk and ask again only whether they changed
    watch: Callable[[int], None] | None = (
        None  # told of bytes as they are read from files, for a progress bar
    )

    def __post_init__(self) -> None:
        """Check what was given; raise `UsageError` with what is allowed."""
        if self.form is not None and self.form not in FORMS:
            raise UsageError(f"no form is called {self.form!r}; use one of {', '.join(FORMS)}")
        if self.follow not in get_args(Follow):
            raise UsageError(f"follow is {self.follow!r}; use one of {', '.join(get_args(Follow))}")
        for name in self.mapping:
            if name not in FIELDS:
                raise UsageError(f"a report has no field {name!r}; use one of {', '.join(FIELDS)}")
        if not self.seconds > 0 or not self.delay >= 0:
            raise UsageError("seconds must be more than 0 and delay not less than 0")


def parse_mapping(pairs: tuple[str, ...]) -> dict[str, str]:
    """Return the mapping of `title=headline` pairs; raise `UsageError` for anything else."""
    mapping = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise UsageError(f"--map takes field=column, such as title=headline; got {pair!r}")
        mapping[name.strip()] = column.strip()
    return mapping
