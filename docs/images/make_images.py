# ruff: noqa: INP001  a script beside its pictures
"""Draw the pictures of the README: what `make run` prints, and pages it wrote.

Needs Chromium, pdftoppm and a CJK font of the system.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from html import escape
from pathlib import Path

from PIL import Image, ImageOps
from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import MONOKAI as THEME
from rich.text import Text

IMAGES = Path(__file__).parent
ROOT = IMAGES.parents[1]
JIXIAO = ROOT / ".venv" / "bin" / "jixiao"
COLUMNS, FONT_PIXELS, LINE_PIXELS, SCALE = 106, 16, 20, 1.5
COLOURS = 48
FRAMES = "─│╭╮╰╯"
LAST_ASCII = 0x7F
PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 14px 20px; background: #1e2127; color: #d7dae0; width: {width}px }}
div {{ height: {line}px; white-space: pre; font: {size}px/{line}px "Noto Sans Mono CJK SC" }}
i {{ display: inline-block; font-style: normal; text-align: center }}
i.narrow {{ font: 13.3px/{line}px "DejaVu Sans Mono" }}
i.frame {{ font: 13.3px/{line}px "DejaVu Sans Mono"; transform: scaleY(1.4) }}
</style>{lines}"""


def main() -> None:
    """Run the demo and keep its pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        printed = "$ make run\n" + run_demo(folder)
        draw_terminal(printed, folder, IMAGES / "run.png")
        pages = [
            draw_page(folder / "jixiao-demo" / "自评报告.pdf", folder),
            draw_page(folder / "jixiao-demo" / "自评表.pdf", folder),
        ]
        side_by_side(pages, IMAGES / "report.png")


def run(*command: str | Path, folder: Path) -> str:
    """Run a program and give what it prints, coloured."""
    colours = {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS), "COLORTERM": "truecolor"}
    done = subprocess.run(  # noqa: S603  fixed arguments
        command, cwd=folder, env=os.environ | colours, check=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return done.stdout


def run_demo(folder: Path) -> str:
    """What `make run` prints once everything is set up."""
    return run(JIXIAO, "demo", folder=folder)


def draw_terminal(printed: str, folder: Path, picture: Path) -> None:
    """Draw coloured text on its grid of cells, whatever the font's widths are."""
    lines = [line_html(Text.from_ansi(line)) for line in printed.splitlines()]
    page = folder / "terminal.html"
    width = COLUMNS * FONT_PIXELS // 2
    page.write_text(
        PAGE.format(
            width=width, line=LINE_PIXELS, size=FONT_PIXELS, lines="\n".join(lines)
        ),
        encoding="utf-8",
    )
    size = f"{width + 40},{len(lines) * LINE_PIXELS + 28}"
    run(
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--no-first-run", f"--force-device-scale-factor={SCALE}",
        f"--screenshot={folder / 'terminal.png'}", f"--window-size={size}", page.as_uri(),
        folder=folder,
    )  # fmt: skip
    save(Image.open(folder / "terminal.png"), picture)


def line_html(line: Text) -> str:
    """One line; each character in a box as wide as its cells."""
    boxes = []
    for segment in line.render(Console(width=COLUMNS * 2)):
        style = css(segment.style)
        for character in segment.text.rstrip("\n"):
            width = cell_len(character) * FONT_PIXELS // 2
            box = f'<i class="{kind_of(character)}" style="width:{width}px;{style}">'
            boxes.append(f"{box}{escape(character)}</i>")
    return f"<div>{''.join(boxes)}</div>"


def kind_of(character: str) -> str:
    """Characters that CJK fonts draw wider than a terminal does, and frames."""
    if character in FRAMES:
        return "frame"
    is_narrow = ord(character) > LAST_ASCII and cell_len(character) == 1
    return "narrow" if is_narrow else ""


def css(style: Style | None) -> str:
    """Colour and weight of a style."""
    if style is None:
        return ""
    colour = style.color or Color.default()
    shown = "" if colour.is_default else f"color:{colour.get_truecolor(THEME).hex};"
    weight = "font-weight:bold;" if style.bold else ""
    return shown + weight + ("opacity:.65;" if style.dim else "")


def draw_page(document: Path, folder: Path) -> Image.Image:
    """Draw the first page of a PDF."""
    target = folder / document.stem
    run("pdftoppm", "-png", "-r", "80", "-singlefile", document, target, folder=folder)
    return Image.open(target.with_suffix(".png")).convert("RGB")


def side_by_side(pages: list[Image.Image], picture: Path) -> None:
    """Put pages beside each other, equally high, each with a thin frame."""
    height = max(page.height for page in pages)
    framed = [
        ImageOps.expand(
            page.resize((page.width * height // page.height, height)), 1, "#b0b4bb"
        )
        for page in pages
    ]
    gap = 24
    width = sum(page.width for page in framed) + gap * (len(framed) - 1)
    sheet = Image.new("RGB", (width, framed[0].height), "white")
    left = 0
    for page in framed:
        sheet.paste(page, (left, 0))
        left += page.width + gap
    save(sheet, picture)


def save(image: Image.Image, picture: Path) -> None:
    """Save with few colours, which keeps it small."""
    image.convert("RGB").quantize(COLOURS).save(picture, optimize=True)


if __name__ == "__main__":
    main()
