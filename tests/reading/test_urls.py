"""Addresses as sources: a page, a feed, lists of them; what is not fetched is said."""

from __future__ import annotations

import json
import time

import newsroom
import pytest
from newsroom import TEXT, TITLE
from web import closed_port, site

from twicetold.model import Report, Skip
from twicetold.reading import ReadOptions, read
from twicetold.reading.follow import forget
from twicetold.settings import Settings

PAGE = newsroom.page(linked=None).replace(
    '<link rel="canonical" href="https://courier.example/2031/05/20/bridge">', ""
)


@pytest.fixture(autouse=True)
def fresh():
    forget()
    yield
    forget()


@pytest.fixture
def reading(tmp_path):
    def run(source, *, allow_private=True, offline=False, **options):
        settings = Settings(cache=str(tmp_path / "cache"), allow_private=allow_private, offline=offline)
        return list(read(source, settings=settings, options=ReadOptions(**{"delay": 0.0} | options)))

    return run


def test_a_page(reading):
    with site({"/a": PAGE.encode()}) as web:
        (report,) = reading(web.url("/a"))
    assert report.text == TEXT
    assert (report.url, report.source, report.outlet) == (web.url("/a"), web.url("/a"), "127.0.0.1")


def test_the_servers_word_on_the_encoding(reading):
    text = "Мост в Вельморе снова открыт, сообщила мэрия во вторник утром после паводка."
    body = f"<html><body><article>{'<p>' + text + '</p>'}{'<p>' + text + ' Это вторая.</p>'}</article></body></html>"
    answer = (200, {"Content-Type": "text/html; charset=KOI8-R"}, body.encode("koi8-r"))
    with site({"/a": answer}) as web:
        (report,) = reading(web.url("/a"))
    assert text in report.text
    assert report.notes == ("decoded as KOI8-R, as declared",)


def test_private_addresses_need_permission(reading):
    with site({"/a": PAGE.encode()}) as web:
        found = reading(web.url("/a"), allow_private=False)
        assert [(item.reason, item.stage) for item in found] == [("private address", "fetching")]
        assert "--allow-private" in found[0].detail
        assert web.asked == []


def test_offline_refuses_the_network_but_not_what_was_fetched(reading):
    with site({"/a": PAGE.encode(), "/b": PAGE.encode()}) as web:
        reading(web.url("/a"))
        asked = len(web.asked)
        assert isinstance(reading(web.url("/a"), offline=True)[0], Report)
        assert reading(web.url("/b"), offline=True)[0].reason == "offline"
        assert len(web.asked) == asked


def test_a_password_in_an_address_is_not_repeated(reading):
    with site({"/a": (404, {}, b"")}) as web:
        (skip,) = reading(web.url("/a").replace("http://", "http://reader:secret@"))
        assert "secret" not in str(skip)
        (skip,) = reading(f"http://reader:secret@127.0.0.1:{closed_port()}/")
        assert "secret" not in str(skip)


def test_a_news_sitemap(reading):
    with site({"/a": PAGE.encode()}) as web:
        web.routes["/map"] = newsroom.SITEMAP.format(web.url("/a"), TITLE).encode()
        (report,) = reading(web.url("/map"))
    assert report.text == TEXT
    assert report.published == "2031-05-20"
    assert report.source == web.url("/a")


def test_a_list_of_feeds_of_pages(reading, tmp_path):
    with site({f"/gauge/{n}": PAGE.encode() for n in (1, 2)}) as web:
        feed = newsroom.rss(3).replace("https://courier.example", web.url("").rstrip("/"))
        bare = newsroom.links_only(feed)
        web.routes["/one"], web.routes["/two"] = feed.encode(), bare.encode()
        path = tmp_path / "feeds.opml"
        path.write_text(newsroom.OPML.format(web.url("/one"), web.url("/two")))
        found = reading(path)
    assert [type(item) for item in found] == [Report] * 3 + [Report, Report, Skip]
    assert found[0].text.startswith("Water falls at gauge 1")
    assert found[3].text == TEXT
    assert (found[5].reason, found[5].stage, found[5].source) == (
        "status 404",
        "fetching",
        web.url("/gauge/3"),
    )


def test_feeds_are_followed_to_their_pages_where_that_is_wanted(reading):
    with site({"/gauge/1": PAGE.encode(), "/gauge/2": b"<p></p>"}) as web:
        web.routes["/feed"] = (
            newsroom.rss(3).replace("https://courier.example", web.url("").rstrip("/")).encode()
        )
        found = reading(web.url("/feed"), follow="all")
        assert found[0].text == TEXT
        assert found[0].credit == "Riverine Press Agency", "what the feed says and the page does not"
        assert found[1].text.startswith("Water falls at gauge 2")
        assert any("page itself was not read" in note for note in found[2].notes)
        assert [
            item.reason for item in reading(web.url("/feed"), follow="none") if isinstance(item, Skip)
        ] == []


def test_lists_that_are_not_followed(reading, tmp_path):
    path = tmp_path / "map"
    path.write_text(newsroom.SITEMAP.format("https://courier.example/a", TITLE))
    assert [item.reason for item in reading(path, follow="none")] == ["not followed"]
    assert [item.reason for item in reading(path, offline=True)] == ["offline"]


def test_lists_that_lead_in_circles_end(reading):
    index = "<sitemapindex>{}</sitemapindex>"
    with site({}) as web:
        for n in range(6):
            entries = "".join(
                f"<sitemap><loc>{web.url(f'/{m}')}</loc></sitemap>" for m in ((n + 1) % 6, n, 0)
            )
            web.routes[f"/{n}"] = index.format(entries).encode()
        found = reading(web.url("/0"))
        assert all(isinstance(item, Skip) for item in found)
        assert {item.reason for item in found} <= {"listed twice", "not followed"}
        assert len(web.paths) <= 6


def test_a_list_that_names_itself_is_read_once(reading):
    with site({"/1": PAGE.encode()}) as web:
        web.routes["/list"] = newsroom.OPML.format(web.url("/list"), web.url("/1")).encode()
        itself, page = reading(web.url("/list"))
    assert (itself.reason, itself.source) == ("listed twice", web.url("/list"))
    assert page.text == TEXT
    assert web.paths == ["/list", "/1"]


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "gopher://127.0.0.1/", "javascript:alert(1)", "//x", "x"]
)
def test_a_list_leads_nowhere_but_to_the_web(reading, tmp_path, address):
    path = tmp_path / "map"
    path.write_text(newsroom.SITEMAP.format(address, TITLE))
    assert [(item.reason, item.stage) for item in reading(path)] == [("bad address", "fetching")]
    path.write_text(
        json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"url": address, "title": "T"}]})
    )
    assert [item.stage for item in reading(path)] == ["fetching"]


def test_a_page_that_is_nothing_without_scripts_says_so(reading):
    shell = b"<html><body><div id=app></div><noscript>Please enable JavaScript</noscript><script>1</script>"
    with site({"/a": shell}) as web:
        (skip,) = reading(web.url("/a"))
    assert skip.reason == "needs JavaScript"


def test_what_a_server_sends_is_told_by_its_content(reading):
    with site({"/page.html": newsroom.JSON_FEED.encode(), "/x.zip": newsroom.page().encode()}) as web:
        web.routes["/pdf"] = (200, {"Content-Type": "text/html"}, b"%PDF-1.7 \x00\x01")
        assert len(reading(web.url("/page.html"))) == 2
        assert isinstance(reading(web.url("/x.zip"))[0], Report)
        assert reading(web.url("/pdf"))[0].reason == "binary"


def test_pictures_in_a_sitemap_do_not_stand_for_its_pages(reading):
    words = "<image:loc>https://img.example/1.jpg</image:loc><image:title>A bridge</image:title>"
    picture = f"<image:image>{words}</image:image>"
    with site({"/a": PAGE.encode()}) as web:
        map_ = newsroom.SITEMAP.format(web.url("/a"), TITLE).replace("</url>", f"{picture}</url>")
        web.routes["/map"] = map_.replace(
            "<urlset", '<urlset xmlns:image="http://image.example/"', 1
        ).encode()
        (report,) = reading(web.url("/map"))
        assert report.text == TEXT
        (again,) = reading(web.url("/map"), form="sitemap")
        assert again.text == TEXT, "what is said of the list is not said of its pages"


def test_an_interrupted_list_goes_on_where_it_stopped(reading, tmp_path):
    pages = {f"/{n}": (200, {"Cache-Control": "max-age=0"}, PAGE.encode()) for n in range(5)}
    with site(pages) as web:
        locations = "".join(f"<url><loc>{web.url(f'/{n}')}</loc></url>" for n in range(5))
        path = tmp_path / "map.xml"
        path.write_text(f"<urlset>{locations}</urlset>")
        settings = Settings(cache=str(tmp_path / "cache"), allow_private=True)
        begun = read(path, settings=settings, options=ReadOptions(delay=0.2))
        assert isinstance(next(begun), Report)
        begun.close()
        time.sleep(0.5)  # what was under way is stored
        assert 1 <= len(web.paths) < 5
        forget()
        assert [type(item) for item in reading(path)] == [Report] * 5
        assert sorted(web.paths) == [f"/{n}" for n in range(5)], "each was asked for once"
        reading(path)
        assert len(web.paths) == 10, "a list that was read to its end is read anew"
