"""A headless Chromium, and reports made of the synthetic audits, for the browser tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from report import samples

from auditor.model import DocumentAudit
from auditor.report import open_writer

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--force-prefers-reduced-motion", "--window-size=1400,1000",
)  # fmt: skip


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser with a new, empty profile."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    from selenium.webdriver.chrome.service import Service

    binary, tool = shutil.which("chromium"), shutil.which("chromedriver")
    if not binary or not tool:
        pytest.skip("chromium and chromedriver are not installed; .ci/browser installs them")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(tool))
    yield browser
    browser.quit()


@pytest.fixture(scope="session")
def write(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """``write(documents)``: an HTML report on disk."""

    def _write(documents: Iterable[DocumentAudit]) -> Path:
        documents = tuple(documents)
        path = tmp_path_factory.mktemp("html") / "report.html"
        writer = open_writer("html", path, samples.META)
        for document in documents:
            writer.add(document)
        writer.close(samples.portfolio(documents))
        return path

    return _write


@pytest.fixture(scope="session")
def report(write: Callable[..., Path]) -> Path:
    return write(samples.documents(30))


class Page:
    """The report in the browser, fresh for a test, with the few moves the tests need."""

    def __init__(self, driver: Any, path: Path) -> None:
        self.driver = driver
        driver.get("about:blank")
        driver.get_log("browser"), driver.get_log("performance")
        self.url = path.as_uri()
        driver.get(self.url)
        driver.execute_script("localStorage.clear()")

    def js(self, script: str, *args: Any) -> Any:
        return self.driver.execute_script(script, *args)

    def all(self, selector: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", selector))

    def one(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def rows(self) -> list[str]:
        """The names in the table, as shown, from top to bottom."""
        return list(self.js(
            "return [...document.querySelectorAll('#matrix tbody tr')].filter(r=>!r.hidden)"
            ".map(r=>r.cells[0].querySelector('a').textContent)"
        ))  # fmt: skip

    def wait(self, condition: Callable[[], Any]) -> Any:
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.driver, 10).until(lambda _: condition())

    def press(self, *keys: str) -> None:
        from selenium.webdriver.common.action_chains import ActionChains

        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()


@pytest.fixture
def open_page(driver: Any) -> Callable[[Path], Page]:
    return lambda path: Page(driver, path)


@pytest.fixture
def page(driver: Any, report: Path) -> Page:
    return Page(driver, report)
