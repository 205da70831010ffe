#!/usr/bin/env python3
"""Makes the bundled faces from Inter 4.1 as its authors publish it.

Needs Python 3 with fonttools and brotli, and the npm package inter-ui 4.1.1 unpacked:

    npm pack inter-ui@4.1.1 && tar xzf inter-ui-4.1.1.tgz
    python3 make-fonts.py package/web .

What is changed is listed in README.txt. The same input gives the same bytes.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

STYLES = ["Regular", "Medium", "SemiBold", "Bold", "Italic"]
DIGITS = "0123456789"

# Marks Inter does not have, and the glyph of its own that says the same.
STAND_INS = {"✔": "✓", "✕": "✗", "✘": "✗", "∕": "/", "\u00ad": "-"}

RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F),                    # Latin, Latin-1, Extended-A
    (0x300, 0x304), (0x306, 0x30C), (0x327, 0x328),  # combining accents
    (0x2002, 0x200B), (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022),
    (0x2070, 0x208E), (0x20A0, 0x20BF), (0x2150, 0x215F),
    (0x2190, 0x2199),                               # arrows
]
SINGLES = (
    "ƒȘșȚțʼˆˇ˘˙˚˛˜˝ΔΣΩαβγδμπσ…‰′″‹›⁄ℓ№™Ω∂∆∏∑−√∞∫≈≠≤≥"
    "↩↪↵⇧⌃⌘⌥⌦⌫⏎⇥■□▲△▶▷▼▽◀◁◆◇○●◯★☆✓✗⚠"
    "\u202f\u205f\ufeff"
)


def wanted() -> set[int]:
    """Returns every code point the program may show."""
    points = {ord(char) for char in SINGLES}
    for first, last in RANGES:
        points.update(range(first, last + 1))
    return points | {ord(char) for char in STAND_INS}


def tabular_glyphs(font: TTFont) -> dict[str, str]:
    """Returns what the `tnum` feature replaces, glyph by glyph."""
    table = font["GSUB"].table
    mapping: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for subtable in table.LookupList.Lookup[index].SubTable:
                    subtable = getattr(subtable, "ExtSubTable", subtable)
                    mapping.update(getattr(subtable, "mapping", {}))
    return mapping


def make(source: Path, target: Path) -> None:
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    tabular = tabular_glyphs(font)
    for table in font["cmap"].tables:
        for digit in DIGITS:
            glyph = table.cmap[ord(digit)]
            table.cmap[ord(digit)] = tabular.get(glyph, glyph)
        for char, stand_in in STAND_INS.items():
            table.cmap[ord(char)] = table.cmap[ord(stand_in)]

    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "case"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    options.hinting = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)

    for record in font["name"].names:
        if record.nameID == 5:
            record.string = record.toUnicode() + "; tabular digits, subset for Allowable"
    font.save(target)

    made = TTFont(target)
    glyphs = made.getBestCmap()
    advances = {made["hmtx"][glyphs[ord(digit)]][0] for digit in DIGITS}
    assert "glyf" in made, "TrueType outlines are expected"
    assert len(advances) == 1, f"{target.name}: digits are {advances} wide"
    missing = sorted(char for char in SINGLES + "".join(STAND_INS) if ord(char) not in glyphs)
    assert not missing, f"{target.name}: no glyph for {missing}"
    print(f"{target.name}: {len(glyphs)} characters, {target.stat().st_size} bytes")


def main() -> None:
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    for style in STYLES:
        make(source / f"Inter-{style}.woff2", target / f"Inter-{style}.ttf")


if __name__ == "__main__":
    main()
