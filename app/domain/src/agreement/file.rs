//! The document of an agreement: what kinds of file are taken, and under which name.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::text;

/// The largest file, in bytes.
pub const MOST: usize = MOST_MEGABYTES * 1024 * 1024;
/// The same as people say it.
pub const MOST_MEGABYTES: usize = 10;
/// The longest name, in characters, without its ending.
const LONGEST_NAME: usize = 100;

codes! {
    /// What a file is, by what stands in it. Nothing else is taken.
    FileKind { Pdf, Jpeg, Png, Webp }
}

impl FileKind {
    /// By the first bytes, whatever the file is called. A library that knows hundreds of kinds looks less closely
    /// at these four: any text with "WEBP" in the right place passes there.
    pub fn of_content(content: &[u8]) -> Option<Self> {
        match content {
            [b'%', b'P', b'D', b'F', b'-', b'1'..=b'9', b'.', ..] => Some(Self::Pdf),
            [0xff, 0xd8, 0xff, 0xc0..=0xfe, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', 0, 0, 0, 13, b'I', b'H', b'D', b'R', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', b'V', b'P', b'8', b' ' | b'L' | b'X', ..] => Some(Self::Webp),
            _ => None,
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }

    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            other => other.code(),
        }
    }
}

/// A file that can be taken, under the name that it will be kept by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedFile {
    pub name: String,
    pub kind: FileKind,
}

/// Whether a file can be taken. Its kind follows from the content, and its ending from the kind: a file never
/// leaves under another ending than that of what stands in it.
pub fn check_file(name: &str, content: &[u8]) -> Result<CheckedFile, FieldErrors> {
    if content.is_empty() {
        return Err(FieldErrors::one("file", "file_empty", ""));
    }
    if content.len() > MOST {
        return Err(FieldErrors::one("file", "agreement_file_too_large", MOST_MEGABYTES));
    }
    let kind = FileKind::of_content(content).ok_or_else(|| FieldErrors::one("file", "agreement_file_kind", ""))?;
    Ok(CheckedFile { name: format!("{}.{}", stem(name), kind.extension()), kind })
}

/// The name without folder, ending, and anything that a system or a header might read otherwise.
fn stem(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.trim().is_empty() && ending.chars().count() <= 5 => stem,
        _ => name,
    };
    let kept = |c: char| match c {
        // Signs that turn the direction of writing make one ending look like another.
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => None,
        '<' | '>' | ':' | '"' | '|' | '?' | '*' | ';' | '%' => Some('_'),
        c => Some(c),
    };
    let name: String = text::clean(&name.chars().filter_map(kept).collect::<String>()).chars().take(LONGEST_NAME).collect();
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() { "thoa-thuan".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";

    #[rstest]
    #[case::pdf(PDF, Some(FileKind::Pdf))]
    #[case::png(PNG, Some(FileKind::Png))]
    #[case::jpeg(b"\xff\xd8\xff\xe0\0\x10JFIF", Some(FileKind::Jpeg))]
    #[case::webp(b"RIFF\x24\0\0\0WEBPVP8 ", Some(FileKind::Webp))]
    #[case::a_page(b"<!doctype html><script>1</script>", None)]
    #[case::a_page_that_says_webp(b"<html>  WEBPVP8 <script>1</script>", None)]
    #[case::a_page_before_a_pdf(b"<script>1</script>%PDF-1.7", None)]
    #[case::a_drawing(b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"a()\"/>", None)]
    #[case::a_program(b"MZ\x90\0\x03\0\0\0", None)]
    #[case::a_program_of_linux(b"\x7fELF\x02\x01\x01", None)]
    #[case::an_archive(b"PK\x03\x04\x14\0", None)]
    #[case::a_moving_picture(b"GIF89a\x01\0", None)]
    #[case::the_start_of_a_start(b"%PDF", None)]
    fn a_kind_follows_from_the_content_alone(#[case] content: &[u8], #[case] kind: Option<FileKind>) {
        assert_eq!(FileKind::of_content(content), kind);
    }

    #[rstest]
    #[case::as_it_is("Thỏa thuận 01.pdf", "Thỏa thuận 01.pdf")]
    #[case::a_windows_path("C:\\fakepath\\thoa thuan.PDF", "thoa thuan.pdf")]
    #[case::a_way_up("../../etc/passwd", "passwd.pdf")]
    #[case::another_ending("hop-dong.html", "hop-dong.pdf")]
    #[case::two_endings("a.pdf.exe", "a.pdf.pdf")]
    #[case::control_characters("a\r\nSet-Cookie\0: x.pdf", "a Set-Cookie _ x.pdf")]
    #[case::quotes("a\"; filename=\"b.pdf", "a__ filename=_b.pdf")]
    #[case::turned_round("anh\u{202e}fdp.exe", "anhfdp.pdf")]
    #[case::hidden(".htaccess", "htaccess.pdf")]
    #[case::nothing("", "thoa-thuan.pdf")]
    #[case::dots("...", "thoa-thuan.pdf")]
    fn a_name_is_cleaned_and_ends_as_its_content(#[case] name: &str, #[case] kept: &str) {
        assert_eq!(check_file(name, PDF).map(|file| file.name), Ok(kept.to_owned()));
    }

    #[test]
    fn a_long_name_is_cut_between_characters() {
        let file = check_file(&"ỏ".repeat(300), PNG).expect("a picture");
        assert_eq!((file.name.chars().count(), file.kind), (104, FileKind::Png));
    }

    #[rstest]
    #[case::nothing(0, "file_empty")]
    #[case::too_much(MOST + 1, "agreement_file_too_large")]
    #[case::anything_else(20, "agreement_file_kind")]
    fn refused(#[case] size: usize, #[case] code: &str) {
        let errors = check_file("a.pdf", &vec![b'a'; size]).expect_err("one fault");
        assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str()), ("file", code));
    }
}
