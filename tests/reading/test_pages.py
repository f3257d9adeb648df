"""Web pages: the text without its furniture, what the page says of itself and when it is not believed, encodings."""

from __future__ import annotations

import json

import newsroom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import LINKED, PARAGRAPHS, TEXT, TITLE

from twicetold.reading.pages import read_page
from twicetold.reading.pages.blocks import blocks_of, marked, number
from twicetold.reading.pages.body import _stretch
from twicetold.reading.pages.fragment import fragment_text, has_markup, without_tags
from twicetold.reading.pages.tree import decode_page, parse, slim

HERE = "https://courier.example/2031/05/20/bridge"


def facts_of(page, **given):
    return read_page(page.encode(), **({"url": HERE} | given)).get("facts", {})


def linked(**changes):
    return LINKED["@graph"][1] | changes


def test_furniture_is_left_out():
    text = read_page(newsroom.page().encode())["text"]
    assert text == "\n\n".join(PARAGRAPHS)
    for word in ("cookies", "Home", "Another story", "Photo", "finally", "Copyright", "By Marta"):
        assert word not in text


def test_a_lead_between_headline_and_text_comes_back():
    lead = "The flood of the ninth of May left its mark; since Tuesday carts may cross the Kessel at Velmora again."
    page = newsroom.page().replace("<figure>", f'<div class="lead">{lead}</div><figure>')
    assert read_page(page.encode())["text"] == "\n\n".join((lead, *PARAGRAPHS))


def test_rows_parted_by_line_ends_are_paragraphs():
    rows = "<br><br>".join(PARAGRAPHS)
    page = newsroom.page(paragraphs=()).replace("</figure>", f"</figure><div>{rows}</div>")
    assert read_page(page.encode())["text"] == "\n\n".join(PARAGRAPHS)


def test_a_page_that_scripts_would_fill_has_the_text_it_carries():
    page = newsroom.page(linked=linked(articleBody="\n\n".join(PARAGRAPHS)), paragraphs=())
    found = read_page(page.encode())
    assert found["text"] == "\n\n".join(PARAGRAPHS)
    assert any("JSON-LD" in note for note in found["facts"]["notes"])


def test_a_text_in_json_ld_is_not_preferred_to_the_page():
    page = newsroom.page(linked=linked(articleBody="Quite another story about a cow. " * 5))
    assert read_page(page.encode())["text"] == "\n\n".join(PARAGRAPHS)


def test_another_story_than_the_page_shows_is_not_believed_however_long():
    found = read_page(
        newsroom.page(linked=linked(articleBody="Quite another story about a cow. " * 300)).encode()
    )
    assert found["text"] == "\n\n".join(PARAGRAPHS)
    assert any("tells another text" in note for note in found["facts"]["notes"])
    whole = "\n\n".join((*PARAGRAPHS, "More than the page shows without paying for it. " * 200))
    found = read_page(newsroom.page(linked=linked(articleBody=whole)).encode())
    assert "More than the page shows" in found["text"]


def test_a_change_before_publication_is_not_believed_where_nothing_else_says_when():
    data = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2031-05-20",
        "dateModified": "1970-01-01",
    }
    page = newsroom.page(linked=data).replace(f'<link rel="canonical" href="{HERE}">', "")
    facts = facts_of(page, url=None)
    assert facts["published"] == "2031-05-20"
    assert "changed" not in facts
    assert [note for note in facts["notes"] if "believed" in note] == [
        "the page says it was changed 1970-01-01, before it was published; the change is not believed"
    ]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (TITLE, TITLE),
        (TITLE.upper(), TITLE),
        (f"{TITLE} - Kessel Valley Courier", TITLE),
        ("You will not believe what this bridge did", TITLE),
        ("", TITLE),
    ],
)
def test_the_title_is_the_one_the_page_shows(said, title):
    assert facts_of(newsroom.page(linked=linked(headline=said)))["title"] == title


def test_a_title_that_only_the_head_says():
    page = newsroom.page(linked=None).replace(f"<h1>{TITLE}</h1>", "")
    assert facts_of(page)["title"] == TITLE
    page = page.replace(f"<title>{TITLE} | Kessel Valley Courier</title>", "")
    assert "title" not in facts_of(page)


@pytest.mark.parametrize(
    ("published", "changed", "believed"),
    [
        ("2031-05-20T07:15:00+02:00", None, "2031-05-20T07:15:00+02:00"),
        ("2031-05-22T07:15:00+02:00", "2031-05-21T07:15:00+02:00", "2031-05-20"),
        ("2029-01-01", None, "2031-05-20"),
        ("20 May 2031 07:15 +0200", None, "20 May 2031 07:15 +0200"),
        ("yesterday", None, "2031-05-20"),
    ],
)
def test_a_date_is_held_against_the_page(published, changed, believed):
    data = {"@type": "NewsArticle", "headline": TITLE, "datePublished": published, "dateModified": changed}
    facts = facts_of(newsroom.page(linked=data))
    assert facts["published"] == believed
    doubted = believed == "2031-05-20" and published != "yesterday"
    assert any("believed" in note for note in facts.get("notes", ())) == doubted


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2031-05-20T07:15:00+02:00">',
        '<meta name="parsely-pub-date" content="2031-05-20T07:15:00+02:00">',
        '<meta itemprop="datePublished" content="2031-05-20T07:15:00+02:00">',
    ],
)
def test_dates_of_meta_elements(head):
    assert facts_of(newsroom.page(linked=None, head=head))["published"] == "2031-05-20T07:15:00+02:00"


def test_microdata():
    time = '<time itemprop="datePublished" datetime="2031-05-20T07:15">'
    body = f'<div itemscope itemtype="https://schema.org/NewsArticle">{time}'
    page = (
        newsroom.page(linked=None)
        .replace("<article>", f"<article>{body}</time>")
        .replace("</article>", "</div></article>")
    )
    assert facts_of(page)["published"] == "2031-05-20T07:15"


def test_microdata_of_things_inside_it():
    named = '<div itemprop="author" itemscope><b itemprop="name">Marta Quill</b></div>'
    house = '<div itemprop="publisher" itemscope><meta itemprop="name" content="Kessel Valley Courier"></div>'
    comment = '<div itemscope itemtype="Comment"><time itemprop="datePublished" datetime="2030-01-01">x</time></div>'
    own = '<meta itemprop="inLanguage" content="en"><meta itemprop="datePublished dateCreated" content="2031-05-20">'
    scope = f'<article itemscope itemtype="https://schema.org/NewsArticle">{comment}{named}{house}{own}'
    facts = facts_of(newsroom.page(linked=None).replace("<article>", scope))
    assert facts["authors"] == ["Marta Quill"]
    assert facts["outlet"] == "Kessel Valley Courier"
    assert facts["published"] == "2031-05-20"


def test_things_that_are_only_referred_to():
    graph = [
        linked(author=[{"@id": "#m"}], publisher={"@id": "#k"}),
        {"@type": "Person", "@id": "#m", "name": "Marta Quill"},
        {"@type": "NewsMediaOrganization", "@id": "#k", "name": "Kessel Valley Courier"},
    ]
    facts = facts_of(newsroom.page(linked={"@graph": graph}))
    assert (facts["authors"], facts["outlet"]) == (["Marta Quill"], "Kessel Valley Courier")


@pytest.mark.parametrize(
    ("here", "said", "believed"),
    [
        ("https://www.courier.co.test/x", "https://courier.co.test/y", True),
        ("https://www.courier.co.test/x", "https://other.co.test/y", False),
        ("https://m.courier.test/x", "https://www.courier.test/y", True),
    ],
)
def test_one_site_under_a_shared_ending(here, said, believed):
    page = newsroom.page().replace("https://courier.example/2031/05/20/bridge", said)
    assert facts_of(page, url=here)["url"] == (said if believed else here)


def test_canonical_addresses_of_other_sites_are_not_believed():
    page = newsroom.page().replace("https://courier.example/2031/05/20/bridge", "https://elsewhere.test/x")
    assert facts_of(page)["url"] == HERE
    page = newsroom.page().replace("https://courier.example/2031/05/20/bridge", "javascript:alert(1)")
    assert facts_of(page)["url"] == HERE
    assert facts_of(newsroom.page(), url="https://m.courier.example/x")["url"] == HERE


@pytest.mark.parametrize(
    "broken", ["{", "[" * 5_000, '"', "null", '{"@type": 5}', '{"@graph": {"@graph": []}}', "{}" * 3]
)
def test_broken_json_ld_is_ignored(broken):
    page = newsroom.page(linked=None, head=f'<script type="application/ld+json">{broken}</script>')
    assert read_page(page.encode())["text"] == "\n\n".join(PARAGRAPHS)


RUSSIAN = (
    "Мост в Вельморе снова открыт для телег и пешеходов, сообщила во вторник мэрия города после паводка."
)


@pytest.mark.parametrize(
    ("encoding", "declared", "charset"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", "windows-1251", None),
        ("utf-8", None, "iso-8859-1"),
        ("windows-1251", "windows-1251", None),
        ("windows-1251", None, "windows-1251"),
        ("windows-1251", None, None),
        ("windows-1251", "utf-8", None),
        ("windows-1251", "no-such-charset", None),
        ("windows-1251", "base64", None),
        ("koi8-r", "koi8-r", "koi8-r"),
        ("utf-16", None, None),
    ],
)
def test_charsets_right_wrong_and_missing(encoding, declared, charset):
    meta = f'<meta charset="{declared}">' if declared else ""
    body = "".join(f"<p>{RUSSIAN} {n}</p>" for n in range(4))
    data = f"<html><head>{meta}</head><body><article>{body}</article></body></html>".encode(encoding)
    assert RUSSIAN in read_page(data, charset=charset)["text"]


def test_chinese_labels_mean_more_than_they_say():
    text = "威尔莫拉的老石桥周二重新开放，市长说工程花费四万二千马克。" * 3
    data = f'<html><head><meta charset="gb2312"></head><p>{text}镕</p>'.encode("gb18030")
    assert decode_page(data)[0].endswith("镕</p>")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/=\"' abdivprs&;\n𠀀é", max_size=300))
def test_any_soup_has_blocks_that_quote_its_pieces(soup):
    try:
        tree = parse(f"<html><body><p>x</p>{soup}</body></html>")
    except ValueError:
        return
    slim(tree)
    blocks = blocks_of(tree)
    numbers = [n for block in blocks for n, _ in block.pieces]
    assert numbers == list(range(len(numbers)))
    number(tree)
    found = marked("".join(tree.itertext()))
    assert found == set(numbers)


@given(st.lists(st.floats(-5, 5), max_size=12))
def test_the_stretch_is_the_best_of_all(weights):
    start, end = _stretch(weights)
    every = [sum(weights[a:b]) for a in range(len(weights) + 1) for b in range(a, len(weights) + 1)]
    assert abs(sum(weights[start:end]) - max(every)) < 1e-9


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("plain words", "plain words"),
        ("Mill &amp; bridge", "Mill & bridge"),
        ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo three"),
        ("&lt;p&gt;twice&lt;/p&gt; <b>escaped</b>", "twice\n\nescaped"),
        ("<script>alert(1)</script>words<style>p{}</style>", "words"),
        ("<img src=x onerror=alert(1)>words", "words"),
        ("3 < 5 and 7 > 6", "3 < 5 and 7 > 6"),
        ("<unclear> words", "<unclear> words"),
        ("", ""),
    ],
)
def test_fragments(fragment, text):
    assert fragment_text(fragment) == text


@given(st.text(alphabet="<>/ bip=&lt;g", max_size=80))
def test_no_markup_is_left_in_a_fragment(text):
    assert not has_markup(fragment_text(text))
    assert not has_markup(without_tags(text))


def test_the_same_page_reads_the_same_every_time():
    page = newsroom.page().encode()
    assert len({json.dumps(read_page(page, url=HERE)) for _ in range(3)}) == 1
    assert f"{TITLE}\n\n{read_page(page)['text']}" == TEXT
