"""The page in a real browser: quiet, self-contained, lit by hover, driven by keys, right when narrow."""

from __future__ import annotations

import http.server
import shutil
import threading
import time

import pytest
import tellings

import golden
from twicetold.render.html import page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER), reason="needs Chromium and its driver (Debian: chromium chromium-driver)"
    ),
]
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def site():
    """Serve pages on 127.0.0.1 and remember what was asked for."""
    pages, asked = {}, []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield pages, asked, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def show(browser, site):
    """Return a function that opens a comparison in a window of a size, in light or dark."""
    pages, asked, root = site

    def open_page(comparison, *, width=1300, height=900, dark=False, script=True):
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        pages["/page.html"] = page(comparison)
        pages["/blank.html"] = "<!DOCTYPE html><title>blank</title>"
        browser.get(f"{root}/blank.html")
        browser.execute_script("localStorage.clear()")
        asked.clear()
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
        browser.get_log("browser")
        browser.get(f"{root}/page.html")
        return browser

    yield open_page
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def keys(browser, *pressed):
    from selenium.webdriver import ActionChains

    for key in pressed:
        ActionChains(browser).send_keys(key).perform()


def hover(browser, selector):
    from selenium.webdriver import ActionChains
    from selenium.webdriver.common.by import By

    element = browser.find_element(By.CSS_SELECTOR, selector)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
    ActionChains(browser).move_to_element(element).perform()
    return element


def js(browser, expression):
    return browser.execute_script(f"return {expression}")


def click(browser, selector):
    from selenium.webdriver.common.by import By

    element = browser.find_element(By.CSS_SELECTOR, selector)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
    element.click()


def wait_for(condition, seconds=5.0):
    until = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def test_nothing_is_asked_of_the_network_and_nothing_complains(show, site):
    browser = show(tellings.full())
    keys(browser, "j", "j", "k")
    js(browser, "document.querySelector('#theme').click()")
    assert browser.get_log("browser") == []
    assert site[1] == ["/page.html"]
    entries = js(browser, "performance.getEntriesByType('resource').map(e => e.name)")
    assert [name for name in entries if not name.startswith("data:")] == []


def test_the_policy_stops_foreign_script_and_requests(show):
    browser = show(tellings.full())
    browser.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.evil = 1';"
        "document.body.append(s); const i = new Image(); i.src = 'http://127.0.0.1:9/x.png';"
        "document.body.append(i);"
    )
    assert js(browser, "window.evil === undefined")
    assert wait_for(lambda: len(browser.get_log("browser")) > 0)  # the refusals are on the console


def test_hovering_a_statement_lights_its_row_and_what_it_meets(show):
    browser = show(tellings.full(reports=2))
    hover(browser, "#A-3")
    assert wait_for(lambda: js(browser, "document.querySelector('#B-3').classList.contains('lit')"))
    lit = js(browser, "[...document.querySelectorAll('.s.lit')].map(e => e.id)")
    assert lit == ["B-2", "B-3"]
    assert js(browser, "[...document.querySelectorAll('mark.lit')].map(e => e.textContent)") == [
        "पास की दो सड़कें बंद रहीं"
    ]
    plain = js(browser, "getComputedStyle(document.querySelector('#r6 td')).backgroundColor")
    row = "getComputedStyle(document.querySelector('#r4 td')).backgroundColor"
    assert wait_for(lambda: js(browser, row) != plain)
    hover(browser, "h1")
    assert wait_for(lambda: js(browser, "document.querySelectorAll('.lit').length") == 0)


def test_hovering_a_difference_lights_both_its_spans(show):
    browser = show(tellings.full())
    hover(browser, ".row #f1")
    found = "[...document.querySelectorAll('mark.lit')].map(e => e.textContent)"
    assert wait_for(lambda: js(browser, found)) == ["43 people", "۱۴ نفر"]


def test_keys_go_from_row_to_row_and_into_it(show):
    from selenium.webdriver.common.keys import Keys

    browser = show(tellings.full(reports=2))
    active = "document.activeElement.closest('.row')?.id + ' ' + document.activeElement.id"
    keys(browser, "j")
    assert js(browser, active) == "r1 "
    keys(browser, "j", Keys.ARROW_DOWN)
    assert js(browser, active) == "r3 "
    keys(browser, Keys.ARROW_RIGHT)
    assert js(browser, active) == "r3 A-2"
    assert js(browser, "document.querySelector('#B-1').classList.contains('lit')")
    keys(browser, Keys.ARROW_RIGHT)
    assert js(browser, active) == "r3 B-1"
    keys(browser, "k")
    assert js(browser, active) == "r2 "
    keys(browser, Keys.END)
    assert js(browser, active) == "r8 "
    outline = js(browser, "getComputedStyle(document.activeElement).outlineStyle")
    assert outline not in ("none", "")
    keys(browser, Keys.ESCAPE)
    assert js(browser, "document.activeElement === document.body")


def test_the_first_tab_stop_skips_to_the_rows(show):
    from selenium.webdriver.common.keys import Keys

    browser = show(tellings.full())
    keys(browser, Keys.TAB)
    assert js(browser, "document.activeElement.className") == "skip"
    keys(browser, Keys.ENTER)
    assert js(browser, "location.hash") == "#rows"


@pytest.mark.parametrize("script", [True, False])
def test_filters_work_with_and_without_a_script(show, script):
    from selenium.webdriver.common.by import By

    browser = show(tellings.full(reports=2), script=script)

    def rows():
        return [
            e.get_attribute("id")
            for e in browser.find_elements(By.CSS_SELECTOR, "tbody.row")
            if e.is_displayed()
        ]

    assert len(rows()) == 8
    browser.find_element(By.CSS_SELECTOR, "label:has(#show-only)").click()
    assert rows() == ["r2", "r7", "r8"]
    if script:
        assert browser.find_element(By.ID, "live").get_attribute("textContent") == "3 of 8 rows shown"
    browser.find_element(By.CSS_SELECTOR, "label:has(#show-found)").click()
    assert rows() == ["r3"]
    assert browser.find_element(By.CSS_SELECTOR, ".row #f1").is_displayed()
    browser.find_element(By.CSS_SELECTOR, "label:has(#a-detail)").click()
    assert not browser.find_element(By.CSS_SELECTOR, ".row #f1").is_displayed()


def test_reports_can_be_chosen_and_a_link_finds_its_row(show):
    from selenium.webdriver.common.by import By

    browser = show(tellings.full(reports=4))
    for label in "ACD":
        click(browser, f".pick label:has([value={label}])")
    told = "[...document.querySelectorAll('tbody.row')].filter(e => e.getClientRects().length).map(e => e.id)"
    assert js(browser, told) == ["r1", "r3", "r4", "r5", "r6", "r7", "r8"]
    assert "3 rows are told by none" in browser.find_element(By.ID, "away").text
    js(browser, "document.querySelector('.cover a[href=\"#r10\"]').click()")
    assert "r10" in js(browser, told)


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1300])
@pytest.mark.parametrize("reports", [2, 4])
def test_the_page_never_scrolls_sideways(show, width, reports):
    browser = show(tellings.full(reports=reports), width=width)
    assert js(browser, "document.documentElement.scrollWidth <= innerWidth")


def test_narrow_screens_stack_the_cells_and_name_them(show):
    browser = show(tellings.full(reports=4), width=390)
    left = js(browser, "[...document.querySelectorAll('#r1 td')].map(e => e.getBoundingClientRect().left)")
    tops = js(browser, "[...document.querySelectorAll('#r1 td')].map(e => e.getBoundingClientRect().top)")
    assert len(set(left)) == 1
    assert tops == sorted(set(tops))
    assert js(browser, "getComputedStyle(document.querySelector('#r1 td .who')).display") != "none"
    assert js(browser, "document.querySelector('table.rows').getAttribute('role')") == "table"


def test_scripts_are_set_in_their_own_direction_and_fonts(show):
    browser = show(tellings.full(reports=4))
    style = "getComputedStyle(document.querySelector('{}')).{}"
    assert [js(browser, style.format(f"#{label}-2", "direction")) for label in "ABCD"] == [
        "ltr",
        "ltr",
        "rtl",
        "ltr",
    ]
    fonts = [
        js(browser, style.format(f"#{label}-2", "fontFamily")).split(",")[0].strip('"') for label in "ACD"
    ]
    assert fonts == ["Noto Serif Devanagari", "Noto Naskh Arabic", "Noto Serif CJK SC"]
    assert js(browser, style.format("#C-3", "textAlign")) == "start"


CONTRAST = """
const rgb = (c) => c.match(/[\\d.]+/g).map(Number);
const lum = ([r, g, b]) => { const f = (v) => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  return .2126 * f(r) + .7152 * f(g) + .0722 * f(b); };
const ground = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
  if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
const weak = [];
for (const e of document.querySelectorAll('body *')) {
  if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || !e.getClientRects().length)
  continue; if (e.closest('.hide, .skip')) continue;
  const a = lum(rgb(getComputedStyle(e).color)), b = lum(ground(e));
  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  if (ratio < 4.5) weak.push([e.tagName, e.className, ratio.toFixed(2), e.textContent.slice(0, 30)]);
}
return weak;
"""


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("lit", [False, True])
def test_every_word_has_enough_contrast(show, dark, lit):
    browser = show(golden.comparison("dam-opening"), dark=dark)
    if lit:
        browser.execute_script("document.querySelectorAll('.s, mark').forEach((e) => e.classList.add('lit'))")
        keys(browser, "j", "j", "j")
        time.sleep(0.3)
    assert browser.execute_script(CONTRAST) == []


def test_light_and_dark_follow_the_system_and_the_button(show):
    browser = show(tellings.full(), dark=True)
    ground = "getComputedStyle(document.body).backgroundColor"
    night = js(browser, ground)
    js(browser, "document.querySelector('#theme').click()")
    day = js(browser, ground)
    assert night != day
    browser.refresh()
    assert js(browser, ground) == day


def test_print_shows_every_row_without_the_controls(show):
    browser = show(tellings.full())
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert js(browser, "getComputedStyle(document.querySelector('.bar')).display") == "none"
    assert js(browser, "getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert len(browser.execute_cdp_cmd("Page.printToPDF", {})["data"]) > 10_000
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_screen_reader_finds_a_table_with_named_rows(show):
    browser = show(tellings.full(reports=2))
    tree = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    roles = [node["role"]["value"] for node in tree if not node.get("ignored")]
    for role, count in (("columnheader", 3), ("rowheader", 10)):
        assert roles.count(role) == count
    names = [
        node["name"]["value"]
        for node in tree
        if node.get("role", {}).get("value") == "row" and "name" in node
    ]
    assert "Row 3 of 8: A and B tell the same, likely" in names
