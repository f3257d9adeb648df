from __future__ import annotations

import base64
import hashlib
import html as escapes
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
import tellings

import golden
from twicetold.render.html import notebook, page

EVIL = "</p><script>alert(1)</script><img src=x onerror=alert(2)>\"' javascript:alert(3) {{ 7*7 }}"
VOID = {"meta", "link", "input", "img", "br", "hr"}


class Tags(HTMLParser):
    """Collects tags, attributes and text, and checks that tags are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.open, self.text = [], [], {}
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.text[self.open[-1]] = self.text.get(self.open[-1], "") + data


@pytest.fixture(scope="module")
def four():
    return page(tellings.full(reports=4))


def test_tags_are_closed_and_ids_are_unique(four):
    ids = [attrs["id"] for _, attrs in Tags(four).tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    linked = {attrs["href"][1:] for tag, attrs in Tags(four).tags if attrs.get("href", "").startswith("#")}
    assert linked <= set(ids)


def test_the_policy_lets_in_this_style_and_this_script_and_nothing_else(four):
    tags = Tags(four)
    policy = next(a["content"] for t, a in tags.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(tags.text[tag].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert [t for t, _ in tags.tags].count("script") == 1
    assert not any(name.startswith("on") or name == "style" for _, attrs in tags.tags for name in attrs)


def test_nothing_is_fetched(four):
    for _, attrs in Tags(four).tags:
        for name in ("src", "href", "srcset", "action"):
            assert attrs.get(name, "#").startswith(("#", "data:,"))
    assert "url(" not in four
    assert "@import" not in four


@pytest.mark.parametrize("shown", [page, notebook])
def test_no_markup_of_a_report_survives(shown):
    made, statements = tellings.report("A", "en", [("title", EVIL), ("body", EVIL)])
    made = replace(made, outlet=EVIL, source=EVIL, url=EVIL, published=EVIL, language="en")
    plain = tellings.full(reports=2)
    comparison = replace(
        plain,
        reports=(made, plain.reports[1]),
        statements={"A": statements, "B": plain.statements["B"]},
        rows=(replace(plain.rows[0], cells={"A": (0, 1), "B": (0,)}, links=(), findings=()),),
        attributions=(),
        notes=(EVIL,),
        skips=(replace(plain.skips[0], source=EVIL, detail=EVIL),),
    )
    tags = Tags(shown(comparison))
    assert not any(tag == "img" or "onerror" in attrs for tag, attrs in tags.tags)
    assert [tag for tag, _ in tags.tags].count("script") == (1 if shown is page else 0)
    assert not any(attrs.get("href", "").startswith("javascript") for _, attrs in tags.tags)
    assert "{{ 7*7 }}" in tags.text["p"]


def test_every_statement_is_there_once_with_its_language_and_direction(four):
    comparison = tellings.full(reports=4)
    shown = {attrs["id"]: attrs for tag, attrs in Tags(four).tags if tag == "p" and attrs.get("id")}
    ways = {"A": ("hi", "ltr"), "B": ("en", "ltr"), "C": ("fa", "rtl"), "D": ("zh", "ltr")}
    for label, statements in comparison.statements.items():
        for statement in statements:
            attrs = shown[f"{label}-{statement.n}"]
            assert (attrs["lang"], attrs["dir"]) == ways[label]
    text = re.sub("<[^>]+>", "", four)
    for statements in comparison.statements.values():
        assert all(escapes.escape(s.text) in text.replace("&#34;", "&quot;") for s in statements)


def test_linked_statements_know_each_other_and_partial_matches_are_marked(four):
    shown = {attrs["id"]: attrs for tag, attrs in Tags(four).tags if tag == "p" and attrs.get("id")}
    assert shown["A-3"]["data-to"].split() == ["B-2", "B-3", "D-2"]
    assert "part" in next(
        a["class"] for t, a in Tags(four).tags if t == "mark" and a["data-is"].startswith("p")
    )


def test_omissions_are_cells_of_their_own(four):
    gaps = [attrs for tag, attrs in Tags(four).tags if tag == "td" and "none" in attrs.get("class", "")]
    empty = sum(4 - len(row.cells) for row in tellings.full(reports=4).rows)
    assert len(gaps) == empty


def test_the_ten_strongest_differences_are_open_and_no_more():
    comparison = golden.comparison("dam-opening")
    assert sum(len(row.findings) for row in comparison.rows) > 10
    tags = Tags(page(comparison)).tags
    assert sum("open" in attrs for tag, attrs in tags if tag == "details") == 10


@pytest.mark.parametrize("reports", [2, 4])
def test_the_same_comparison_gives_the_same_page(reports):
    assert page(tellings.full(reports=reports)) == page(tellings.full(reports=reports))


def test_the_notebook_view_has_no_script_and_styles_only_itself():
    text = notebook(tellings.full())
    tags = Tags(text)
    assert not any(tag == "script" for tag, _ in tags.tags)
    rules = re.findall(r"^([^{@]+)\{", tags.text["style"], re.MULTILINE)
    assert rules
    assert all(selector.strip().startswith(".twicetold") for rule in rules for selector in rule.split(","))


def test_a_thousand_rows_keep_an_overview_that_can_be_drawn():
    told = [("body", f"Sentence {n}.") for n in range(1000)]
    (a, in_a), (b, in_b) = tellings.report("A", "en", told), tellings.report("B", "en", told)
    plain = tellings.bare()
    rows = tuple(replace(plain.rows[0], cells={"A": (n,), "B": (n,)}, links=()) for n in range(1000))
    text = page(replace(plain, reports=(a, b), statements={"A": in_a, "B": in_b}, rows=rows))
    assert 300 < text.count('title="rows ') <= 480
    assert text.count('class="cells"') == 1000
