#!/bin/sh
# Makes the two fonts that the program carries, so that the PDF of a brief prints the same on a machine without fonts.
# Needs Debian's fonts-noto-cjk, unicode-data and fonttools. Same sources, same bytes.
set -eu
cd "$(dirname "$0")"
noto=/usr/share/fonts/opentype/noto
export SOURCE_DATE_EPOCH=1643241600

subset() { # file of the collection, charset, output
    # Number 2 of the collection is the simplified Chinese one. Layout is cut to what our documents use.
    python3 charset.py "$2" >"$3.txt"
    pyftsubset "$noto/$1" --font-number=2 --unicodes-file="$3.txt" --output-file="$3" \
        --no-hinting --layout-features=kern,palt,locl,ccmp --notdef-outline \
        --name-IDs='0,1,2,3,4,5,6,13,14,16,17' --name-languages='0x409' --drop-tables+=vhea,vmtx,VORG,GPOS,BASE,DSIG
    rm "$3.txt"
}

subset NotoSerifCJK-Regular.ttc full song.otf
subset NotoSansCJK-Bold.ttc common hei.otf
ls -l song.otf hei.otf
