from __future__ import annotations

import subprocess
import sys

import pytest

import twicetold as tt
from twicetold import api
from twicetold.errors import Skipped, UnknownSetting


def test_a_report_is_read_with_its_language(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Пожар начался в порту в понедельник вечером, сообщили власти.\n", "utf-8"
    )
    report = tt.read(tmp_path / "a.txt")
    assert (report.language, report.source) == ("ru", str(tmp_path / "a.txt"))
    assert tt.read(tmp_path / "a.txt", language="uk").language == "uk"
    assert report.to_dict()["text"] == report.text


def test_what_cannot_be_read_is_raised_alone_and_yielded_in_company(tmp_path):
    (tmp_path / "a.txt").write_text("A fire broke out.\n", "utf-8")
    with pytest.raises(Skipped, match=r"gone\.txt"):
        tt.read(tmp_path / "gone.txt")
    kinds = [type(item) for item in tt.read_all(tmp_path / "a.txt", tmp_path / "gone.txt")]
    assert kinds == [tt.Report, tt.Skip]


def test_single_settings_may_be_given_by_name():
    chosen = api._settings(tt.Settings(order="keep"), {"threads": 2})
    assert (chosen.order, chosen.threads) == ("keep", 2)
    with pytest.raises(UnknownSetting, match="colour"):
        tt.compare("a", "b", colour="blue")
    with pytest.raises(UnknownSetting, match="order"):
        tt.align(["a"], ["b"], order="sideways")


def test_importing_loads_no_model_and_says_nothing():
    code = (
        "import sys, twicetold as tt; tt.compare; tt.Report; "
        "heavy = {'numpy', 'onnxruntime', 'pandas', 'jinja2', 'babel', 'rich', 'lxml', 'trafilatura'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_reading_takes_its_options(tmp_path):
    from twicetold.reading.options import ReadOptions

    table = tmp_path / "reports.csv"
    table.write_text("headline,words\nFerry late,The ferry to Oum left two hours late.\n", "utf-8")
    report = tt.read(table, reading=ReadOptions(mapping={"title": "headline", "text": "words"}))
    assert report.title == "Ferry late"
    assert "two hours late" in report.text
