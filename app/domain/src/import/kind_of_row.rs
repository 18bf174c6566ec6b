//! Which rows are data is decided by what they are, not by where they stand.

use super::column::Column;
use super::headings::Layout;
use super::sheet::{Cell, Row};
use super::unit_name;
use crate::text::{clean, fold};

/// What a row of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    Data,
    Blank,
    /// Letterhead, title and the heading itself, also where it is repeated on later pages.
    Heading,
    /// "(1) (2) (3)" under the heading.
    Numbering,
    /// "Phường Sài Gòn" or "I. Khu vực trung tâm" over the rows of its group.
    Group,
    Total,
    Footnote,
    /// "Người lập biểu", "TM. …", "Nơi nhận", "…, ngày … tháng … năm …".
    Signature,
    /// A stray text that belongs to no building.
    Stray,
}

/// Signature blocks and footnotes fill only a few cells.
const FEW: usize = 4;

/// Tells what a row is by what stands in it.
pub fn kind_of(layout: &Layout, row: &Row) -> RowKind {
    if row.number <= layout.rows.1 {
        return RowKind::Heading;
    }
    let filled: Vec<usize> = row.filled().collect();
    if filled.is_empty() {
        return RowKind::Blank;
    }
    if is_numbering(row, &filled) {
        return RowKind::Numbering;
    }
    let seen = Seen::of(layout, row, filled);
    if seen.has_id || (seen.is_numbered && seen.has_name && seen.is_placed) {
        return RowKind::Data;
    }
    if is_heading_again(layout, row, &seen.filled) {
        return RowKind::Heading;
    }
    seen.kind(row)
}

/// What decides about a row, looked up once.
struct Seen {
    filled: Vec<usize>,
    /// The first column holds a number.
    is_numbered: bool,
    has_name: bool,
    /// Address, unit or district is there.
    is_placed: bool,
    name: Option<String>,
    ordinal: Option<String>,
    has_id: bool,
    understood: usize,
}

impl Seen {
    fn of(layout: &Layout, row: &Row, filled: Vec<usize>) -> Self {
        let said = |column: Column| Some(layout.cell(row, column).clean()).filter(|text| !text.is_empty());
        let (name, ordinal) = (said(Column::Name), said(Column::Ordinal));
        let placed = [Column::Address, Column::AdminUnitName, Column::AdminUnitCode];
        Self {
            is_numbered: ordinal.as_deref().is_some_and(is_ordinal),
            has_name: name.is_some(),
            is_placed: placed.iter().any(|column| !layout.cell(row, *column).is_blank()),
            has_id: matches!(super::cell::id(layout.cell(row, Column::Id)), Ok(Some(_))),
            understood: filled.iter().filter(|index| matches!(layout.columns.get(**index), Some(Some(_)))).count(),
            name,
            ordinal,
            filled,
        }
    }

    fn kind(&self, row: &Row) -> RowKind {
        // The first filled cells, folded.
        let texts: Vec<(usize, String)> = self.filled.iter().take(FEW + 1).map(|index| (*index, fold(&row.cell(*index).shown()))).collect();
        let only_text = self.filled.iter().all(|index| matches!(row.cell(*index), Cell::Text(_)));
        if !self.is_numbered && only_text && self.filled.len() <= FEW {
            let signed = match &self.name {
                // A building with an address may have a note that reads like a signature.
                Some(name) if self.is_placed => is_signature(name, &fold(name)),
                _ => texts.iter().any(|(index, folded)| is_signature(&row.cell(*index).shown(), folded)),
            };
            if signed {
                return RowKind::Signature;
            }
            if texts.first().is_some_and(|(index, folded)| is_footnote(&row.cell(*index).shown(), folded, self.filled.len())) {
                return RowKind::Footnote;
            }
        }
        if !self.is_placed || !self.has_name {
            if texts.iter().take(2).any(|(index, folded)| is_total(&row.cell(*index).shown(), folded)) {
                return RowKind::Total;
            }
            if !self.is_numbered && self.is_group(row, &texts) {
                return RowKind::Group;
            }
        }
        let looks_like_data =
            self.is_numbered && self.filled.len() > 1 || self.has_name || (self.is_placed && self.filled.len() > 1) || self.understood > 2;
        if looks_like_data { RowKind::Data } else { RowKind::Stray }
    }

    /// A unit's name, or a text behind a roman number or a letter, with nothing that places a building.
    fn is_group(&self, row: &Row, texts: &[(usize, String)]) -> bool {
        let Some((first, folded)) = texts.first() else { return false };
        if self.ordinal.as_deref().is_some_and(is_section_number) {
            return true;
        }
        let text = self.name.clone().unwrap_or_else(|| row.cell(*first).clean());
        let alone = self.filled.len() == 1;
        let section = text
            .split_once(['.', '-', ')', ':', '/'])
            .is_some_and(|(number, rest)| is_section_number(number.trim()) && !rest.trim().is_empty());
        let area = ["khu vuc ", "cum thi dua", "dia ban "].iter().any(|start| folded.starts_with(start));
        // With only the name filled, "Phường 12" is a group; with numbers beside it, a group with its sums.
        unit_name::names_only_a_unit(&text) || (alone && (section || area))
    }
}

/// "1", "01", "12.", "1a": a row number, however it was typed.
fn is_ordinal(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ')']);
    text.len() <= 6 && text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
}

fn is_section_number(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ')', ':']);
    let roman = !text.is_empty() && text.len() <= 6 && text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    roman || (text.len() == 1 && text.bytes().all(|b| b.is_ascii_uppercase()))
}

/// Consecutive numbers from column to column, also "(1)", "(5)=(3)+(4)", after the letters A and B.
fn is_numbering(row: &Row, filled: &[usize]) -> bool {
    if filled.len() < 3 {
        return false;
    }
    let mut previous: Option<u32> = None;
    let mut steps = 0;
    for index in filled {
        let shown = row.cell(*index).shown();
        let text = shown.trim().split('=').next().unwrap_or_default();
        let text = text.trim().trim_start_matches(['(', '[']).trim_end_matches([')', ']']);
        if previous.is_none() && text.len() == 1 && text.bytes().all(|b| b.is_ascii_alphabetic()) {
            continue;
        }
        let Some(number) = text.parse::<u32>().ok().filter(|number| *number <= 200) else { return false };
        match previous {
            Some(before) if number != before + 1 => return false,
            Some(_) => steps += 1,
            None => {}
        }
        previous = Some(number);
    }
    steps >= 1
}

/// Every filled cell repeats what the heading says in its column.
fn is_heading_again(layout: &Layout, row: &Row, filled: &[usize]) -> bool {
    let says = |heading: &Vec<String>| {
        filled.iter().all(|index| heading.get(*index).is_some_and(|text| !text.is_empty() && *text == fold(&row.cell(*index).shown())))
    };
    let in_any_row = filled.len() >= 2 && layout.repeated.iter().any(says);
    // A table that another office pasted below has the same columns under other spellings.
    let is_name = |index: &usize| matches!(row.cell(*index), Cell::Text(text) if text.len() < 200 && super::names::meaning(text).is_some());
    let own_names = || filled.len() >= 4 && filled.iter().take(4).all(is_name);
    in_any_row || own_names()
}

fn is_total(text: &str, folded: &str) -> bool {
    let lower = clean(text).to_lowercase();
    let tone_right = lower.starts_with("tổng") || lower.starts_with("cộng") || folded == lower;
    let word = matches!(folded, "tong cong" | "tong so" | "cong" | "tong" | "total" | "tong cong toan thanh pho" | "cong don");
    let with_more =
        ["tong cong ", "cong phuong ", "cong xa ", "cong toan ", "cong trang ", "tong so "].iter().any(|start| folded.starts_with(start));
    // "Tổng công ty …" is a name, "Tổng cộng …" a sum.
    tone_right && (word || (with_more && !lower.starts_with("tổng công") && !folded.starts_with("tong cong ty")))
}

fn is_footnote(text: &str, folded: &str, filled: usize) -> bool {
    let text = text.trim_start();
    let marked = text.starts_with("(*") || text.starts_with('*') || text.starts_with("(1)") || text.starts_with("[1]");
    let named = ["ghi chu", "chu thich", "luu y", "nguon so lieu", "don vi tinh"].iter().any(|start| folded.starts_with(start));
    marked || (named && text.contains(':')) || (filled == 1 && text.chars().count() > 120)
}

fn is_signature(text: &str, folded: &str) -> bool {
    const STARTS: &[&str] = &[
        "nguoi lap",
        "noi nhan",
        "thu truong",
        "nguoi ky",
        "xac nhan cua",
        "ke toan truong",
        "ky ten",
        "ky ghi ro",
        "ghi ro ho ten",
        "nguoi tong hop",
        "lanh dao",
        "chu tich",
        "pho chu tich",
        "bi thu",
        "pho bi thu",
        "luu vt",
        "truong ban",
        "chanh van phong",
        "can bo tong hop",
    ];
    let upper = text.trim_start().to_uppercase();
    let on_behalf = ["TM.", "T/M", "KT.", "TL.", "TUQ.", "Q."].iter().any(|start| upper.starts_with(start))
        && ["ubnd", "uy ban", "dang uy", "ban", "chu tich", "bi thu", "truong", "doan", "hoi"].iter().any(|word| folded.contains(word));
    let padded = format!(" {folded} ");
    let place_and_day = padded.contains(" ngay ") && padded.contains(" thang ") && padded.contains(" nam ") && folded.chars().count() < 80;
    on_behalf || place_and_day || STARTS.iter().any(|start| folded.starts_with(start))
}
