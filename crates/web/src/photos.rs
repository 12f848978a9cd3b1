//! A photo says where and when it was taken, and on what telephone. Nothing of that is kept: only the picture, and which
//! side of it is up.

mod inside;

/// How the media types of Word and Excel files begin.
const OFFICE: &str = "application/vnd.openxmlformats-officedocument.";

/// The bytes without what a camera wrote beside the picture; none for a picture that can't be read to its end, and for a Word or
/// Excel file that can't be read or holds such a picture. Files that are none of these stay as they are.
pub(super) fn without_position(media_type: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
    if media_type.starts_with("image/") {
        picture(media_type, &bytes)
    } else if media_type.starts_with(OFFICE) {
        inside::without_positions(bytes)
    } else {
        Some(bytes)
    }
}

/// The media type of a picture, as its first bytes say; none for what is no picture that is taken.
pub(super) fn picture_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

fn picture(media_type: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    match media_type {
        "image/jpeg" => jpeg(bytes),
        "image/png" => png(bytes),
        "image/webp" => webp(bytes),
        _ => None,
    }
}

const EXIF: &[u8] = b"Exif\0\0";

/// ITU T.81, annex B: segments up to the start of the scan; of the application's segments only JFIF, colour profile and
/// Adobe's colour transform change how the picture looks.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..2)?.to_vec();
    let mut orientation = None;
    let mut at = 2;
    loop {
        let marker = match bytes.get(at..at + 2)? {
            // Fill bytes may stand before a marker.
            [0xff, 0xff] => {
                at += 1;
                continue;
            }
            [0xff, marker] => *marker,
            _ => return None,
        };
        // The scan: from here on there is the picture alone.
        if marker == 0xda {
            break;
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?));
        let segment = bytes.get(at..at + 2 + length)?;
        let body = segment.get(4..)?;
        match marker {
            0xe1 => orientation = orientation.or_else(|| orientation_in(body.strip_prefix(EXIF)?)),
            // What phones hang on as further pictures is found through the application's segments, and gone with them.
            0xe3..=0xed | 0xef | 0xfe => {}
            0xe2 if !body.starts_with(b"ICC_PROFILE\0") => {}
            _ => kept.extend_from_slice(segment),
        }
        at += 2 + length;
    }
    if let Some(up) = orientation.filter(|up| (2..=8).contains(up)) {
        kept.splice(2..2, exif_with(up));
    }
    kept.extend_from_slice(&bytes[at..end_of_picture(bytes, at)]);
    Some(kept)
}

/// Behind the end of the picture some phones put another one, with all its data.
fn end_of_picture(bytes: &[u8], scan: usize) -> usize {
    let end = bytes[scan..].windows(2).position(|pair| pair == [0xff, 0xd9]);
    end.map_or(bytes.len(), |end| scan + end + 2)
}

/// The tag 0x0112 of a TIFF header's first directory.
fn orientation_in(tiff: &[u8]) -> Option<u16> {
    let little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let two = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if little {
            u16::from_le_bytes(two)
        } else {
            u16::from_be_bytes(two)
        })
    };
    let long = |at: usize| -> Option<u32> {
        let four = tiff.get(at..at + 4)?.try_into().ok()?;
        Some(if little {
            u32::from_le_bytes(four)
        } else {
            u32::from_be_bytes(four)
        })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let entries = short(directory)?;
    (0..usize::from(entries))
        .map(|n| directory + 2 + n * 12)
        .find(|entry| short(*entry) == Some(0x0112))
        .and_then(|entry| short(entry + 8))
}

/// A segment that says which side is up and nothing else.
fn exif_with(up: u16) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend_from_slice(&up.to_be_bytes());
    tiff.extend_from_slice(&[0; 6]);
    let length = u16::try_from(2 + EXIF.len() + tiff.len()).unwrap_or(u16::MAX);
    let mut segment = vec![0xff, 0xe1];
    segment.extend_from_slice(&length.to_be_bytes());
    segment.extend_from_slice(EXIF);
    segment.extend_from_slice(&tiff);
    segment
}

/// PNG, 5: chunks of length, type, data, checksum; up to the last one.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let length = usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()?;
        let end = at.checked_add(length)?.checked_add(12)?;
        let chunk = bytes.get(at..end)?;
        let kind = &chunk[4..8];
        if ![&b"eXIf"[..], b"tEXt", b"zTXt", b"iTXt", b"tIME"].contains(&kind) {
            kept.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(kept);
        }
        at = end;
    }
}

/// The container of `WebP`: chunks of type, length, data, padded to even; two bits of the first one say what follows.
fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    let bytes = bytes.get(..size.checked_add(8)?)?;
    let mut kept = bytes.get(..12)?.to_vec();
    let mut at = 12;
    while at < bytes.len() {
        let length = usize::try_from(u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?)).ok()?;
        let end = at.checked_add(8)?.checked_add(length)?.checked_add(length % 2)?;
        let chunk = bytes.get(at..end)?;
        match &chunk[..4] {
            b"EXIF" | b"XMP " => {}
            b"VP8X" => {
                let start = kept.len();
                kept.extend_from_slice(chunk);
                // 0x08: Exif follows; 0x04: XMP does.
                *kept.get_mut(start + 8)? &= !0x0c;
            }
            _ => kept.extend_from_slice(chunk),
        }
        at = end;
    }
    let size = u32::try_from(kept.len() - 8).ok()?;
    kept[4..8].copy_from_slice(&size.to_le_bytes());
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A photo with its place, a comment, a thumbnail's worth of bytes, and another picture behind it.
    pub(super) fn photo(up: u8) -> Vec<u8> {
        let mut tiff = b"II\x2a\0\x08\0\0\0\x02\0".to_vec();
        tiff.extend_from_slice(&[0x12, 0x01, 3, 0, 1, 0, 0, 0, up, 0, 0, 0]);
        tiff.extend_from_slice(&[0x25, 0x88, 4, 0, 1, 0, 0, 0, 0x26, 0, 0, 0]);
        tiff.extend_from_slice(b"GPS 30.27N 120.15E");
        let mut exif = EXIF.to_vec();
        exif.extend_from_slice(&tiff);
        let segment = |marker: u8, body: &[u8]| {
            let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
            [&[0xff, marker][..], &length, body].concat()
        };
        [
            &[0xff, 0xd8][..],
            &segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            &segment(0xe1, &exif),
            &segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<gps/>"),
            &segment(0xe2, b"ICC_PROFILE\0\x01\x01colours"),
            &segment(0xe2, b"MPF\0more"),
            &segment(0xfe, b"taken by somebody"),
            &segment(0xdb, &[0; 65]),
            &[0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0, 4, 0xff, 0xd9][..],
            b"\xff\xd8 another picture with GPS",
        ]
        .concat()
    }

    pub(super) fn has(bytes: &[u8], text: &[u8]) -> bool {
        bytes.windows(text.len()).any(|window| window == text)
    }

    #[test]
    fn a_photo_loses_its_place_and_keeps_its_picture_and_its_side() {
        let kept = without_position("image/jpeg", photo(6)).unwrap();
        for gone in [&b"GPS"[..], b"gps", b"MPF", b"somebody"] {
            assert!(!has(&kept, gone), "{}", String::from_utf8_lossy(gone));
        }
        assert!(has(&kept, b"ICC_PROFILE") && has(&kept, b"JFIF"));
        assert!(kept.ends_with(&[1, 2, 3, 0xff, 0, 4, 0xff, 0xd9]));
        assert_eq!(kept[2..4], [0xff, 0xe1]);
        assert_eq!(orientation_in(&kept[12..]), Some(6));
        // What was cleaned stays as it is.
        assert_eq!(without_position("image/jpeg", kept.clone()), Some(kept));
        let upright = without_position("image/jpeg", photo(1)).unwrap();
        assert!(!has(&upright, b"Exif"));
    }

    #[test]
    fn png_and_webp_lose_theirs() {
        let chunk = |kind: &[u8], data: &[u8]| {
            let length = u32::try_from(data.len()).unwrap().to_be_bytes();
            [&length[..], kind, data, &[0; 4]].concat()
        };
        let picture = [
            &b"\x89PNG\r\n\x1a\n"[..],
            &chunk(b"IHDR", &[0; 13]),
            &chunk(b"eXIf", b"GPS"),
            &chunk(b"iTXt", b"where it was"),
            &chunk(b"IDAT", b"picture"),
            &chunk(b"IEND", b""),
            b"behind it",
        ]
        .concat();
        let kept = without_position("image/png", picture).unwrap();
        assert!(has(&kept, b"picture") && !has(&kept, b"GPS") && !has(&kept, b"where") && !has(&kept, b"behind"));
        let chunk = |kind: &[u8], data: &[u8]| {
            let length = u32::try_from(data.len()).unwrap().to_le_bytes();
            let pad = &[0][..data.len() % 2];
            [kind, &length[..], data, pad].concat()
        };
        let inside = [
            &b"WEBP"[..],
            &chunk(b"VP8X", &[0x1c, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            &chunk(b"VP8 ", b"picture"),
            &chunk(b"EXIF", b"GPS"),
        ]
        .concat();
        let size = u32::try_from(inside.len()).unwrap().to_le_bytes();
        let picture = [&b"RIFF"[..], &size, &inside].concat();
        let kept = without_position("image/webp", picture).unwrap();
        assert!(has(&kept, b"picture") && !has(&kept, b"GPS"));
        assert_eq!(kept[20], 0x10);
        assert_eq!(
            usize::try_from(u32::from_le_bytes(kept[4..8].try_into().unwrap())).unwrap(),
            kept.len() - 8
        );
    }

    #[test]
    fn what_is_broken_is_refused_and_never_panics() {
        let whole = photo(3);
        for end in 0..whole.len() {
            let _ = without_position("image/jpeg", whole[..end].to_vec());
            let _ = without_position("image/png", whole[..end].to_vec());
            let _ = without_position("image/webp", whole[..end].to_vec());
        }
        assert_eq!(without_position("image/jpeg", b"\xff\xd8\xff".to_vec()), None);
        let huge = b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR".to_vec();
        assert_eq!(without_position("image/png", huge), None);
        assert_eq!(
            without_position("application/pdf", b"%PDF-".to_vec()),
            Some(b"%PDF-".to_vec())
        );
    }
}
