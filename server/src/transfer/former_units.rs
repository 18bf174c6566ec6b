//! A table of former units: today's code, and the former province, district and unit.

use domain::admin_unit::FormerUnit;
use domain::import::{Problem, Sheet};
use domain::text;
use formats::{FormatError, read_sheets};

/// The headings of the file, in English as they come or in Vietnamese as an office writes them.
const HEADINGS: [(&str, [&str; 3]); 5] = [
    ("code", ["code", "ma phuong xa", "ma"]),
    ("former_province", ["former province", "tinh cu", "tinh thanh pho cu"]),
    ("former_district", ["former district", "quan huyen cu", "quan huyen"]),
    ("former_unit", ["former unit", "phuong xa cu", "don vi cu"]),
    ("split", ["split", "bi tach", "mot phan"]),
];

/// Reads the first sheet.
pub fn former_units(file_name: &str, bytes: &[u8]) -> Result<(Vec<FormerUnit>, Vec<Problem>), FormatError> {
    let sheets = read_sheets(file_name, bytes)?;
    Ok(sheets.into_iter().next().map(|sheet| rows(&sheet)).unwrap_or_default())
}

fn rows(sheet: &Sheet) -> (Vec<FormerUnit>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut former = Vec::new();
    let Some(head) = sheet.rows.first() else { return (former, problems) };
    let headings: Vec<String> = head.cells.iter().map(|cell| text::fold(&cell.clean())).collect();
    let at = |name: &str| {
        let words = HEADINGS.iter().find(|(heading, _)| *heading == name).map(|(_, words)| words)?;
        headings.iter().position(|heading| words.contains(&heading.as_str()))
    };
    let (Some(code), Some(unit)) = (at("code"), at("former_unit")) else {
        problems.push(Problem::new(&sheet.name, Some(head.number), "", "former_unit_columns_missing", ""));
        return (former, problems);
    };
    let (province, district, split) = (at("former_province"), at("former_district"), at("split"));
    for row in &sheet.rows[1..] {
        let cell = |index: Option<usize>| index.map(|index| row.cell(index).clean()).unwrap_or_default();
        let (code, name) = (cell(Some(code)), cell(Some(unit)));
        if code.is_empty() && name.is_empty() {
            continue;
        }
        if code.is_empty() || name.is_empty() {
            let missing = if code.is_empty() { "code" } else { "former_unit" };
            problems.push(Problem::new(&sheet.name, Some(row.number), missing, "required", ""));
            continue;
        }
        let split = matches!(text::fold(&cell(split)).as_str(), "true" | "1" | "x" | "co");
        former.push(FormerUnit { code: format!("{code:0>5}"), name, district: cell(district), province: cell(province), split });
    }
    (former, problems)
}
