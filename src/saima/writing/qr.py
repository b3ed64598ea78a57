"""A QR code as a drawing for a page."""

from __future__ import annotations

import segno


def qr_svg(text: str) -> str:
    """The code of a text as inline SVG, black on white whatever the page's colors."""
    code = segno.make(text, error="m", micro=False)
    drawn: str = code.svg_inline(
        border=2,
        dark="#000",
        light="#fff",
        svgclass="qr",
        lineclass=None,
        omitsize=True,
    )
    return drawn
