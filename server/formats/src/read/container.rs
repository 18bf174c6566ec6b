//! What a file is made of, before anything is unpacked into memory.

use std::io::{Cursor, Read};

use crate::FormatError;

/// Parts of a workbook may unpack to so much together; the shared texts, which are kept, to less.
const MAX_UNPACKED: u64 = 1_000_000_000;
const MAX_SHARED_TEXTS: u64 = 160_000_000;
/// Between two angle brackets; a reader keeps that much at once.
const MAX_BETWEEN_TAGS: usize = 4_000_000;
const MAX_PARTS: usize = 5_000;
/// A workbook says how many texts it shares, and a reader sets room aside for them.
const MAX_SHARED_COUNT: u64 = 5_000_000;

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Zip,
    /// The container of .xls files and of workbooks with a password.
    Compound,
    /// Pictures, PDF, web pages: nothing that holds a table.
    Other,
    Text,
}

/// Recognises a file by its first bytes.
pub fn content(bytes: &[u8]) -> Content {
    const OTHERS: &[&[u8]] = &[b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Content::Zip;
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return Content::Compound;
    }
    let start: String = bytes.iter().take(200).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let markup = ["<html", "<!doctype", "<table", "<?xml"]
        .iter()
        .any(|tag| start.trim_start_matches(['ï', '»', '¿', ' ', '\n', '\r']).starts_with(tag));
    if markup || OTHERS.iter().any(|magic| bytes.starts_with(magic)) { Content::Other } else { Content::Text }
}

/// A compound file is a workbook with a password, an old workbook, or neither.
pub fn compound(bytes: &[u8]) -> FormatError {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if holds("EncryptedPackage") {
        FormatError::EncryptedWorkbook
    } else if holds("Workbook") || holds("Book") {
        FormatError::OldWorkbook
    } else {
        FormatError::NotAWorkbook
    }
}

/// Unpacks every part of a workbook once, without keeping it, and stops at what is too large.
pub fn check_workbook(bytes: &[u8]) -> Result<(), FormatError> {
    let damaged = |error: zip::result::ZipError| match error {
        zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => FormatError::EncryptedWorkbook,
        other => FormatError::CorruptWorkbook(other.to_string()),
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MAX_PARTS {
        return Err(FormatError::TooLarge("5.000"));
    }
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_lowercase()).collect();
    if !names.iter().any(|name| name.ends_with("workbook.xml")) {
        let workbook = names.iter().any(|name| name == "[content_types].xml") && names.iter().any(|name| name.starts_with("xl/worksheets"));
        return Err(if workbook { FormatError::CorruptWorkbook("no workbook part".into()) } else { FormatError::NotAWorkbook });
    }
    let mut unpacked = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.to_lowercase();
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let shared = name.ends_with("sharedstrings.xml");
        let size = check_part(&mut part, if shared { MAX_SHARED_TEXTS } else { MAX_UNPACKED }, shared)?;
        unpacked += size;
        if unpacked > MAX_UNPACKED {
            return Err(FormatError::TooLarge("1 GB"));
        }
    }
    Ok(())
}

fn check_part(part: &mut impl Read, limit: u64, shared: bool) -> Result<u64, FormatError> {
    let mut buffer = vec![0; 64 * 1024];
    let (mut total, mut between) = (0_u64, 0_usize);
    loop {
        let read = part.read(&mut buffer).map_err(|error| FormatError::CorruptWorkbook(error.to_string()))?;
        let Some(chunk) = buffer.get(..read).filter(|chunk| !chunk.is_empty()) else { return Ok(total) };
        if shared && total == 0 {
            check_count(chunk)?;
        }
        total += read as u64;
        // Within one chunk the gap is small anyway; only tags at its ends matter.
        let is_tag = |byte: &u8| matches!(byte, b'<' | b'>');
        between = match (chunk.iter().position(is_tag), chunk.iter().rposition(is_tag)) {
            (Some(first), Some(last)) if between + first <= MAX_BETWEEN_TAGS => read - last,
            (None, _) if between + read <= MAX_BETWEEN_TAGS => between + read,
            _ => return Err(FormatError::TooLarge("40.000")),
        };
        if total > limit {
            return Err(FormatError::TooLarge("1 GB"));
        }
    }
}

fn check_count(start: &[u8]) -> Result<(), FormatError> {
    let text = String::from_utf8_lossy(start);
    let digits = text.split_once("uniqueCount=").map(|(_, rest)| rest.trim_start_matches(['"', '\'']));
    let digits: String = digits.unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
    let too_many = digits.len() > 12 || digits.parse::<u64>().is_ok_and(|count| count > MAX_SHARED_COUNT);
    if too_many { Err(FormatError::CorruptWorkbook("impossible number of shared texts".into())) } else { Ok(()) }
}
