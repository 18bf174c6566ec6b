//! An empty table C to fill in, with a second sheet that explains it. It holds no household.

use domain::household::SupportCategory;
use domain::import::HouseholdColumn;

use crate::FormatError;
use crate::export::xlsx::{self, Looks};
use crate::guide::write_guide;

/// The workbook as bytes.
pub fn empty_household_table() -> Result<Vec<u8>, FormatError> {
    let looks = Looks::new();
    let mut workbook = xlsx::workbook();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Biểu C")?;
    sheet.set_row_height(0, 48)?;
    sheet.set_freeze_panes(1, 1)?;
    for (index, column) in (0_u16..).zip(HouseholdColumn::table_c()) {
        sheet.set_column_width(
            index,
            if matches!(column, HouseholdColumn::Name | HouseholdColumn::Place | HouseholdColumn::Need) { 30.0 } else { 18.0 },
        )?;
        let format = match column {
            // A phone must not lose its zero, and numbers of papers must not turn into dates.
            HouseholdColumn::Phone | HouseholdColumn::Unit | HouseholdColumn::Decision | HouseholdColumn::FormNumber => Some(&looks.text),
            HouseholdColumn::ValidTo | HouseholdColumn::GivenOn => Some(&looks.day),
            _ => None,
        };
        if let Some(format) = format {
            sheet.set_column_format(index, format)?;
        }
        sheet.write_string_with_format(0, index, column.heading(), &looks.heading)?;
    }
    let columns = HouseholdColumn::table_c().map(|column| (column.heading(), explanation(column)));
    write_guide(workbook.add_worksheet(), &looks, columns, None)?;
    Ok(workbook.save_to_buffer()?)
}

fn explanation(column: HouseholdColumn) -> String {
    match column {
        HouseholdColumn::Ignored => String::new(),
        HouseholdColumn::Name => {
            "Bắt buộc. Không thêm cột nào về thu nhập, sức khỏe, tôn giáo, dân tộc, chính kiến, giấy tờ tùy thân: sẽ bị bỏ.".into()
        }
        HouseholdColumn::Phone => "Ví dụ 0909 123 456. Có thể để trống.".into(),
        HouseholdColumn::Place => "Bắt buộc: tên địa điểm trong danh sách của phường, hoặc mã của địa điểm.".into(),
        HouseholdColumn::Unit => "Số căn hộ, ví dụ 5.06. Có thể để trống.".into(),
        HouseholdColumn::People => "Số nguyên. Có thể để trống.".into(),
        HouseholdColumn::Need => "Bắt buộc: việc hộ nhờ giúp, ngắn gọn, theo lời của hộ; hộ đọc được.".into(),
        HouseholdColumn::Category => {
            let words: Vec<&str> = SupportCategory::all().iter().map(|category| domain::import::category_words(*category)).collect();
            format!("Theo quyết định, không tự xếp. Một hoặc nhiều, cách nhau bằng dấu chấm phẩy: {}.", words.join(" · "))
        }
        HouseholdColumn::Standard => "Ví dụ chuẩn 2021. Có thể để trống.".into(),
        HouseholdColumn::Decision => "Ví dụ 12/QĐ-UBND. Có thể để trống.".into(),
        HouseholdColumn::ValidTo => "Ngày/tháng/năm hết hạn của diện hỗ trợ. Có thể để trống.".into(),
        HouseholdColumn::GivenOn => "Bắt buộc: ngày hộ ký phiếu đồng ý, ví dụ 05/01/2026. Không có thì dòng ấy không nhập.".into(),
        HouseholdColumn::FormNumber => "Bắt buộc: số in trên phiếu đồng ý mà hộ đã ký. Mỗi hộ một phiếu.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_sheets;
    use chrono::NaiveDate;
    use domain::import::HouseholdTable;

    #[test]
    fn our_own_empty_table_is_understood_and_holds_nobody() {
        let file = empty_household_table().expect("a workbook");
        let sheets = read_sheets("bang.xlsx", &file).expect("sheets");
        let table = HouseholdTable::read(&sheets, "2026-1", NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date")).expect("a table");
        assert!(table.rows.is_empty() && table.bad.is_empty() && table.dropped.is_empty() && table.unread.is_empty());
    }
}
