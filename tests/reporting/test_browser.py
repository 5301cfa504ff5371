"""A report in a real browser, where there is one: nothing in it runs, and no page is wider than its window."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess

import pytest

from reporting.exams import run_exam
from viva.reporting.report import write_report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium: apt-get install chromium")

# The probe runs in a page of its own, which may look into the report because both come from the disk.
PROBE = """<!doctype html><title>waiting</title>
<iframe id="report" src="REPORT" style="width: WIDTHpx; height: 3000px; border: 0"></iframe>
<script>
const frame = document.getElementById("report");
frame.onload = () => {
  const inner = frame.contentDocument;
  const result = {
    wide: inner.documentElement.scrollWidth - inner.documentElement.clientWidth,
    scripts: inner.querySelectorAll("script, iframe, object, embed, link[href], form").length,
    formulas: inner.querySelectorAll("math").length,
    loaded: frame.contentWindow.performance.getEntriesByType("resource").filter(e => !/^data:/.test(e.name)).length,
    marked: [...inner.querySelectorAll("mark")].some(m => m.textContent.includes("[2, -1, 3]")),
    hidden: getComputedStyle(inner.body).display === "none",
  };
  document.title = JSON.stringify(result);
};
</script>
"""


def ask(page, folder):
    """The title that a page has set, as the browser prints it."""
    done = subprocess.run(
        [
            CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--allow-file-access-from-files", f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=5000",
            "--dump-dom", page.as_uri(),
        ],
        capture_output=True, text=True, timeout=600, check=True,
    )  # fmt: skip

    return json.loads(html.unescape(re.search(r"<title>(.*?)</title>", done.stdout, re.DOTALL)[1]))


@pytest.mark.parametrize("width", [390, 1300])
def test_a_report_in_a_browser(tmp_path, width):
    (report,) = write_report(run_exam(), tmp_path, ("html",))
    probe = tmp_path / "probe.html"
    probe.write_text(PROBE.replace("REPORT", report.name).replace("WIDTH", str(width)), encoding="utf-8")
    seen = ask(probe, tmp_path)
    assert seen.pop("formulas") > 50
    assert seen == {"wide": 0, "scripts": 0, "loaded": 0, "marked": True, "hidden": False}
