# ruff: noqa: E501 - documents as they come
"""One invented report in every form it may come in. All names and places are invented."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import tarfile
import zipfile

TITLE = "Velmora bridge reopens after eleven days"
PARAGRAPHS = (
    "The old stone bridge at Velmora was opened to carts and walkers again on Tuesday, eleven days after the flood "
    "had carried away part of its railing.",
    "Mayor Ilse Torvald said the work had cost 42,000 marks, less than the council had feared. She thanked the "
    "masons from Upper Kessel, who had worked through two nights.",
    "Boats will keep to the eastern arch until the end of the month, the river office said, because divers have yet "
    "to look at the western pillar.",
    "Shopkeepers in Ferry Lane told this paper that they had lost about half of their trade while the bridge was shut.",
)
TEXT = f"{TITLE}\n\n" + "\n\n".join(PARAGRAPHS)
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Kessel Valley Courier"},
        {
            "@type": ["NewsArticle"],
            "headline": TITLE,
            "datePublished": "2031-05-20T07:15:00+02:00",
            "dateModified": "2031-05-20T09:40:00+02:00",
            "author": [{"@type": "Person", "name": "Marta Quill"}],
            "publisher": {"@type": "Organization", "name": "Kessel Valley Courier"},
            "articleSection": "Region",
            "inLanguage": "en",
            "creditText": "Riverine Press Agency",
        },
    ],
}


def page(
    *, head: str = "", linked: object = LINKED, heading: str = TITLE, paragraphs: tuple[str, ...] = PARAGRAPHS
) -> str:
    """A news page with all the furniture that a report does not hold."""
    body = "\n".join(f"<p>{text}</p>" for text in paragraphs)
    data = f'<script type="application/ld+json">{json.dumps(linked)}</script>' if linked else ""
    teasers = "".join(
        f'<li><a href="/t{n}">Another story, number {n}, that has nothing to do with it</a></li>'
        for n in range(12)
    )
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{heading} | Kessel Valley Courier</title>
<link rel="canonical" href="https://courier.example/2031/05/20/bridge">{data}{head}</head><body>
<div class="cookie-banner"><p>We use cookies to make this site better. <button>Accept all</button></p></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/region">Region</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>{heading}</h1><div class="byline">By Marta Quill</div>
<figure><img src="b.jpg" alt="x"><figcaption>The bridge at Velmora, seen from the mill. Photo: T. Anders</figcaption></figure>
{body}
</article><aside class="related"><h3>More from the region</h3><ul>{teasers}</ul></aside>
<section id="comments"><h3>Comments</h3><div class="comment"><p>finally!!</p></div></section></main>
<footer><p>Copyright Kessel Valley Courier. <a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></p></footer>
</body></html>"""


def rss(items: int = 3) -> str:
    """An RSS 2.0 feed of `items` short reports."""
    each = "".join(
        f"""<item><title>Water falls at gauge {n}</title><link>https://courier.example/gauge/{n}</link>
<guid isPermaLink="false">gauge-{n}</guid><pubDate>Tue, 20 May 2031 0{n}:00:00 +0200</pubDate>
<dc:creator>Marta Quill</dc:creator><category>Region</category>
<source url="https://agency.example/rss">Riverine Press Agency</source>
<description>&lt;p&gt;The river office at gauge {n} reported &lt;b&gt;{n}0 centimetres&lt;/b&gt; less.&lt;/p&gt;</description></item>"""
        for n in range(1, items + 1)
    )
    return f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Kessel Valley Courier</title><link>https://courier.example/</link><language>en-GB</language>{each}</channel></rss>"""


def links_only(feed: str) -> str:
    """The feed with nothing but titles and links."""
    return re.sub(r"<description>.*?</description>", "", feed)


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Courier</title>
<entry><title type="html">Mill &amp;amp; bridge</title><id>tag:courier.example,2031:1</id><updated>2031-05-21T10:00:00Z</updated>
<published>2031-05-20T10:00:00Z</published><author><name>Marta Quill</name></author>
<link rel="alternate" href="https://courier.example/mill"/>
<content type="html">&lt;p&gt;The mill at Velmora turns again.&lt;/p&gt;&lt;p&gt;So the miller said.&lt;/p&gt;</content></entry></feed>"""

RSS_091 = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://my.netscape.example/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Courier</title>
<link>https://courier.example/</link><description>d</description><language>en</language>
<item><title>Ice on the Kessel</title><link>https://courier.example/ice</link>
<description>Skaters were warned on Sunday.</description></item></channel></rss>"""

RSS_10 = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://courier.example/">
<title>Courier</title><link>https://courier.example/</link><description>d</description></channel>
<item rdf:about="https://courier.example/ox"><title>An ox is found</title><link>https://courier.example/ox</link>
<description>The ox of Upper Kessel is found.</description><dc:date>2031-05-19T08:00:00+02:00</dc:date></item></rdf:RDF>"""

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Courier",
        "language": "en",
        "items": [
            {"id": "7", "url": "https://courier.example/7", "title": "Seven swans", "content_html": "<p>Seven swans came back.</p>",
             "date_published": "2031-05-18T08:00:00+02:00", "authors": [{"name": "Marta Quill"}]},
            {"id": "8", "url": "https://courier.example/8", "title": "Eight", "content_text": "Eight swans came back."},
        ],
    }
)  # fmt: skip

NINJS = json.dumps(
    {
        "uri": "urn:courier:1",
        "type": "text",
        "versioncreated": "2031-05-20T09:00:00Z",
        "firstcreated": "2031-05-20T07:15:00Z",
        "language": "en",
        "headline": TITLE,
        "byline": "Marta Quill",
        "creditline": "Riverine Press Agency",
        "body_html": "".join(f"<p>{text}</p>" for text in PARAGRAPHS),
    }
)
NINJS_2 = json.dumps(
    {
        "uri": "urn:courier:2",
        "standard": {"name": "ninjs", "version": "2.1"},
        "versionCreated": "2031-05-20T09:00:00Z",
        "language": "en",
        "headlines": [{"role": "main", "value": TITLE}],
        "infoSources": [{"name": "Riverine Press Agency"}],
        "bodies": [{"contentType": "text/html", "value": f"<p>{PARAGRAPHS[0]}</p>"}],
    },
    indent=1,
)

NEWSML = f"""<?xml version="1.0" encoding="UTF-8"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:courier:3"
 version="1" standard="NewsML-G2" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>
<provider><name>Kessel Valley Courier</name></provider><versionCreated>2031-05-20T09:40:00+02:00</versionCreated>
<firstCreated>2031-05-20T07:15:00+02:00</firstCreated></itemMeta><contentMeta><creator><name>Marta Quill</name></creator>
<creditline>Riverine Press Agency</creditline><language tag="en"/><subject><name>Region</name></subject>
<headline>{TITLE}</headline></contentMeta><contentSet><inlineXML contenttype="application/nitf+xml">
<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><hedline><hl1>{TITLE}</hl1></hedline></body.head>
<body.content>{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}</body.content></body></nitf></inlineXML></contentSet></newsItem>"""

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>Feeds</title></head><body><outline text="Valley">
<outline type="rss" text="A" xmlUrl="{0}"/><outline type="rss" text="B" xmlUrl="{1}"/></outline></body></opml>"""

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{0}</loc><news:news><news:publication>
<news:name>Kessel Valley Courier</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2031-05-20</news:publication_date><news:title>{1}</news:title></news:news></url></urlset>"""

RECORD = {
    "title": TITLE,
    "text": "\n\n".join(PARAGRAPHS),
    "outlet": "Kessel Valley Courier",
    "published": "2031-05-20T07:15:00+02:00",
    "language": "en",
    "url": "https://courier.example/2031/05/20/bridge",
    "authors": ["Marta Quill"],
}


def table(delimiter: str = ",", *, names: tuple[str, ...] = ("title", "text", "outlet", "published")) -> str:
    """A table of one report with the given column names, in this order: title, text, outlet, published."""
    file = io.StringIO()
    rows = csv.writer(file, delimiter=delimiter)
    rows.writerow(names)
    rows.writerow([RECORD[name] for name in ("title", "text", "outlet", "published")])
    return file.getvalue()


def warc(
    *payloads: bytes,
    url: str = "https://courier.example/2031/05/20/bridge",
    headers: str = "",
    kind: str = "text/html; charset=utf-8",
) -> bytes:
    """A WARC with a request and a response for each payload."""
    out = io.BytesIO()
    for n, payload in enumerate(payloads):
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{headers}\r\n".encode() + payload
        for role, block in (("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", http)):
            out.write(
                f"WARC/1.0\r\nWARC-Type: {role}\r\nWARC-Record-ID: <urn:uuid:{n}-{role}>\r\nWARC-Date: 2031-05-21T00:00:00Z\r\n"
                f"WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype={role}\r\n"
                f"Content-Length: {len(block)}\r\n\r\n".encode()
            )
            out.write(block + b"\r\n\r\n")
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    """A tar of these files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def sources() -> dict[str, tuple[bytes, int]]:
    """Every form by name: its bytes, and how many inputs are in it."""
    line = json.dumps(RECORD).encode() + b"\n"
    return {
        "text": (TEXT.encode(), 1),
        "html": (page().encode(), 1),
        "rss": (rss().encode(), 3),
        "atom": (ATOM.encode(), 1),
        "rss091": (RSS_091.encode(), 1),
        "rss10": (RSS_10.encode(), 1),
        "jsonfeed": (JSON_FEED.encode(), 2),
        "ninjs": (NINJS.encode(), 1),
        "ninjs2": (NINJS_2.encode(), 1),
        "newsml": (NEWSML.encode(), 1),
        "jsonl": (line * 3, 3),
        "json": (json.dumps([RECORD, RECORD], indent=1).encode(), 2),
        "csv": (table().encode(), 1),
        "tsv": (table("\t").encode(), 1),
        "warc": (warc(page().encode(), page(heading="Another").encode()), 2),
        "warc.gz": (gzip.compress(warc(page().encode())), 1),
        "zip": (zipped({"a.html": page().encode(), "b/c.jsonl": line * 2, "d.txt": TEXT.encode()}), 4),
        "tar.gz": (tarred({"a.html": page().encode(), "x/feed.xml": rss().encode()}), 4),
    }
