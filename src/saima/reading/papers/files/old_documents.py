"""Documents of older programs (.doc, .wps, .rtf, .odt), through LibreOffice if present."""

from __future__ import annotations

import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

from saima.core.words import words
from saima.reading.papers.files import limits
from saima.reading.papers.files.documents import read_document
from saima.reading.papers.files.extracted import Extracted, FileKind
from saima.reading.papers.files.refusals import damaged, encrypted
from saima.reading.sheets.compound import Compound
from saima.reading.sheets.refusals import RefusalError

PROGRAMS = ("soffice", "libreoffice")
PLACES = "/usr/bin:/usr/local/bin:/opt/libreoffice/program"
ENCRYPTED = 0x0100  # a flag of the first block of a Word document
FLAGS_AT = 10
# A new profile runs no macros and follows no links; these make sure of it.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""


def read_old_document(data: bytes, file: str) -> Extracted:
    """Convert a document to .docx and read that."""
    _refuse_password(data)
    program = found_program()
    if program is None:
        text = words("Documents of older programs cannot be read here")
        step = words("Save it as .docx, or install LibreOffice on the server")
        raise RefusalError("no_converter", text, next_step=step)
    with tempfile.TemporaryDirectory() as folder:
        converted = _converted(program, data, Path(folder))
    read = read_document(converted, file)
    return Extracted(
        FileKind.OLD_DOCUMENT,
        read.text,
        read.pages,
        read.hidden,
        read.doubtful,
        read.findings,
    )


def found_program() -> str | None:
    """Find LibreOffice, if it is installed."""
    found = (shutil.which(program, path=PLACES) for program in PROGRAMS)
    return next(filter(None, found), None)


def _refuse_password(data: bytes) -> None:
    if not data.startswith(b"\xd0\xcf"):
        return
    head = Compound(data).read("WordDocument")[: FLAGS_AT + 2]
    if len(head) < FLAGS_AT + 2:
        raise damaged()
    if struct.unpack_from("<H", head, FLAGS_AT)[0] & ENCRYPTED:
        raise encrypted()


def _converted(program: str, data: bytes, folder: Path) -> bytes:
    source, profile = folder / "paper.doc", folder / "profile"
    source.write_bytes(data)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, "utf-8")
    command = [
        *(program, f"-env:UserInstallation={profile.as_uri()}", "--headless"),
        *("--norestore", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML"),
        *("--outdir", str(folder), str(source)),
    ]
    environment = {"HOME": str(folder), "TMPDIR": str(folder), "PATH": PLACES}
    try:
        subprocess.run(
            command,
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=limits.CONVERSION_SECONDS,
            check=True,
        )
        return (folder / "paper.docx").read_bytes()
    except (subprocess.SubprocessError, OSError):
        text = words("LibreOffice could not convert the document")
        step = words("Open it in its own program and save it as .docx")
        raise RefusalError("not_converted", text, next_step=step) from None
