//! The pictures of scanned pages, each as a file of its own.

use std::io::Read;

use flate2::read::ZlibDecoder;
use lopdf::{Dictionary, Document, Object, Stream};

use crate::intake::extract::pictures::Picture;

/// The most bytes that a picture may have when it is unpacked.
const MOST: usize = 256 * 1024 * 1024;
/// A picture with less than this share of the largest one's area is a mark or a stamp.
const SHARE: i64 = 10;
/// The size of a page that states none: A4, in points.
const A4: (f32, f32) = (595.0, 842.0);

/// The pictures that the pages show, in their order.
pub(super) fn pictures(document: &Document) -> Vec<Picture> {
    let mut pictures = Vec::new();
    for (page, id) in document.get_pages() {
        let Ok(images) = document.get_page_images(id) else { continue };
        let area = |width: i64, height: i64| width.saturating_mul(height);
        let largest = images.iter().map(|it| area(it.width, it.height)).max().unwrap_or_default();
        let images = images.iter().filter(|it| area(it.width, it.height) * SHARE >= largest);
        for image in images {
            let stream = document.get_object(image.id).and_then(Object::as_stream);
            if let Some(bytes) = stream.ok().and_then(|it| file(document, it)) {
                pictures.push(Picture { page, size: Some(size(document, id)), bytes });
            }
        }
    }
    pictures
}

/// Width and height of a page in points.
fn size(document: &Document, page: lopdf::ObjectId) -> (f32, f32) {
    let read = || {
        let page = document.get_dictionary(page).ok()?;
        let area = document.dereference(page.get(b"MediaBox").ok()?).ok()?.1.as_array().ok()?;
        let [left, bottom, right, top] = area.iter().map(number).collect::<Option<Vec<_>>>()?[..]
        else {
            return None;
        };
        (right > left && top > bottom).then_some((right - left, top - bottom))
    };
    read().unwrap_or(A4)
}

#[expect(clippy::cast_precision_loss, reason = "a length in points")]
fn number(object: &Object) -> Option<f32> {
    object.as_float().ok().or_else(|| object.as_i64().ok().map(|it| it as f32))
}

/// A picture as a file, where its packing is one of a scanner's.
fn file(document: &Document, stream: &Stream) -> Option<Vec<u8>> {
    let filters = stream.filters().unwrap_or_default();
    let mut bytes = std::borrow::Cow::Borrowed(&stream.content[..]);
    for (at, filter) in filters.iter().enumerate() {
        match *filter {
            b"DCTDecode" | b"JPXDecode" => return Some(bytes.into_owned()),
            b"CCITTFaxDecode" => return fax(document, &stream.dict, at, &bytes),
            // The last one may have predicted its samples, which the library undoes.
            b"FlateDecode" if at + 1 < filters.len() => bytes = inflated(&bytes)?.into(),
            b"FlateDecode" | b"LZWDecode" if at == 0 => {
                let samples = stream.decompressed_content_with_limit(MOST).ok()?;
                return raster(document, &stream.dict, &samples);
            }
            _ => return None,
        }
    }
    raster(document, &stream.dict, &bytes)
}

fn inflated(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    ZlibDecoder::new(bytes).take(MOST as u64).read_to_end(&mut out).ok()?;
    Some(out)
}

fn integer(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<i64> {
    document.dereference(dictionary.get(key).ok()?).ok()?.1.as_i64().ok()
}

/// Lines of a fax (ITU-T T.4 and T.6) as a TIFF file (TIFF 6.0, sections 2 and 11).
fn fax(document: &Document, picture: &Dictionary, at: usize, bytes: &[u8]) -> Option<Vec<u8>> {
    let parameters = picture.get(b"DecodeParms").ok();
    let parameters = parameters.and_then(|it| document.dereference(it).ok()).map(|(_, it)| it);
    let parameters = match parameters {
        Some(Object::Array(list)) => {
            list.get(at).and_then(|it| document.dereference(it).ok()?.1.as_dict().ok())
        }
        Some(other) => other.as_dict().ok(),
        None => None,
    };
    let stated = |key: &[u8]| parameters.and_then(|it| integer(document, it, key));
    let width = u32::try_from(stated(b"Columns").unwrap_or(1728)).ok()?;
    let height = u32::try_from(integer(document, picture, b"Height")?).ok()?;
    let way = stated(b"K").unwrap_or(0);
    let black_is_1 =
        parameters.and_then(|it| it.get(b"BlackIs1").ok()?.as_bool().ok()).unwrap_or(false);
    let compression: u16 = if way < 0 { 4 } else { 3 };
    let options = u32::from(way > 0);
    // Bytes at 8: the lines; then one directory.
    let length = u32::try_from(bytes.len()).ok()?;
    let directory = 8 + length + length % 2;
    let long = |value: u32| value.to_le_bytes();
    let short = |value: u16| [value.to_le_bytes(), [0, 0]].concat();
    let mut entries: Vec<(u16, u16, Vec<u8>)> = vec![
        (256, 4, long(width).to_vec()),
        (257, 4, long(height).to_vec()),
        (258, 3, short(1)),
        (259, 3, short(compression)),
        (262, 3, short(u16::from(black_is_1))),
        (273, 4, long(8).to_vec()),
        (277, 3, short(1)),
        (278, 4, long(height).to_vec()),
        (279, 4, long(length).to_vec()),
    ];
    if compression == 3 {
        entries.push((292, 4, long(options).to_vec()));
    }
    let mut tiff = b"II*\0".to_vec();
    tiff.extend(long(directory));
    tiff.extend(bytes);
    tiff.resize(directory as usize, 0);
    tiff.extend(u16::try_from(entries.len()).ok()?.to_le_bytes());
    for (tag, kind, value) in entries {
        tiff.extend(tag.to_le_bytes());
        tiff.extend(kind.to_le_bytes());
        tiff.extend(1_u32.to_le_bytes());
        tiff.extend(value);
    }
    tiff.extend([0; 4]);
    Some(tiff)
}

/// How the samples of a picture are to be shown.
enum Colours {
    Grey,
    Rgb,
    Cmyk,
    /// Three bytes a colour.
    Table(Vec<u8>),
}

/// Samples as a PNM file: black and white, or grey, or colours.
fn raster(document: &Document, picture: &Dictionary, samples: &[u8]) -> Option<Vec<u8>> {
    let width = usize::try_from(integer(document, picture, b"Width")?).ok()?;
    let height = usize::try_from(integer(document, picture, b"Height")?).ok()?;
    let is_mask = picture.get(b"ImageMask").and_then(Object::as_bool).unwrap_or(false);
    let bits = if is_mask { 1 } else { integer(document, picture, b"BitsPerComponent")? };
    let colours = if is_mask { Colours::Grey } else { colours(document, picture)? };
    let inverts = picture
        .get(b"Decode")
        .and_then(Object::as_array)
        .is_ok_and(|it| it.first().and_then(number).is_some_and(|first| first > 0.5));
    let each = match colours {
        Colours::Grey | Colours::Table(_) => 1,
        Colours::Rgb => 3,
        Colours::Cmyk => 4,
    };
    let row = (width * each * usize::try_from(bits).ok()?).div_ceil(8);
    let samples = samples.get(..row.checked_mul(height)?)?;
    let head = |kind: &str, most: &str| format!("{kind}\n{width} {height}\n{most}").into_bytes();
    if bits == 1 && matches!(colours, Colours::Grey) {
        // 1 is black in PBM, white in PDF.
        let mut file = head("P4", "");
        file.extend(samples.iter().map(|byte| if inverts { *byte } else { !byte }));
        return Some(file);
    }
    let shown = |value: u8| if inverts { 255 - value } else { value };
    let mut file = head(if matches!(colours, Colours::Grey) { "P5" } else { "P6" }, "255\n");
    match (&colours, bits) {
        (Colours::Grey | Colours::Rgb, 8) => file.extend(samples.iter().map(|it| shown(*it))),
        (Colours::Cmyk, 8) => {
            for pixel in samples.chunks_exact(4) {
                let [.., key] = *pixel else { continue };
                let ink = |at: usize| {
                    let light = u16::from(255 - shown(pixel[at])) * u16::from(255 - shown(key));
                    u8::try_from(light / 255).unwrap_or(u8::MAX)
                };
                file.extend([ink(0), ink(1), ink(2)]);
            }
        }
        (Colours::Table(table), 1 | 2 | 4 | 8) => {
            for line in samples.chunks_exact(row) {
                for at in 0..width {
                    let bit = at * usize::try_from(bits).ok()?;
                    let free = 8 - bits - i64::try_from(bit % 8).ok()?;
                    let index = (line[bit / 8] >> free) & u8::try_from((1_u16 << bits) - 1).ok()?;
                    let at = usize::from(index) * 3;
                    file.extend(table.get(at..at + 3)?);
                }
            }
        }
        _ => return None,
    }
    Some(file)
}

fn colours(document: &Document, picture: &Dictionary) -> Option<Colours> {
    let space = document.dereference(picture.get(b"ColorSpace").ok()?).ok()?.1;
    let of_number = |components: i64| match components {
        1 => Some(Colours::Grey),
        3 => Some(Colours::Rgb),
        4 => Some(Colours::Cmyk),
        _ => None,
    };
    let named = |name: &[u8]| match name {
        b"DeviceGray" | b"CalGray" | b"G" => of_number(1),
        b"DeviceRGB" | b"CalRGB" | b"RGB" => of_number(3),
        b"DeviceCMYK" | b"CMYK" => of_number(4),
        _ => None,
    };
    if let Ok(name) = space.as_name() {
        return named(name);
    }
    let list = space.as_array().ok()?;
    match list.first()?.as_name().ok()? {
        b"ICCBased" => {
            let profile = document.dereference(list.get(1)?).ok()?.1.as_stream().ok()?;
            of_number(integer(document, &profile.dict, b"N")?)
        }
        b"Indexed" | b"I" => {
            let table = document.dereference(list.get(3)?).ok()?.1;
            let bytes = match table {
                Object::Stream(stream) => stream.get_plain_content_with_limit(MOST).ok()?,
                other => other.as_str().ok()?.to_vec(),
            };
            let base = document.dereference(list.get(1)?).ok()?.1;
            let components = match base.as_array() {
                Ok(base) => {
                    let profile = document.dereference(base.get(1)?).ok()?.1.as_stream().ok()?;
                    integer(document, &profile.dict, b"N")?
                }
                Err(_) if base.as_name().is_ok_and(|it| it == b"DeviceGray") => 1,
                Err(_) => 3,
            };
            match components {
                1 => Some(Colours::Table(bytes.iter().flat_map(|it| [*it; 3]).collect())),
                3 => Some(Colours::Table(bytes)),
                _ => None,
            }
        }
        name => named(name),
    }
}
