"""A picture that a phone reads: the QR code of a text."""

import segno


def qr(text: str) -> str:
    """The code as SVG, for a page: dark on light in any theme, with the quiet edge that readers need."""
    made = segno.make(text, error="m", micro=False)
    svg: str = made.svg_inline(
        scale=5, border=3, dark="#000", light="#fff", omitsize=True, svgclass="qr-code"
    )
    return svg
