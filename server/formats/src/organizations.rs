//! An empty table of organizations to fill in, with a second sheet that explains it. It holds no person.

use domain::import::OrganizationColumn;
use domain::import::words::{self, Spoken};
use domain::organization::{OrganizationKind, PlaceOrganization};
use rust_xlsxwriter::DataValidation;

use crate::FormatError;
use crate::export::xlsx::{self, Looks};
use crate::guide::write_guide;

/// Rows of the table that offer lists of words.
const ROWS: u32 = 2_000;

/// The workbook as bytes.
pub fn empty_organization_table() -> Result<Vec<u8>, FormatError> {
    let looks = Looks::new();
    let mut workbook = xlsx::workbook();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Tổ chức")?;
    sheet.set_row_height(0, 48)?;
    sheet.set_freeze_panes(1, 1)?;
    for (index, column) in (0_u16..).zip(OrganizationColumn::all()) {
        use OrganizationColumn::{From, Kind, LinkKind, Name, Number, On, Places};
        sheet.set_column_width(index, if matches!(column, Name | Places) { 40.0 } else { 20.0 })?;
        match column {
            // The number of a decision must not turn into a date, a date must be one.
            Number => sheet.set_column_format(index, &looks.text)?,
            On | From => sheet.set_column_format(index, &looks.day)?,
            _ => sheet,
        };
        let offered = match column {
            Kind => kinds(),
            LinkKind => link_kinds(),
            _ => Vec::new(),
        };
        if !offered.is_empty() {
            // Only a help: other spellings are understood too.
            let list = DataValidation::new().allow_list_strings(&offered)?;
            let list = list.set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Information);
            sheet.add_data_validation(1, index, ROWS, index, &list)?;
        }
        sheet.write_string_with_format(0, index, column.heading(), &looks.heading)?;
    }
    let privacy = "Không ghi danh sách đảng viên, hội viên hay tên người: chỉ ghi số lượng.";
    let columns = OrganizationColumn::all().iter().map(|column| (column.heading(), explanation(*column)));
    write_guide(workbook.add_worksheet(), &looks, columns, Some(privacy))?;
    Ok(workbook.save_to_buffer()?)
}

fn kinds() -> Vec<&'static str> {
    OrganizationKind::WORDS.iter().map(|word| word.1).collect()
}

fn link_kinds() -> Vec<&'static str> {
    PlaceOrganization::all().iter().filter(|there| there.is_party()).map(|there| words::label(*there)).collect()
}

fn explanation(column: OrganizationColumn) -> String {
    use OrganizationColumn as C;
    match column {
        C::Name => "Bắt buộc. Một tổ chức có thể đứng ở nhiều dòng, mỗi dòng cho những địa điểm khác nhau.".into(),
        C::Kind => format!("Bắt buộc, một trong: {}.", kinds().join(" · ")),
        C::Unit => "Để trống, hoặc tên phường/xã đang nhập.".into(),
        C::Superior => "Tên một tổ chức của phường: trong danh sách, hoặc ở một dòng khác của biểu này.".into(),
        C::Number => "Ví dụ 15-QĐ/ĐU. Có số thì cần có ngày.".into(),
        C::On => "Ngày/tháng/năm, ví dụ 05/01/2026. Để trống nếu chưa rõ.".into(),
        C::Issuer => "Ví dụ Đảng ủy phường.".into(),
        C::Overruled => "Chỉ ghi khi một quyết định thành lập nhiều tổ chức.".into(),
        C::Members => "Số nguyên. Chỉ số lượng, không ghi tên ai.".into(),
        C::CellCommittee => "Ghi x nếu chi bộ có chi ủy; “không” nếu không có; để trống nếu chưa rõ.".into(),
        C::Places => {
            "Tên hoặc địa chỉ như trong danh sách địa điểm của phường; trùng tên thì ghi “tên, địa chỉ”. Nhiều nơi cách nhau bằng dấu chấm phẩy."
                .into()
        }
        C::LinkKind => format!("Chỉ cho tổ chức đảng, một trong: {}.", link_kinds().join(" · ")),
        C::From => "Ngày/tháng/năm. Để trống là từ ngày thành lập.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_sheets;
    use domain::import::read_organizations;

    #[test]
    fn our_own_empty_table_is_understood_and_holds_nothing() {
        let file = empty_organization_table().expect("a workbook");
        let table = read_organizations(&read_sheets("bang.xlsx", &file).expect("sheets")).expect("a table");
        assert!(table.rows.is_empty() && table.problems.is_empty() && table.dropped.is_empty() && table.unknown.is_empty(), "{table:?}");
    }
}
