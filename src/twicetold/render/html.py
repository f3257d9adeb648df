"""A comparison as one page that needs nothing but itself, and as a fragment for notebooks.

The page's policy (CSP) allows its own style and script by their digests and nothing else: no request can
leave, and nothing that stood in a report can run. Every word of a report passes Jinja's escaping.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, get_args

from twicetold.model import Aspect, Comparison
from twicetold.render.coverage import bins
from twicetold.render.summary import headline, language, shared
from twicetold.views import words
from twicetold.views.marks import Piece
from twicetold.views.reader import OPEN_AT_FIRST, RowView, StatementView, View, view_of

if TYPE_CHECKING:
    from jinja2 import Environment

_SHORT = {"same": "same", "more": "one tells more", "differs": "differs", "contradicts": "contradicts"}
_KEY = {"only": "only one tells it", "more": "one tells more"} | {
    "same": "told alike",
    "differs": "told differently",
    "contradicts": "contradiction",
}


def page(comparison: Comparison) -> str:
    """Return the whole page as one HTML document; the same comparison gives the same bytes."""
    view = view_of(comparison)
    css, js = _asset("page.css").replace("ASPECTS", _aspect_rules()), _asset("page.js")
    return _render(
        "page.html.j2",
        view,
        css=css,
        js=js,
        policy=policy(css, js),
        title=_title(view),
        bins=bins(view),
        aspects=Counter(finding.aspect for finding in view.findings).most_common(),
        key=[(verdict, _KEY[verdict]) for verdict in _verdicts(view)],
        shows=_shows(view),
    )


def notebook(comparison: Comparison) -> str:
    """Return a fragment with its own, scoped style and no script, for `_repr_html_`."""
    return _render("notebook.html.j2", view_of(comparison), css=_asset("notebook.css"))


def policy(css: str, js: str) -> str:
    """Return a content security policy that lets exactly this style and this script in."""
    return (
        f"default-src 'none'; style-src '{_digest(css)}'; script-src '{_digest(js)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    return (files("twicetold.render") / "templates" / name).read_text("utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("twicetold.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "certainty": words.certainty,
        "counted": words.counted,
        "dependence_words": words.dependence_words,
        "finding_words": words.finding_words,
        "language": language,
        "percent": words.percent,
        "verdict_words": words.verdict_words,
        "classes": _classes,
        "keys": _keys,
        "parts_of": _parts_of,
        "short": _short,
        "speech_words": words.speech_words,
        "open_at_first": OPEN_AT_FIRST,
    }
    return environment


def _render(template: str, view: View, *, css: str, js: str = "", **more: Any) -> str:
    from markupsafe import Markup

    environment = _environment()
    languages = {report.label: report.language for report in view.reports}
    shown: dict[str, Any] = {"view": view, "languages": languages, "headline": headline(view), **more}
    shown["lede"] = next(shared(view))
    macros = environment.get_template("parts.html.j2").make_module({"languages": languages})
    shown |= {name: getattr(macros, name) for name in ("statement", "quotes", "parting")}
    # the assets are ours and hold no "</": nothing of a report is in them
    return environment.get_template(template).render(css=Markup(css), js=Markup(js), **shown)  # noqa: S704


def _title(view: View) -> str:
    names = [report.name for report in view.reports]
    few = names if len(names) < 4 else [*names[:2], f"{len(names) - 2} more"]
    return f"{words.listed(few)} · twicetold"


def _short(row: RowView) -> str:
    return f"only {row.told_by[0]}" if row.is_only and row.told_by else _SHORT.get(row.verdict, row.verdict)


def _verdicts(view: View) -> list[str]:
    present = {row.verdict for row in view.rows}
    return [verdict for verdict in ("same", "more", "differs", "contradicts", "only") if verdict in present]


def _shows(view: View) -> list[tuple[str, str]]:
    alone = sum(row.is_only for row in view.rows)
    parting = sum(bool(row.findings) for row in view.rows)
    shows = [("all", f"all {len(view.rows)}"), ("shared", f"told by several {len(view.rows) - alone}")]
    shows.append(("only", f"told by one {alone}"))
    return [*shows, ("found", f"with findings {parting}")] if parting else shows


def _classes(piece: Piece) -> str:
    """Return the classes of a marked stretch; cues and speakers are not marked, the line below says them."""
    kinds = {mark.kind for mark in piece.marks} & {"part", "finding"}
    verdicts = {mark.note for mark in piece.marks if mark.kind == "finding"}
    return " ".join(sorted(kinds) + sorted(verdicts))


def _keys(piece: Piece) -> list[str]:
    return [f"{'f' if mark.kind == 'finding' else 'p'}{mark.id}" for mark in piece.marks if mark.id]


def _parts_of(statement: StatementView) -> list[str]:
    found = {f"p{mark.id}" for piece in statement.pieces for mark in piece.marks if mark.kind == "part"}
    return sorted(found)


def _aspect_rules() -> str:
    """Return a rule for each aspect that hides it while its box is not ticked; no script is needed."""
    return "\n".join(
        f"body:has(#a-{aspect}:not(:checked)) li.a-{aspect} {{ display: none; }}\n"
        f"body:has(#a-{aspect}:not(:checked)) mark.a-{aspect} {{ background: none; }}"
        for aspect in get_args(Aspect)
    )
