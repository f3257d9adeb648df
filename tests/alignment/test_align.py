"""The table of rows: complete, consistent, the same whatever the order, the threads and the day."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise, permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import twicetold.encoding
from twicetold.alignment import align, align_sentences
from twicetold.alignment.calibrate import selfset
from twicetold.model import Report, Statement
from twicetold.pipeline import compare
from twicetold.settings import Settings

KINDS = ("body", "title", "dateline", "caption", "boilerplate")
WORDS = [
    "harbour",
    "fire",
    "nine",
    "crew",
    "mayor",
    "said",
    "closed",
    "road",
    "12",
    "43",
    "Monday",
    "river",
    "dam",
    "opened",
    "vote",
    "no",
    "not",
]

sentences = st.lists(st.sampled_from(WORDS), min_size=0, max_size=7).map(" ".join)
side = st.lists(st.tuples(sentences, st.sampled_from(KINDS)), max_size=7)
quick = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def told(report_id, texts, kinds=None, language="en"):
    found, start = [], 0
    for n, text in enumerate(texts):
        kind = kinds[n] if kinds else "body"
        end = start + len(text)
        found.append(
            Statement(report_id=report_id, n=n, start=start, end=end, text=text, kind=kind, language=language)
        )
        start = end + 1
    return Report(id=report_id, text="\n".join(texts), language=language), found


def table(sides, encoder, **more):
    made = [
        told(name, [t for t, _ in s], [k for _, k in s]) for name, s in zip("ABCDEF", sides, strict=False)
    ]
    return align([r for r, _ in made], {r.id: s for r, s in made}, encoder, **more)


def cells(rows):
    return sorted(sorted((r, n) for r, numbers in row.cells.items() for n in numbers) for row in rows)


@quick
@given(st.lists(side, min_size=2, max_size=4))
def test_every_statement_is_in_exactly_one_row(encoder, sides):
    rows = table(sides, encoder).rows
    seen = Counter(place for row in cells(rows) for place in row)
    assert set(seen) == {(name, n) for name, s in zip("ABCD", sides, strict=False) for n in range(len(s))}
    assert set(seen.values()) <= {1}


@quick
@given(st.lists(side, min_size=2, max_size=4))
def test_links_hold_their_row_together(encoder, sides):
    for row in table(sides, encoder).rows:
        places = {(r, n) for r, numbers in row.cells.items() for n in numbers}
        assert all({link.a, link.b} <= places and link.a[0] != link.b[0] for link in row.links)
        assert all(0 <= link.score <= 1 for link in row.links)
        assert 0 <= row.score <= 1
        assert list(row.cells.values()) == [tuple(sorted(numbers)) for numbers in row.cells.values()]
        assert row.verdict == ("same" if len(row.cells) > 1 else "only")
        reached = {min(places)}
        for _ in places:
            reached |= {p for link in row.links for p in (link.a, link.b) if {link.a, link.b} & reached}
        assert reached == places


@quick
@given(st.lists(side, min_size=2, max_size=4))
def test_unlike_kinds_never_share_a_row_but_through_a_like_one(encoder, sides):
    kinds = {(name, n): kind for name, s in zip("ABCD", sides, strict=False) for n, (_, kind) in enumerate(s)}
    for row in table(sides, encoder).rows:
        assert all(kinds[link.a] == kinds[link.b] for link in row.links)


@quick
@given(st.lists(side, min_size=2, max_size=3))
def test_parts_lie_in_their_statements(encoder, sides):
    for row in table(sides, encoder).rows:
        for link in row.links:
            for (report, n), spans in ((p, link.spans.get(p[0], ())) for p in (link.a, link.b)):
                texts = [t for t, _ in sides["ABC".index(report)]]
                start = sum(len(t) + 1 for t in texts[:n])
                for span in spans:
                    assert start <= span.start < span.end <= start + len(texts[n])


NEWS = [
    "A fire broke out in the grain store of Maravel harbour on Monday evening.\n"
    "Nine engines fought it for six hours.\nThe mayor, Ilara Wenz, spoke of a dark day.\n"
    "Forty-three people were hurt.\nInsurers put the damage at 3.5 million crowns.",
    "Ilara Wenz, the mayor, spoke of a dark day for Maravel.\nForty-three people were hurt, nine badly.\n"
    "A fire broke out on Monday evening in the grain store of the harbour.\nTwo roads stayed closed.",
    "Two roads stayed closed until the morning.\nNine engines fought the fire for six hours.\n"
    "The owner gave no statement.\nThe damage is put at 3.5 million crowns.",
]


def test_the_order_of_the_reports_changes_labels_only(encoder, monkeypatch):
    monkeypatch.setattr(twicetold.encoding, "open_encoder", lambda *_, **__: encoder)
    seen = set()
    for order in permutations(range(3)):
        made = compare([Report(id="x", text=NEWS[k]) for k in order], settings=Settings())
        name = {report.id: NEWS.index(report.text) for report in made.reports}
        rows = []
        for row in made.rows:
            links = [
                [*sorted([(name[link.a[0]], link.a[1]), (name[link.b[0]], link.b[1])]), link.score]
                for link in row.links
            ]
            spans = sorted(
                (name[r], s.start, s.end) for link in row.links for r, ss in link.spans.items() for s in ss
            )
            rows.append(
                (
                    sorted((name[r], n) for r, n in row.cells.items()),
                    row.score,
                    sorted(map(str, links)),
                    spans,
                )
            )
        seen.add(json.dumps(sorted(rows, key=str)))
    assert len(seen) == 1


def test_exchanging_two_sides_exchanges_the_beads(encoder):
    a, b = (text.split("\n") for text in NEWS[:2])
    there = {(x.a, x.b, x.score) for x in align_sentences(a, b, encoder)}
    back = {(x.b, x.a, x.score) for x in align_sentences(b, a, encoder)}
    assert there == back


def test_another_process_with_other_hashes_and_threads_says_the_same(tmp_path):
    here = Path(__file__).parent
    script = tmp_path / "probe.py"
    script.write_text(
        "import importlib.util, sys\n"
        f"sys.path[:0] = [{str(here.parent / 'helpers')!r}]\n"
        f"spec = importlib.util.spec_from_file_location('conftest', {str(here / 'conftest.py')!r})\n"
        "own = importlib.util.module_from_spec(spec); spec.loader.exec_module(own)\n"
        "from played_encoder import Wordy\n"
        "from twicetold.alignment import align_sentences\n"
        "from twicetold.alignment.calibrate import selfset\n"
        "encoder = Wordy(); own.trained(encoder)\n"
        "a = [s for r in selfset()['en'] for s in r][:40]; b = a[20:] + a[5:15]\n"
        "print([(x.a, x.b, x.score) for x in align_sentences(a, b, encoder)])\n",
        "utf-8",
    )
    said = set()
    for seed, threads in (("1", "1"), ("2", "2")):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        env = os.environ | dict.fromkeys(names, threads) | {"PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=env, check=False)
        assert done.returncode == 0, done.stderr
        said.add(done.stdout)
    assert len(said) == 1


def test_two_runs_give_the_same_scores(encoder):
    a, b = (text.split("\n") for text in NEWS[:2])
    assert align_sentences(a, b, encoder) == align_sentences(a, b, encoder)


def test_identical_reports_align_one_to_one(encoder):
    texts = [s for report in selfset()["en"] for s in report][:30]
    beads = align_sentences(texts, texts, encoder)
    assert [(x.a, x.b) for x in beads] == [((n,), (n,)) for n in range(30)]
    assert min(x.score for x in beads) > 0.8


def test_one_statement_each(encoder):
    same = align_sentences(["The dam opened on Monday."], ["The dam opened on Monday."], encoder)
    assert sum(bool(x.a and x.b) for x in same) <= 1
    assert {n for x in same for n in x.a} == {n for x in same for n in x.b} == {0}


@pytest.mark.parametrize("sides", [([], []), (["A fire broke out."], []), ([], ["A fire.", "Nine hurt."])])
def test_a_side_without_statements_leaves_the_other_alone(encoder, sides):
    beads = align_sentences(*sides, encoder)
    assert [(x.a, x.b) for x in beads] == [((n,), ()) for n in range(len(sides[0]))] + [
        ((), (n,)) for n in range(len(sides[1]))
    ]
    assert all(x.score == 0 for x in beads)


@pytest.mark.parametrize(
    "texts",
    [["12", "43 44", "1.5", "2026"], ["", " ", "\u200b"], ["…", "—", "!!!"], ["fire"] * 9],
    ids=["numbers", "nothing", "marks", "one word"],
)
def test_poor_text_is_aligned_without_a_word(encoder, texts):
    beads = align_sentences(texts, texts[::-1], encoder)
    assert sorted(n for x in beads for n in x.a) == list(range(len(texts)))
    assert sorted(n for x in beads for n in x.b) == list(range(len(texts)))
    assert all(np.isfinite(x.score) and 0 <= x.score <= 1 for x in beads)


def test_boilerplate_meets_no_body(encoder):
    (report_a, a), (report_b, b) = (
        told(name, NEWS[0].split("\n"), [kind] * 5) for name, kind in (("A", "boilerplate"), ("B", "body"))
    )
    rows = align([report_a, report_b], {"A": a, "B": b}, encoder).rows
    assert all(row.verdict == "only" for row in rows)
    assert len(rows) == 10


def test_ten_thousand_statements_take_seconds(encoder):
    count = 10_000 if hasattr(encoder, "encode_tokens") else 2_000  # the dearer path in full
    rng = np.random.default_rng(7)
    vocabulary = [f"word{n}" for n in range(3000)]
    long = [" ".join(rng.choice(vocabulary, 8)) for _ in range(count)]
    there = (17, count // 2, count - 1)
    started = time.process_time()  # not the wall's: a busy machine must not fail this
    beads = align_sentences(long, [long[n] for n in there], encoder)
    assert time.process_time() - started < 60
    assert {(x.a, x.b) for x in beads if x.b} == {((n,), (k,)) for k, n in enumerate(there)}
    assert len(beads) == count


def moved():
    """Return a report of twenty sentences, and the same with its halves exchanged."""
    texts = [s for report in selfset()["en"] for s in report][:20]
    return texts, texts[10:] + texts[:10]


def pairs(beads):
    return {(i, j) for x in beads for i in x.a for j in x.b}


def test_free_order_finds_what_was_moved(encoder):
    a, b = moved()
    want = {(n, (n + 10) % 20) for n in range(20)}
    for order in ("free", "auto"):
        found = pairs(align_sentences(a, b, encoder, order=order))
        assert len(found & want) >= 19
        assert len(found) <= 21


def test_kept_order_is_monotone(encoder):
    a, b = moved()
    found = sorted(pairs(align_sentences(a, b, encoder, order="keep")))
    assert all(j <= m for (i, j), (k, m) in pairwise(found) if i < k)
    assert all(x.a == tuple(range(x.a[0], x.a[-1] + 1)) for x in align_sentences(a, a, encoder, order="keep"))
