"""What several rooms' tests need: a Hypothesis profile (a busy machine is slow, which is no failure), and a browser."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("viva", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("viva")


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium, driven by Playwright. A module's, not the session's: its event loop must end with it."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield launched
        launched.close()
