"""The HTML report as people use it, in a real browser."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest
from report import samples

from auditor.model import Level

pytestmark = pytest.mark.browser


def visible(page, selector):
    return [element for element in page.all(selector) if element.is_displayed()]


def test_nothing_is_loaded_and_nothing_complains(page):
    page.all("#matrix tbody a")[0].click()
    page.wait(lambda: page.all(".doc.current"))
    assert page.driver.get_log("browser") == []
    requested = set()
    for entry in page.driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            requested.add(message["params"]["request"]["url"].partition("#")[0])
    assert {url for url in requested if not url.startswith(("data:", "about:"))} == {page.url}


def test_worst_first_and_documents_hidden_until_asked_for(page):
    orders = page.js(
        "return [...document.querySelectorAll('#matrix tbody tr')].map(r=>+r.dataset.b)"
    )
    assert orders == sorted(orders, reverse=True)
    assert -0.5 in orders and -1 in orders  # what could not be read stands before what is clean
    assert visible(page, ".doc") == []
    assert "should not be signed" in page.one("h1").text


def test_filters(page):
    from selenium.webdriver.support.ui import Select

    everything = len(page.rows())
    Select(page.one("#fs")).select_by_value("unread")
    assert len(page.rows()) == 6
    Select(page.one("#fs")).select_by_value("")
    Select(page.one("#fb")).select_by_value("4")
    critical = page.rows()
    assert 0 < len(critical) < everything
    assert page.one("#count").text == f"{len(critical)} of {everything} contracts"
    Select(page.one("#ff")).select_by_value("agi")
    assert 0 < len(page.rows()) < len(critical)
    page.one("#filters button[type=reset]").click()
    page.wait(lambda: len(page.rows()) == everything)
    page.one("#q").send_keys("Warrant shares  vest in four")
    page.wait(lambda: len(page.rows()) < everything)
    found = page.rows()
    assert found
    page.one("#q").send_keys(" zzz")
    page.wait(lambda: page.rows() == [])


def test_sorting_by_headers_that_are_buttons(page):
    header = page.one("#matrix th[data-k=name] button")
    header.click()
    names = page.rows()
    assert names == sorted(names, key=str.lower)
    assert page.one("#matrix th[data-k=name]").get_attribute("aria-sort") == "ascending"
    header.click()
    assert page.rows() == names[::-1]
    page.one("#matrix th[data-k=exc] button").click()
    cells = page.js(
        "return [...document.querySelectorAll('#matrix tbody tr')].map(r=>r.cells[3].dataset.v||-1)"
    )
    assert [int(cell) for cell in cells] == sorted((int(cell) for cell in cells), reverse=True)


def test_a_document_opens_and_the_way_back(page):
    first = page.all("#matrix tbody a")[0]
    name = first.text
    first.click()
    page.wait(lambda: visible(page, ".doc"))
    (shown,) = visible(page, ".doc")
    assert shown.find_element("css selector", "h2").text == name
    assert not page.one("h1").is_displayed()
    page.one("#next").click()
    page.wait(lambda: visible(page, ".doc h2")[0].text == page.rows()[1])
    page.one("#home").click()
    page.wait(lambda: page.one("h1").is_displayed())
    page.driver.back()
    page.wait(lambda: visible(page, ".doc"))


def test_guidance_unfolds_where_it_is_asked_for_and_copies(page):
    page.all("#matrix tbody a")[0].click()
    page.wait(lambda: visible(page, ".doc.current"))
    page.one(".current .ask summary").click()
    wording = page.wait(lambda: visible(page, ".current .wording"))[0].text
    assert wording
    page.driver.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    button = page.one(".current .copy")
    button.click()
    page.wait(lambda: button.text == "Copied")
    copied = page.driver.execute_async_script(
        "const done=arguments[0];navigator.clipboard.readText().then(done,e=>done('! '+e))"
    )
    assert copied == wording


def test_one_family_at_a_time(page):
    page.all("#matrix tbody a")[0].click()
    buttons = page.wait(lambda: page.all(".current .famfilter button"))
    before = len(visible(page, ".current .f"))
    buttons[1].click()
    assert 0 < len(visible(page, ".current .f")) < before
    buttons[0].click()
    assert len(visible(page, ".current .f")) == before


def test_keyboard_alone_reaches_a_finding(page):
    from selenium.webdriver.common.keys import Keys

    page.press(Keys.TAB)
    active = page.driver.switch_to.active_element
    assert active.text == "Skip to the findings" and active.is_displayed()
    page.press("/")
    assert page.driver.switch_to.active_element.get_attribute("id") == "q"
    page.press("Frontier", Keys.ENTER, Keys.TAB)
    page.wait(lambda: all("Frontier" in name for name in page.rows()))
    page.js("document.activeElement.blur()")
    page.press("j")
    assert page.driver.switch_to.active_element.text == page.rows()[0]
    page.press(Keys.ENTER)
    page.wait(lambda: visible(page, ".doc.current"))
    page.press("j")
    first = page.driver.switch_to.active_element
    assert "f" in first.get_attribute("class").split()
    page.press("j")
    assert page.driver.switch_to.active_element != first
    page.press("k")
    assert page.driver.switch_to.active_element == first
    outline = page.js("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_dark_by_preference_and_by_switch(page):
    def paper():
        return page.js("return getComputedStyle(document.body).backgroundColor")

    light = paper()
    page.one("#theme").click()
    dark = paper()
    assert dark != light
    page.driver.refresh()
    assert paper() == dark  # remembered
    page.one("#theme").click()
    assert paper() == light
    page.js("localStorage.clear()")
    page.driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": "dark"}]},
    )
    page.driver.refresh()
    assert paper() == dark
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_without_script_everything_can_be_read(page):
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.driver.get(page.url)
        text = page.one("body").text
    finally:
        page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert "15 of 27 contracts" in text
    assert "If the Provider's board determines, in its sole discretion" in text
    assert "What to ask for instead, by clause type" in text
    assert "Use of this" not in text and "Copy wording" not in text


def test_markup_in_a_contract_is_text(open_page, write):
    evil = '<script>owned=1</script><img src=x onerror="owned=1">'
    finding = samples.finding(samples.SPECS[0], level=Level.CONFIRMED)
    finding = replace(
        finding, quote=evil, context=evil, context_start=0, title=evil, heading=evil, why=evil,
        span=replace(finding.span, start=0, end=len(evil)), family='"><b>x', type="'><i>",
    )  # fmt: skip
    document = replace(
        samples.document(0, path=f"a/{evil}.pdf"), title=evil, findings=(finding,),
        reasons=(f"note: {evil}",),
    )  # fmt: skip
    page = open_page(write([document, samples.document(1)]))
    page.all("#matrix tbody a")[0].click()
    page.wait(lambda: visible(page, ".doc.current"))
    assert page.js("return window.owned") is None
    assert page.all(".doc img, .doc script, #matrix img, #matrix script") == []
    page.js("location.hash=document.querySelector('mark').closest('.doc').id")
    page.wait(lambda: visible(page, "mark"))
    assert visible(page, "mark")[0].text == evil
    assert page.driver.get_log("browser") == []


def test_inline_script_from_elsewhere_would_not_run(page):
    page.js(
        "var s=document.createElement('script');s.textContent='owned=1';"
        "document.body.appendChild(s)"
    )
    assert page.js("return window.owned") is None


def test_a_single_contract_opens_at_once(open_page, write):
    page = open_page(write([samples.document(2)]))
    assert len(visible(page, ".doc")) == 1
    assert not page.one("h1").is_displayed()
    assert visible(page, ".bar nav") == []


def test_printing_gives_everything_expanded(page, tmp_path):
    pdfium = pytest.importorskip("pypdfium2")
    page.all("#matrix tbody a")[0].click()
    page.wait(lambda: visible(page, ".doc.current"))
    closed = len(page.all(".current details:not([open])"))
    assert closed
    data = base64.b64decode(page.driver.execute_cdp_cmd("Page.printToPDF", {})["data"])
    (tmp_path / "one.pdf").write_bytes(data)
    pdf = pdfium.PdfDocument(data)
    text = " ".join(pdf[i].get_textpage().get_text_range() for i in range(len(pdf)))
    text = " ".join(text.split())
    for words in ("Fallback wording", "All parts of the clause type", "Not legal advice"):
        assert words.lower() in text.lower()
    assert len(pdf) < 20
    assert len(page.all(".current details:not([open])")) == closed  # folded again
    page.one("#home").click()
    page.wait(lambda: page.one("h1").is_displayed())
    whole = pdfium.PdfDocument(
        base64.b64decode(page.driver.execute_cdp_cmd("Page.printToPDF", {})["data"])
    )
    assert len(whole) > 40


def test_narrow_screens_do_not_scroll_sideways(page):
    page.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True},
    )
    try:
        page.js("location.hash=document.querySelector('#matrix tbody tr').dataset.d")
        page.wait(lambda: visible(page, ".doc.current"))
        assert page.js("return document.documentElement.scrollWidth") <= 390
        page.js("location.hash='top'")
        page.wait(lambda: page.one("h1").is_displayed())
        assert page.js("return document.documentElement.scrollWidth") <= 390
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
