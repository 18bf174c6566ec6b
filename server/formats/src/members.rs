//! An empty table of members to fill in, with a second sheet that explains it. It holds no person.

use domain::import::MemberColumn;
use domain::import::words::Spoken;
use domain::member::CellPost;

use crate::FormatError;
use crate::export::xlsx::{self, Looks};
use crate::guide::write_guide;

/// The workbook as bytes.
pub fn empty_member_table() -> Result<Vec<u8>, FormatError> {
    let looks = Looks::new();
    let mut workbook = xlsx::workbook();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Đảng viên")?;
    sheet.set_row_height(0, 48)?;
    sheet.set_freeze_panes(1, 1)?;
    for (index, column) in (0_u16..).zip(MemberColumn::all()) {
        sheet.set_column_width(index, if matches!(column, MemberColumn::Name | MemberColumn::Residence) { 30.0 } else { 20.0 })?;
        // A phone must not lose its zero.
        if *column == MemberColumn::Phone {
            sheet.set_column_format(index, &looks.text)?;
        }
        sheet.write_string_with_format(0, index, column.heading(), &looks.heading)?;
    }
    let columns = MemberColumn::all().iter().map(|column| (column.heading(), explanation(*column)));
    write_guide(workbook.add_worksheet(), &looks, columns, None)?;
    Ok(workbook.save_to_buffer()?)
}

fn explanation(column: MemberColumn) -> String {
    match column {
        MemberColumn::Name => "Bắt buộc. Không thêm cột nào về tiểu sử, sức khỏe, tôn giáo, dân tộc, thu nhập, giấy tờ: sẽ bị bỏ.".into(),
        MemberColumn::Phone => "Ví dụ 0909 123 456. Có thể để trống.".into(),
        MemberColumn::Cell => "Tên như trong danh sách tổ chức của phường. Để trống nếu sinh hoạt ở nơi khác.".into(),
        MemberColumn::Post => {
            let words: Vec<&str> = CellPost::WORDS.iter().map(|word| word.1).collect();
            format!("Một trong: {}. Để trống là Đảng viên.", words.join(" · "))
        }
        MemberColumn::Residence => "Tên địa điểm trong danh sách của phường. Có thể để trống.".into(),
        MemberColumn::ResidenceLinked => "Ghi x nếu có; để trống nếu không.".into(),
        MemberColumn::Capacity => "Số nguyên, ví dụ 3. Để trống là 0.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_sheets;
    use domain::import::read_members;

    #[test]
    fn our_own_empty_table_is_understood_and_holds_nobody() {
        let file = empty_member_table().expect("a workbook");
        let table = read_members(&read_sheets("bang.xlsx", &file).expect("sheets")).expect("a table");
        assert!(table.rows.is_empty() && table.problems.is_empty() && table.dropped.is_empty() && table.unknown.is_empty());
    }
}
