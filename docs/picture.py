"""Draws docs/images/report.png: the report on a sample contract, as a browser shows it.

python docs/picture.py        needs Chromium and its driver (.ci/browser installs them)
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from auditor.cli.main import run  # noqa: E402

SHOWN = "saas-lockin.pdf"
TARGET = ROOT / "docs" / "images" / "report.png"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
WIDTH, HEIGHT = 1180, 900


def main() -> None:
    """Scan the samples, open the report at one of them, and take its picture."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.html"
        os.chdir(ROOT)
        code = run(["scan", "fixtures/contracts", "-o", str(report), "-q"])
        if code:
            sys.exit(f"the scan ended with exit code {code}")
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or "chromium"
        size = f"--window-size={WIDTH},{HEIGHT}"
        for flag in (*FLAGS, size, f"--user-data-dir={folder}/profile"):
            options.add_argument(flag)
        browser = webdriver.Chrome(
            options=options, service=Service(shutil.which("chromedriver") or "chromedriver")
        )
        try:
            browser.get(report.as_uri())
            link = browser.find_element("partial link text", SHOWN)
            browser.execute_script("arguments[0].click()", link)
            WebDriverWait(browser, 10).until(
                lambda page: page.find_elements("css selector", ".doc.current")
            )
            TARGET.parent.mkdir(parents=True, exist_ok=True)
            browser.save_screenshot(str(TARGET))
        finally:
            browser.quit()


if __name__ == "__main__":
    main()
