//! Bytes to text.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

use crate::FormatError;

/// Encodings that cannot be told by looking at the bytes: a person has to say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// What Windows programs wrote in Vietnam before Unicode. Tone marks are separate letters there.
    Windows1258,
}

impl Encoding {
    /// As it is called in commands and forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Windows1258 => "windows-1258",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Windows1258].into_iter().find(|encoding| encoding.name() == name)
    }
}

/// UTF-8 and UTF-16 are recognised, with a mark at the start or, where it is obvious, without.
pub fn decode(bytes: &[u8], encoding: Option<Encoding>) -> Result<Cow<'_, str>, FormatError> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return utf_8(rest);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return Ok(UTF_16LE.decode_without_bom_handling(rest).0);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return Ok(UTF_16BE.decode_without_bom_handling(rest).0);
    }
    match (encoding, zeros(bytes)) {
        (Some(Encoding::Windows1258), (false, false)) => Ok(Cow::Owned(WINDOWS_1258.decode_without_bom_handling(bytes).0.nfc().collect())),
        (_, (false, true)) => Ok(UTF_16LE.decode_without_bom_handling(bytes).0),
        (_, (true, false)) => Ok(UTF_16BE.decode_without_bom_handling(bytes).0),
        (_, (true, true)) => Err(FormatError::NotAWorkbook),
        (None, (false, false)) => utf_8(bytes),
    }
}

fn utf_8(bytes: &[u8]) -> Result<Cow<'_, str>, FormatError> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| FormatError::LegacyEncoding)
}

/// Whether the first bytes of each pair, or the second, are often zero, as in UTF-16 with Latin letters.
/// Both: binary data.
fn zeros(bytes: &[u8]) -> (bool, bool) {
    let start = &bytes[..bytes.len().min(4096) & !1];
    let (mut first, mut second) = (0, 0);
    for pair in start.chunks_exact(2) {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    let pairs = start.len() / 2;
    match (first, second) {
        (0, 0) => (false, false),
        (0, second) if second * 4 > pairs => (false, true),
        (first, 0) if first * 4 > pairs => (true, false),
        (first, second) if second > first * 20 => (false, true),
        (first, second) if first > second * 20 => (true, false),
        _ => (true, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const TEXT: &str = "Tên chung cư;Phường/xã\nHoà Bình;Sài Gòn\n";

    fn utf_16(to_bytes: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        mark.into_iter().chain(TEXT.encode_utf16()).flat_map(to_bytes).collect()
    }

    #[rstest]
    #[case(TEXT.as_bytes().to_vec())]
    #[case([b"\xef\xbb\xbf", TEXT.as_bytes()].concat())]
    #[case(utf_16(u16::to_le_bytes, true))]
    #[case(utf_16(u16::to_be_bytes, true))]
    #[case(utf_16(u16::to_le_bytes, false))]
    #[case(utf_16(u16::to_be_bytes, false))]
    fn unicode_is_recognised_in_every_form(#[case] bytes: Vec<u8>) {
        assert_eq!(decode(&bytes, None).expect("text"), TEXT);
    }

    #[test]
    fn an_older_encoding_is_reported_and_read_when_named() {
        // Windows-1258: "Hoà Bình" with a grave accent (0xcc) after its letter.
        let bytes = b"Ho\xe0 Bi\xccnh";
        assert_eq!(decode(bytes, None).expect_err("not UTF-8").code(), "legacy_encoding");
        assert_eq!(decode(bytes, Some(Encoding::Windows1258)).expect("text"), "Hoà Bình");
    }

    #[test]
    fn binary_data_is_no_text() {
        assert_eq!(decode(&[0, 1, 0, 0, 7, 0, 0, 0, 9], None).expect_err("binary").code(), "not_a_workbook");
    }
}
