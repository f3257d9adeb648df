"""The model that ships: it belongs to the embedded encoder and knows today's evidence; what it reaches may not fall.

Floors are in tests/floors.json, below the figures of docs/benchmarks.md by a margin for other processors' rounding.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench.alignment import ours
from bench.scores import f1, score
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import gold, nway
from twicetold.alignment import align_sentences, links
from twicetold.alignment.evidence import WITH_TOKENS
from twicetold.alignment.sides import Means
from twicetold.encoding import open_encoder

TESTS = Path(__file__).parents[1]
FLOORS = json.loads((TESTS / "floors.json").read_text("utf-8"))["alignment"]
EXAMPLES = sorted(path.parent.name for path in (TESTS / "golden").glob("*/gold.json"))


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    return open_encoder(cache=tmp_path_factory.mktemp("cache"), threads=1)


def models():
    return sorted((Path(links.__file__).parent / "models").glob("*.json"))


def test_one_model_ships_and_it_is_the_embedded_encoders(embedded):
    assert [path.stem for path in models()] == [embedded.digest]
    model = links.shipped(embedded.digest)
    assert model is not None
    assert model.shipped
    assert model.origin


def test_the_model_knows_the_evidence_of_today(embedded):
    model = links.shipped(embedded.digest)
    assert model.regression.names == WITH_TOKENS
    assert all(mean.shape == (embedded.dimensions,) for mean in model.means.by_language.values())
    assert model.means.of("xx") is model.means.by_language["und"]


def test_no_other_digest_finds_a_model():
    assert links.shipped("0" * 32) is None
    assert links.shipped("../" + models()[0].stem) is None


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.text(max_size=8))
def test_a_language_without_a_mean_gets_that_of_all(code):
    means = Means(by_language={"hi": 1, "und": 2})
    assert means.of(code) == (1 if code == "hi" else 2)


def test_every_example_has_floors():
    assert {name.split(",")[0] for name in FLOORS["golden"]} == set(EXAMPLES)


@pytest.mark.parametrize("slug", EXAMPLES)
def test_golden_examples_stay_above_their_floors(embedded, slug):
    told = json.loads((TESTS / "golden" / slug / "gold.json").read_text("utf-8"))
    rows, _ = nway.tables(told, embedded)
    assert f1(*nway.links(told, rows)) >= FLOORS["golden"][f"{slug}, links"]
    assert f1(*nway.bcubed(told, rows)) >= FLOORS["golden"][f"{slug}, rows"]


@pytest.mark.shared
def test_the_tehran_pair_stays_above_its_floors(embedded, shared):
    problem = gold.tehran()
    made = score([problem], [ours(problem, embedded)])
    assert made.links >= FLOORS["tehran"]["links"]
    assert made.unaligned >= FLOORS["tehran"]["unaligned"]


REPORT = [
    "मरावेल बंदरगाह के अनाज गोदाम में सोमवार शाम आग लग गई।",
    "नौ दमकल गाड़ियों ने छह घंटे तक आग से लड़ाई लड़ी।",
    "महापौर इलारा वेन्ज़ ने इसे शहर के लिए एक काला दिन बताया।",
    "तैंतालीस लोग घायल हुए, जिनमें से नौ की हालत गंभीर है।",
    "बीमा कंपनियों का अनुमान है कि नुकसान 35 लाख क्राउन का है।",
]


def linked(a, b, encoder, languages):
    return {(i, j) for x in align_sentences(a, b, encoder, languages=languages) for i in x.a for j in x.b}


@pytest.mark.parametrize(
    "scrap",
    [
        "x9#qk zz@0 fw",
        "%%= 4k/ jjwq",
        "The orchestra will play two concerts in the old opera house next spring.",
        "Share prices on the exchange closed slightly lower after a quiet session.",
    ],
)
def test_a_lone_statement_that_nobody_else_tells_stays_alone(embedded, scrap):
    assert linked(REPORT, [scrap], embedded, ("hi", "en")) == set()
    for statement in REPORT:
        assert linked([statement], [scrap], embedded, ("hi", "en")) == set()


def test_a_lone_statement_finds_what_tells_the_same(embedded):
    told = "The mayor, Ilara Wenz, spoke of a dark day for the city."
    assert linked([REPORT[2]], [told], embedded, ("hi", "en")) == {(0, 0)}
    assert linked(REPORT, [told], embedded, ("hi", "en")) == {(2, 0)}


def test_reports_of_two_events_share_nothing(embedded):
    other = [
        "The national library has bought the letters of the poet Aron Telm.",
        "They will be shown from March in the reading room on the second floor.",
        "Some of the letters had been thought lost for ninety years.",
        "A private collector sold them for a price that was not made public.",
    ]
    assert linked(REPORT, other, embedded, ("hi", "en")) == set()
