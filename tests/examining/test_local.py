"""The model on this machine: a real server, a real reply, and nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from rich.console import Console

from viva.errors import VivaError
from viva.examining.local import DISTRIBUTION, serving, smollm
from viva.examining.run import Wanted, run
from viva.logs import read_exam, read_log

pytest.importorskip("xllamacpp")
try:
    FILE = smollm()
except VivaError:
    pytest.skip(f"{DISTRIBUTION} is not installed", allow_module_level=True)


def answers(address: str) -> bool:
    parts = urlsplit(address)
    with socket.socket() as client:
        client.settimeout(5)
        return client.connect_ex((str(parts.hostname), int(parts.port or 0))) == 0


def test_it_answers_while_the_block_runs_and_not_after() -> None:
    with pytest.raises(RuntimeError, match="crash"), serving(FILE) as address:
        assert urlsplit(address).hostname == "127.0.0.1"
        body = {"messages": [{"role": "user", "content": "Hello!"}], "max_tokens": 4}
        request = urllib.request.Request(
            f"{address}/v1/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=600) as reply:
            assert json.load(reply)["usage"]["completion_tokens"] > 0
        raise RuntimeError("crash")
    assert not answers(address)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_the_server_does_not_outlive_a_parent_that_is_killed() -> None:
    program = (
        "import time; from viva.examining.local import serving, smollm\n"
        "with serving(smollm()) as address: print(address, flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    address = parent.stdout.readline().strip()
    assert answers(address)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    for _ in range(100):
        if not answers(address):
            return
        time.sleep(0.1)
    pytest.fail("the server still answers")


def test_what_is_no_model_is_said(tmp_path: Path) -> None:
    (tmp_path / "text.gguf").write_text("hello")
    with pytest.raises(VivaError, match="not a GGUF file"), serving(tmp_path / "text.gguf"):
        pass
    (tmp_path / "damaged.gguf").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(VivaError, match=r"did not start with damaged\.gguf"), serving(tmp_path / "damaged.gguf"):
        pass


def test_an_exam_of_one_question_on_the_local_model(tmp_path: Path) -> None:
    wanted = Wanted("hw5", questions="3a", max_tokens=24, max_nudges=1, output=tmp_path, formats=())
    with (tmp_path / "screen").open("w") as screen:
        assert run(wanted, Console(file=screen)) == 0
    (log,) = tmp_path.glob("*.eval")
    exam = read_exam(log)
    assert exam.model == FILE.stem
    assert exam.versions["model file"] == FILE.name
    assert {"temperature", "seed", "max_tokens"} <= set(exam.parameters)
    (record,) = exam.questions
    first = record.attempts[0]
    assert first.reply.strip()
    assert first.check is not None
    assert first.output_tokens is not None
    assert 0 < first.output_tokens <= 24
    assert first.seconds is not None
    assert str(log) in (tmp_path / "screen").read_text().replace("\n", "")


def test_the_model_on_this_machine_may_judge_the_prose_of_another(tmp_path: Path) -> None:
    replies = tmp_path / "replies.json"
    replies.write_text(json.dumps({"1a": ["Images have local structure, and convolution suits that."]}))
    wanted = Wanted(
        "hw5", "mockllm/x", questions="1a", replies=replies, max_nudges=0, grader="local", output=tmp_path, formats=()
    )
    with (tmp_path / "screen").open("w") as screen:
        assert run(wanted, Console(file=screen)) == 0
    (log,) = tmp_path.glob("*.eval")
    (record,) = read_exam(log).questions
    check = record.attempts[0].check
    assert check is not None
    assert "judge model" in check.parts[0].evidence.method  # the patterns left it open
    judged = [event for event in read_log(log).samples[0].events if event.event == "model" and event.role == "grader"]
    assert [event.model.endswith(FILE.stem) for event in judged] == [True]
