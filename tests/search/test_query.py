from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.errors import UsageError
from twicetold.search.expressions import to_fts5, to_tsquery, to_tsvector
from twicetold.search.matching import Count, count, holds, joined, padded
from twicetold.search.query import Either, Every, Look, Without, is_plain, looks, parse
from twicetold.search.ranking import fused, ranked, refused
from twicetold.search.showing import best_of, spans
from twicetold.search.terms import line_of

DAM, OLD = Look(("dam",), "near"), Look(("old",), "near")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("flood dam", Every((Look(("flood",), "near"), DAM))),
        ('"the dam"', Look(("the", "dam"), quoted=True)),
        ('"the dam', Look(("the", "dam"), quoted=True)),
        ("«the dam»", Look(("the", "dam"), quoted=True)),
        ("riv*", Look(("riv",), "open")),
        ("dam -river", Without(DAM, (Look(("river",)),))),
        ("dam NOT river", Without(DAM, (Look(("river",)),))),
        ("dam OR gate", Either((DAM, Look(("gate",), "near")))),
        ("dam | 7", Either((DAM, Look(("7",))))),
        ("dam AND 7", Every((DAM, Look(("7",))))),
        ("(dam OR 7) old", Every((Either((DAM, Look(("7",)))), OLD))),
        ("well-known", Look(("well", "known"))),
        ("O'Brien", Look(("o", "brien"))),
        ("大坝开放", Look(("大坝", "坝开", "开放"))),
        ("大", Look(("大",), "open")),
        ("5月", Look(("5", "月"), "open")),
        ('צה"ל', Look(("צהל",), "near")),
    ],
)
def test_what_is_typed_and_what_is_meant(typed, meant):
    assert parse(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "  ", "-dam", "(", '"', "OR", "-", "!?", "-(a OR b)", "x" * 1001, "a " * 65]
)
def test_nothing_to_look_for_is_said(typed):
    with pytest.raises(UsageError):
        parse(typed)


def test_only_words_have_a_meaning_to_look_for():
    assert is_plain(parse("the dam -river"))
    assert not any(is_plain(parse(typed)) for typed in ("riv*", "a OR b", "(a OR b) c", '"a b"'))


WORDS = ["NEAR", " OR ", " AND ", " NOT ", "rowid", "--", "/*", "terms:", "\x00", "\n"]
HOSTILE = st.lists(st.sampled_from([*"\"'*()-|:^+{}&!<>\\;%_$ a b近", *WORDS]), max_size=25).map("".join)


@pytest.fixture(scope="module")
def table():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(terms, tokenize='ascii')")
    for key, text in enumerate(["a b", "b a 近", "near or rowid"], 1):
        connection.execute("INSERT INTO t(rowid, terms) VALUES (?, ?)", (key, line_of(text)))
    yield connection
    connection.close()


@given(typed=HOSTILE)
def test_nothing_typed_is_syntax(table, typed):
    try:
        query = parse(typed)
    except UsageError:
        return
    found = {row[0] for row in table.execute("SELECT rowid FROM t WHERE t MATCH ?", (to_fts5(query),))}
    for key, kept in table.execute("SELECT rowid, terms FROM t").fetchall():
        text = padded(kept)
        assert (key in found) == holds(query, lambda look, text=text: count(look, text).weight > 0)
    quoted = to_tsquery(query).split("'")
    assert len(quoted) % 2 == 1
    assert set("".join(quoted[::2])) <= set("()&|!<->:* ")


def test_other_endings_count_less_and_not_without_bound():
    flood, praha, bridges = parse("flood"), parse("Praha"), parse("bridges")
    assert count(bridges, padded("bridge bridges bridged bridging bridgehead")) == Count(1, 3)
    text = padded(line_of("Floods after a flood; floodplains"))
    assert count(flood, text) == count(Look(("flood",), "near"), text)
    assert (count(flood, text).exact, count(flood, text).near) == (1, 1)
    assert count(praha, padded(line_of("v Praze, do Prahy, Praha"))).weight == 1.5
    assert not holds(parse("dam -prime"), lambda look: count(look, padded("dam prime")).weight > 0)
    assert holds(parse("dam -prime"), lambda look: count(look, padded("dam primary")).weight > 0)


def test_a_phrase_ends_with_its_statement():
    kept = joined(["the old dam", "gates opened"])
    assert not holds(parse('"dam gates"'), lambda look: count(look, padded(kept)).weight > 0)


def test_the_best_statement_and_what_is_lit_in_it():
    texts = ["A dam.", "The gates of the dam and the gate house.", "Gates."]
    query = parse("gate dam")
    kept = joined(map(line_of, texts))
    assert best_of(query, kept, None, None, worded=True) == 1
    assert best_of(query, kept, 0, {0, 2}, worded=True) == 0
    assert best_of(parse("river"), kept, 2, None, worded=True) == 2
    assert best_of(parse("river"), kept, 2, {1}, worded=False) is None
    assert [texts[1][s.start : s.end] for s in spans(query, texts[1])] == ["gates", "dam", "gate"]
    chinese = "昨日大坝开放了"
    assert [chinese[s.start : s.end] for s in spans(parse("大坝开放"), chinese)] == ["大坝开放"]
    assert [chinese[s.start : s.end] for s in spans(parse("坝"), chinese)] == ["坝"]
    assert [s.start for s in spans(query, texts[0], at=100)] == [102]


def test_more_often_in_fewer_words_comes_first_and_rare_words_count_more():
    hits = {1: "dam " * 3 + "river", 2: "dam river river river", 3: "dam " + "mud " * 50 + "river", 4: "gate"}
    query = parse("dam river")
    order = [key for key, _ in ranked(query, hits, 1000, {DAM: 900, Look(("river",), "near"): 5})]
    assert order == [2, 1, 3]
    assert [key for key, _ in ranked(parse("dam"), {1: "dam", 2: "dam"}, 2, {})] == [2, 1]  # the later one


def test_what_two_orders_agree_on_comes_first():
    scores = fused([["a", "b", "c"], ["d", "b"]])
    assert max(scores, key=scores.__getitem__) == "b"
    assert set(scores) == set("abcd")


def test_a_vector_of_terms_is_bounded():
    told = to_tsvector(["a b", "b 'c"])
    assert told == "'''c':6 'a':2 'b':3,5"
    huge = to_tsvector([" ".join(f"word{n}" for n in range(200_000))])
    assert len(huge.encode()) < 1_300_000
    assert ":16384" not in huge


def test_what_must_not_occur_refuses_a_report():
    assert refused(parse("river -dam"), "the dam")
    assert not refused(parse("river -dam"), "the dams")
    assert not refused(parse("river"), "the dam")


def test_looks_are_what_may_occur():
    assert [look.terms for look in looks(parse("a (b OR c) -d"))] == [("a",), ("b",), ("c",)]
