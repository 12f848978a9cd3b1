"""Prints the code points that the embedded fonts cover, one `U+XXXX` a line.

Read by make.sh. Argument `full`: 通用规范汉字表 (8105 characters, kTGH of Unihan) and all of GB 2312, with Latin,
punctuation and symbols. Argument `common`: only the 3500 commonest characters and plain punctuation, for headings.
"""

import bz2
import sys

UNIHAN = "/usr/share/unicode/Unihan_OtherMappings.txt.bz2"


def gb2312(rows):
    """Characters of the rows (区) of GB 2312."""
    for row in rows:
        for cell in range(1, 95):
            try:
                yield ord(bytes([row + 0xA0, cell + 0xA0]).decode("gb2312"))
            except UnicodeDecodeError:
                pass


def standard(last):
    """The first `last` characters of 通用规范汉字表."""
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        for line in lines:
            if "\tkTGH\t" in line:
                point, _, place = line.rstrip().split("\t")
                if int(place.split(":")[1]) <= last:
                    yield int(point[2:], 16)


points = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180))
points |= set(gb2312(range(1, 4)))  # punctuation, numbers, full width forms
points |= set(range(0x2010, 0x2028)) | set(range(0x2030, 0x2043))  # dashes, quotation marks, per mille
points |= {0x2103, 0x2116, 0x20AC, 0x2212, 0x2264, 0x2265, 0x3007, 0xFFE5}
if sys.argv[1] == "full":
    points |= set(gb2312(range(4, 88))) | set(standard(8105))
    points |= set(range(0x2150, 0x219A))  # number forms, arrows
    points |= set(range(0x2460, 0x24FF)) | set(range(0x3200, 0x3400))  # enclosed numbers and signs, units
    points |= set(range(0x3000, 0x3040)) | set(range(0xFF00, 0xFFF0))  # CJK punctuation, full width forms
    points |= {0x25A0, 0x25A1, 0x25B2, 0x25BC, 0x2605, 0x2606, 0xFFFD}
else:
    points |= set(standard(3500))
for point in sorted(points):
    print(f"U+{point:04X}")
