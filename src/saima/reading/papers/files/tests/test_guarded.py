"""Strangers' files are read by a process that holds nothing and may fail alone."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time

import pytest

from saima.reading.papers import guarded
from saima.reading.papers.files.tests import papers_made as made
from saima.reading.papers.guarded import GIB, Limits, Reader, read_file
from saima.reading.papers.wire import packed, unpacked

MIB = 1024 * 1024
PAGE = f"<html><body><p>{made.SENTENCE}</p></body></html>".encode()
# A child that does something else than reading, at the same line to its parent.
CHILD = """
import sys; sys.argv[1:] = [{folder!r}, '[{space}, 0, false]']
from saima.reading.papers import cage, child
from saima.reading.papers.files import Extracted
def text_of(data, name, tell):
    {deed}
    return Extracted(None, "read")
child.text_of = text_of
sys.exit(child.main())
"""


@pytest.fixture
def doing(monkeypatch):
    """Start children that do a deed in place of reading."""

    def do(deed, limits=None, data=b"a"):
        def popen(command, **options):
            folder = command[-2]
            space = (limits or Limits()).address_space
            source = CHILD.format(folder=folder, space=space, deed=deed)
            return subprocess.Popen([sys.executable, "-c", source], **options)

        fake = type("Fake", (), {**vars(subprocess), "Popen": staticmethod(popen)})
        monkeypatch.setattr(guarded, "subprocess", fake)
        return read_file(data, "a.txt", limits)

    return do


def codes(read):
    return [finding.code for finding in read.findings]


def test_a_file_reads_as_it_would_here():
    read = read_file(PAGE, "甲.html")
    assert f"{made.SENTENCE}\n" == read.text
    assert read == unpacked(json.loads(packed(read)))


def test_findings_come_through_whole():
    (found,) = read_file(b"Rar!" + bytes(9), "a.rar").findings
    assert "a.rar: This is a packed archive, which is not read → " in str(found)


@pytest.mark.parametrize(
    ("deed", "limits", "code"),
    [
        ("while True: pass", Limits(seconds=1), "took_too_long"),
        ("import time; time.sleep(60)", Limits(seconds=1), "took_too_long"),
        ("x = bytearray(300 << 20); import time; time.sleep(9)",
         Limits(memory=200 * MIB), "out_of_memory"),
        ("x = bytearray(900 << 20)", Limits(address_space=GIB // 2), "out_of_memory"),
        ("import os; os.abort()", None, "reader_crashed"),
        ("import os; os._exit(0)", None, "reader_crashed"),
        ("import ctypes; ctypes.string_at(0)", None, "reader_crashed"),
        ("return Extracted(None, 'a' * 9999)", Limits(answer=5000), "reader_crashed"),
    ],
)  # fmt: skip
def test_each_end_of_the_process_has_its_finding(doing, deed, limits, code):
    began = time.monotonic()
    read = doing(deed, limits)
    assert [code] == codes(read)
    assert read.refused
    assert time.monotonic() - began < 8


HELD = pytest.mark.skipif(sys.platform != "linux", reason="held by Linux alone")
TRIES = [
    "__import__('socket').socket()",
    "__import__('socket').socket(__import__('socket').AF_UNIX)",
    "__import__('os').execv('/bin/true', ['true'])",
    "open({elsewhere!r}, 'w').write('x')",
    "open({secret!r}).read()",
    "__import__('os').remove({secret!r})",
    "__import__('os').write(__import__('os').open('here', 65), b'x')",
]


@HELD
@pytest.mark.parametrize("deed", TRIES)
def test_what_the_process_cannot_do(doing, tmp_path, deed):
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    deed = deed.format(elsewhere=str(tmp_path / "new"), secret=str(secret))
    tried = f"""try: {deed}
    except OSError as refused: return Extracted(None, type(refused).__name__)"""
    read = doing(tried)
    assert read.text in ("PermissionError", "OSError")
    assert ["geheim"] == [path.read_text() for path in tmp_path.iterdir()]


@HELD
def test_the_same_can_be_done_outside(tmp_path):
    """The control: nothing but the cage refuses these."""
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    socket.socket().close()
    assert "geheim" == secret.read_text()
    os.remove(secret)


def test_its_environment_is_empty(doing, monkeypatch):
    monkeypatch.setenv("SAIMA_SECRET_KEY", "geheim")
    read = doing("import os; return Extracted(None, ' '.join(sorted(os.environ)))")
    assert {"HOME", "LC_ALL", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "TMPDIR"} == set(
        read.text.split()
    )


def test_nothing_is_fetched():
    """A listener that a page and a document point at hears nothing."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"

        def listen():
            try:
                heard.append(server.accept())
            except TimeoutError:
                return

        listening = threading.Thread(target=listen)
        listening.start()
        page = f"<html><body><img src={address}><iframe src={address}></iframe>字"
        assert "字\n" == read_file(page.encode(), "a.html").text
        listening.join()
        assert [] == heard
        server.settimeout(5)
        listening = threading.Thread(target=listen)
        listening.start()
        socket.create_connection(server.getsockname()).close()
        listening.join()
    assert 1 == len(heard)  # the control


def test_a_reader_is_kept_renewed_and_goes_on_after_a_failure():
    with Reader(Limits(files=2)) as reader:
        processes = []
        for _ in range(3):
            assert reader.read(PAGE, "a.html").text
            processes.append(reader._child._process.pid)
        first, _, second = processes
        assert first == processes[1] != second
        reader._child._process.kill()
        assert ["out_of_memory"] == codes(reader.read(PAGE, "a.html"))
        assert reader.read(PAGE, "a.html").text
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)


def test_folders_go_with_their_process():
    with Reader() as reader:
        reader.read(PAGE, "a.html")
        folder = reader._child._folder.name
        assert os.path.isdir(folder)
    assert not os.path.exists(folder)


@pytest.mark.parametrize("form", ["PNG", "PDF"])
def test_a_scan_is_read_where_nothing_can_be_fetched(form):
    """In the cage there is no network and no writing: the models are there already."""
    pytest.importorskip("rapidocr")
    read = read_file(made.saved(made.as_picture(), form), "a")
    assert made.SENTENCE == read.text.strip()


def test_an_old_document_is_read_or_its_finding_says_what_is_missing():
    """LibreOffice, its Writer or neither may be installed here."""
    read = read_file(rb"{\rtf1\ansi\uc1 \u20170?\u24180?27.71}", "a.rtf")
    missing = {"no_converter", "not_converted"}
    assert "今年27.71" == read.text.strip() or missing & set(codes(read))
