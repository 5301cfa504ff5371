"""Which logs are read, and that every one that is not is named with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from comparing.making import exam
from viva.comparing.gathering import gather
from viva.errors import VivaError
from viva.logs import write_exam


def test_files_and_folders_each_log_once(tmp_path: Path) -> None:
    one = write_exam(exam("one", {"1a": "L1"}), tmp_path / "logs")
    write_exam(exam("two", {"1a": "L1"}), tmp_path / "logs" / "deeper")
    copy = tmp_path / "copy.eval"
    copy.write_bytes(one.read_bytes())
    (tmp_path / "empty").mkdir()
    gathered = gather([tmp_path / "logs", one, copy, tmp_path / "empty"])
    assert sorted(e.model for e in gathered.exams) == ["one", "two"]
    reasons = dict(gathered.left_out)
    assert reasons.pop(str(tmp_path / "empty")) == "no log (*.eval) in it"
    assert reasons.pop(str(one)) == "named twice; counted once"  # by its folder, and itself
    ((name, why),) = reasons.items()
    assert {name, why.split(";")[0].removeprefix("the same log as ")} == {"copy.eval", one.name}
    assert gathered.unread == 0


def test_a_broken_and_a_foreign_log_do_not_stop_the_others(tmp_path: Path) -> None:
    from inspect_ai.log import EvalConfig, EvalDataset, EvalLog, EvalSpec, write_eval_log

    write_exam(exam("good", {"1a": "L1"}), tmp_path / "a.eval")
    (tmp_path / "broken.eval").write_bytes(b"not a zip file")
    spec = EvalSpec(created="2026-01-01", task="other", dataset=EvalDataset(), model="x/y", config=EvalConfig())
    write_eval_log(EvalLog(eval=spec), str(tmp_path / "foreign.eval"))
    gathered = gather([tmp_path])
    assert [e.model for e in gathered.exams] == ["good"]
    assert gathered.unread == 2
    reasons = {Path(name).name: why for name, why in gathered.left_out}
    assert reasons["broken.eval"].startswith("cannot be read")
    assert "not of an exam of Viva" in reasons["foreign.eval"]


def test_nothing_to_compare(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match="no log"):
        gather([tmp_path])
    with pytest.raises(VivaError, match="no such log"):
        gather([tmp_path / "missing"])
    (tmp_path / "broken.eval").write_bytes(b"?")
    with pytest.raises(VivaError, match="no exam to compare"):
        gather([tmp_path])
