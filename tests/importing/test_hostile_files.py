"""Damaged, encrypted, huge and foreign files give one clear line each, and do not stop the others."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from viva.cli import viva
from viva.errors import VivaError
from viva.importing import source
from viva.importing.source import load


def pdf(pages: int = 1, stream: bytes = b"") -> bytes:
    """A minimal PDF with pages that all show the same stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join(b"%d 0 R" % (k + 4) for k in range(pages))),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 3 0 R>>"] * pages,
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def encrypted() -> bytes:
    marked = (
        b"/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O<"
        + b"41" * 32
        + b">/U<"
        + b"42" * 32
        + b">>>/ID[<00><00>]"
    )
    return pdf().replace(b"trailer<<", b"trailer<<" + marked)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("report.txt", b"0" * 10_000_000)
    return out.getvalue()


SQUARES = b"\n".join(b"%d %d 5 5 re f" % (10 * k, 10 * k) for k in range(12))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("locked.pdf", encrypted(), "encrypted"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", "damaged|no text"),
        ("long.pdf", pdf(501), "501 pages"),
        ("picture.pdf", pdf(1, SQUARES), "--reader"),
        ("empty.pdf", pdf(1), "no text"),
        ("bomb.zip", bomb(), "archive"),
        ("bomb.txt", bomb(), "archive"),
        ("log.gz", gzip.compress(b"0" * 1_000_000), "archive"),
        ("noise.bin", bytes(range(256)) * 40, "binary"),
        ("empty.txt", b"", "no text"),
        ("blank.md", b"  \n\n\t\n", "no text"),
        ("odd.json", b'{"answer": 42}', "no export of a chat"),
        ("broken.json", b'[{"role": "user", ', "no export of a chat"),
        ("deep.json", b"[" * 200_000 + b"]" * 200_000, "nested|no export"),
        ("empty.html", b"<html><script>alert(1)</script></html>", "no text"),
    ],
)
def test_one_clear_line(name: str, data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(VivaError, match=says) as raised:
        load(path)
    assert "\n" not in str(raised.value)
    assert list(tmp_path.iterdir()) == [path]


def test_too_many_bytes_and_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "long.txt"
    path.write_text("x\n" * 100)
    monkeypatch.setattr(source, "MAX_LINES", 50)
    with pytest.raises(VivaError, match="lines"):
        load(path)
    monkeypatch.setattr(source, "MAX_BYTES", 50)
    with pytest.raises(VivaError, match="MB"):
        load(path)


def test_pages_without_text_are_unread(tmp_path: Path) -> None:
    import typst

    made = tmp_path / "mixed.typ"
    made.write_text(
        "#set page(width: 10cm, height: 8cm)\nQuestion 3(a): 108 parameters.\n#pagebreak()\n"
        "#for k in range(9) [#place(dx: k * 8mm, rect(width: 5mm, height: 3cm))]"
    )
    typst.compile(str(made), output=str(tmp_path / "mixed.pdf"))
    assert load(tmp_path / "mixed.pdf").unread == (2,)


def test_script_and_hidden_text_of_a_page_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_text(
        '<html><body><script>evil()</script><p onclick="evil()">seen &lt;b&gt;</p><style>p{}</style></body></html>'
    )
    assert [line.text for line in load(path).lines] == ["seen <b>"]


def test_a_failure_does_not_stop_the_others(tmp_path: Path, samples: dict[str, Path]) -> None:
    bad = tmp_path / "noise.bin"
    bad.write_bytes(b"\x00\x01" * 100)
    result = CliRunner().invoke(viva, ["audit", "--json", str(bad), str(samples["latex.tex.md"])])
    assert result.exit_code == 1
    assert "viva: noise.bin is no text" in result.stderr
    assert [row["part"] for row in json.loads(result.stdout)] == ["3a", "3b", "4b"]
