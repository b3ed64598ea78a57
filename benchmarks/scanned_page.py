"""A paper printed, scanned badly and read: how many characters are wrong, how long it takes.

python benchmarks/scanned_page.py PAPER.txt [--page 1] [--dpi 300] [--turn 0.7]

The clean text of one page of the paper is set on A4, turned, greyed and made noisy; the
picture goes the whole way through the process that reads files. Then the numbers and
tasks of its text are compared with those of the text itself.
"""

from __future__ import annotations

import argparse
import io
import json
import time
from collections import Counter
from pathlib import Path

import typst
from PIL import Image

from saima.reading.papers.guarded import Reader
from saima.reading.papers.memory import resident
from saima.reading.papers.paper import read_text

LAYOUT = """#set page(paper: "a4", margin: (x: 28mm, top: 37mm, bottom: 35mm))
#set text(font: ("Noto Serif CJK SC", "Noto Sans CJK SC"), size: 14pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 0.9em)
#for line in json(bytes(sys.inputs.lines)) [#line #parbreak()]
"""
# Grey noise of this spread, of 255, is laid over each point with this weight.
NOISE, WEIGHT = 90, 0.25


def main() -> None:
    """Print, scan, read, compare."""
    options = arguments()
    text = read_text(options.paper.read_text("utf-8")).clean.text
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for _ in range(options.page - 1):
        lines = lines[len(first_page(lines, 20)[0]) :]
    lines, page = first_page(lines, options.dpi)
    scan = scanned(page, options.turn)
    if options.out:
        options.out.write_bytes(scan)
    with Reader() as reader:
        for turn in ("first page, models loaded on the way", "next page"):
            began = time.perf_counter()
            read = reader.read(scan, "page.png")
            seconds = time.perf_counter() - began
            memory = resident(reader._child._process.pid) // 2**20
            peak = peak_of(reader._child._process.pid)
            print(f"{turn}: {seconds:.1f} s; {memory} MiB held, {peak} MiB at most")
    true, said = plain("".join(lines)), plain(read.text)
    wrong, length = distance(true, said), len(true)
    print(f"{wrong} of {length} characters wrong: {100 * wrong / length:.2f} %")
    print(f"{len(read.doubtful)} characters marked as doubtful")
    for name, one, two in zip(
        ("numbers", "tasks"), said_in("\n".join(lines)), said_in(read.text), strict=True
    ):
        alike = (one & two).total()
        print(
            f"{name}: {one.total()} in the text, {two.total()} in the scan, {alike} alike"
        )
    for finding in read.findings:
        print(finding)


def arguments() -> argparse.Namespace:
    """What is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paper", type=Path)
    parser.add_argument("--page", type=int, default=1)
    parser.add_argument("--dpi", type=int, default=300)
    parser.add_argument("--turn", type=float, default=0.7, help="degrees")
    parser.add_argument("--out", type=Path, help="keep the picture here")
    return parser.parse_args()


def said_in(text: str) -> tuple[Counter[object], Counter[object]]:
    """The numbers and the tasks of a text, as far as they can be compared."""
    paper = read_text(text)
    numbers = Counter[object](
        (q.amount.base, q.amount.base_unit, q.kind, q.period) for q in paper.quantities
    )
    return numbers, Counter[object](plain(task.text) for task in paper.tasks)


def first_page(lines: list[str], dpi: int) -> tuple[list[str], bytes]:
    """As many whole lines as fit on one page, and the page."""
    fitting, beyond = 1, len(lines) + 1
    while beyond - fitting > 1:
        middle = (fitting + beyond) // 2
        if len(pages(lines[:middle], 20)) == 1:
            fitting = middle
        else:
            beyond = middle
    return lines[:fitting], pages(lines[:fitting], dpi)[0]


def pages(lines: list[str], dpi: int) -> list[bytes]:
    """Set lines in pages, each a picture."""
    given = {"lines": json.dumps(lines)}
    made = typst.compile(LAYOUT.encode(), format="png", ppi=dpi, sys_inputs=given)
    return made if isinstance(made, list) else [made]


def scanned(page: bytes, turn: float) -> bytes:
    """Turn a page a little, grey it and make it noisy."""
    picture = Image.open(io.BytesIO(page)).convert("L")
    picture = picture.rotate(turn, fillcolor=255, resample=Image.Resampling.BICUBIC)
    picture = picture.point(lambda grey: 70 + grey * 160 // 255)
    noise = Image.effect_noise(picture.size, NOISE)
    picture = Image.blend(picture, noise, WEIGHT)
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def plain(text: str) -> str:
    """What is compared: no blanks, and punctuation of one width."""
    return "".join(text.split()).translate(
        str.maketrans("，：；！？（）％", ",:;!?()%")
    )


def peak_of(process: int) -> int:
    """The most that a process held so far, in MiB."""
    told = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in told.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def distance(one: str, two: str) -> int:
    """How many characters must be changed, added or taken out."""
    row = list(range(len(two) + 1))
    for n, a in enumerate(one, start=1):
        before, row[0] = row[0], n
        for m, b in enumerate(two, start=1):
            before, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, before + (a != b))
    return row[-1]


if __name__ == "__main__":
    main()
