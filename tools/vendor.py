"""Copy the browser libraries that Saima serves, each with its license.

Usage: vendor.py TARGET. Only what is named here is copied from node_modules; the
target is replaced as a whole, so it never holds half of it.
"""

import json
import re
import shutil
import sys
from pathlib import Path

MODULES = Path(__file__).resolve().parents[1] / "node_modules"

# What a page may load: name as served, and the file it is.
FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "tabler-theme.min.js": "@tabler/core/dist/js/tabler-theme.min.js",
    "alpine.min.js": "@alpinejs/csp/dist/cdn.min.js",
    "echarts.min.js": "echarts/dist/echarts.min.js",
}

# The license of every package that is inside one of these files.
LICENSES = {
    "echarts": ["LICENSE", "NOTICE", "licenses/LICENSE-d3"],
    "zrender": ["LICENSE"],
    "tslib": ["LICENSE.txt"],
    "@popperjs/core": ["LICENSE.md"],
    "@vue/reactivity": ["LICENSE"],
    "@vue/shared": ["LICENSE"],
}

# Packages under the MIT license that come without its text: whose they are.
WITHOUT_TEXT = {
    "@tabler/core": [
        "Copyright (c) 2018-2026 The Tabler Authors",
        "Copyright (c) 2018-2026 codecalm.net Paweł Kuna",
        "Copyright (c) 2011-2026 The Bootstrap Authors (it contains Bootstrap)",
    ],
    "@alpinejs/csp": ["Copyright (c) 2019-2026 Caleb Porzio and contributors"],
}

MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this
software and associated documentation files (the "Software"), to deal in the Software
without restriction, including without limitation the rights to use, copy, modify,
merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
permit persons to whom the Software is furnished to do so, subject to the following
conditions:

The above copyright notice and this permission notice shall be included in all copies
or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED,
INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A
PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT
HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE
OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

# A map that is not served would be asked for, and stops the hashing of the files.
SOURCE_MAP = re.compile(
    rb"^\s*(?://[#@]|/\*[#@])\s*sourceMappingURL=.*$\n?", re.MULTILINE
)


def main() -> int:
    """Copy everything beside the target, then put it in the target's place."""
    target = Path(sys.argv[1])
    draft = target.with_name(target.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    copy_files(draft)
    copy_licenses(draft / "licenses")
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    return 0


def copy_files(folder: Path) -> None:
    """The named files, without what points to their source maps."""
    folder.mkdir(parents=True)
    for name, source in FILES.items():
        content = (MODULES / source).read_bytes()
        (folder / name).write_bytes(SOURCE_MAP.sub(b"", content))


def copy_licenses(folder: Path) -> None:
    """Every license and notice, named after its package."""
    folder.mkdir()
    for package, names in LICENSES.items():
        texts = [(MODULES / package / name).read_text("utf-8") for name in names]
        write_license(folder, package, texts)
    for package, owners in WITHOUT_TEXT.items():
        write_license(folder, package, ["\n".join(owners) + "\n", MIT])


def write_license(folder: Path, package: str, texts: list[str]) -> None:
    """One file for a package, headed by its version and the license it declares."""
    about = json.loads((MODULES / package / "package.json").read_text("utf-8"))
    head = f"{package} {about['version']} ({about['license']})\n"
    name = package.strip("@").replace("/", "-") + ".txt"
    (folder / name).write_text("\n".join([head, *texts]), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
