//! An empty table A to fill in, with a second sheet that explains what may stand in it.

use domain::board::{FundHandover, MeetingStage, Requirement};
use domain::import::Column;
use domain::import::words::Spoken;
use domain::organization::PlaceOrganization;
use domain::place::Segment;
use rust_xlsxwriter::{DataValidation, Worksheet};

use crate::FormatError;
use crate::export::xlsx::{self, Looks};
use crate::guide::write_guide;

/// Rows of the table that offer lists of words.
const ROWS: u32 = 2_000;

/// The workbook as bytes.
pub fn empty_table_a() -> Result<Vec<u8>, FormatError> {
    let columns = Column::table_a();
    let looks = Looks::new();
    let mut workbook = xlsx::workbook();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Biểu A")?;
    xlsx::prepare(sheet, columns, 0)?;
    xlsx::write_heading(sheet, 0, columns, &looks)?;
    for (index, column) in (0_u16..).zip(columns) {
        format_column(sheet, index, *column, &looks)?;
    }
    let privacy = "Không thêm cột về tôn giáo, dân tộc, chính kiến, sức khỏe, thu nhập, giấy tờ tùy thân: các cột này sẽ bị bỏ qua.";
    let explained = columns.iter().map(|column| (column.heading(), explanation(*column)));
    write_guide(workbook.add_worksheet(), &looks, explained, Some(privacy))?;
    Ok(workbook.save_to_buffer()?)
}

/// Numbers of decisions must not turn into dates, dates must be dates, words come from a list.
fn format_column(sheet: &mut Worksheet, index: u16, column: Column, looks: &Looks) -> Result<(), FormatError> {
    let format = match column {
        Column::DecisionNumber | Column::PartyDecision | Column::AgreementNumber => Some(&looks.text),
        Column::DecisionOn | Column::TermEndsOn | Column::AgreementOn | Column::ReviewedOn => Some(&looks.day),
        _ => None,
    };
    if let Some(format) = format {
        sheet.set_column_format(index, format)?;
    }
    let words = match column {
        Column::Segment => labels::<Segment>(),
        Column::Requirement => labels::<Requirement>(),
        Column::MeetingStage => labels::<MeetingStage>(),
        Column::FundHandover => labels::<FundHandover>(),
        _ => return Ok(()),
    };
    // A label with a comma would fall apart in Excel's list; the words are then only in the guide.
    if words.iter().all(|word| !word.contains(',')) {
        // Only a help: other spellings are understood too.
        let list =
            DataValidation::new().allow_list_strings(&words)?.set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Information);
        sheet.add_data_validation(1, index, ROWS, index, &list)?;
    }
    Ok(())
}

fn explanation(column: Column) -> String {
    let date = "Ngày/tháng/năm, ví dụ 05/01/2026.";
    match column {
        Column::Ordinal => "Số thứ tự; có thể để trống.".into(),
        Column::Name => "Bắt buộc.".into(),
        Column::Address => "Số nhà và tên đường.".into(),
        Column::AdminUnitName => {
            "Bắt buộc: tên phường, xã, đặc khu hiện nay. Tên cũ cũng tìm được nếu đơn vị cũ không bị chia tách.".into()
        }
        Column::FormerDistrict => "Ví dụ: Quận 1, Huyện Bình Chánh, Thành phố Thủ Đức.".into(),
        Column::Blocks | Column::Apartments | Column::HandedOver | Column::PartyMembers => "Số nguyên. Để trống nếu chưa rõ.".into(),
        Column::HandoverYear => "Năm có bốn chữ số, ví dụ 2015.".into(),
        Column::Segment => one_of::<Segment>(),
        Column::Requirement => one_of::<Requirement>(),
        Column::MeetingStage => one_of::<MeetingStage>(),
        Column::DecisionNumber => "Ví dụ 12/QĐ-UBND. Ghi “Chưa có” nếu chưa có ban quản trị; để trống nếu chưa rõ.".into(),
        Column::FundHandover => one_of::<FundHandover>(),
        Column::Party => format!("{} Ghi “Chưa có” nếu đã xác nhận là không có; để trống nếu chưa rõ.", of_organizations(true)),
        Column::SocioPolitical => format!("{} Nhiều tổ chức cách nhau bằng dấu chấm phẩy.", of_organizations(false)),
        Column::PartyDecision | Column::AgreementNumber => "Số văn bản.".into(),
        Column::DecisionOn | Column::TermEndsOn | Column::AgreementOn | Column::ReviewedOn => date.into(),
        Column::Lat => "Độ thập phân (WGS 84), ví dụ 10,7769. Có thể để trống.".into(),
        Column::Lon => "Độ thập phân (WGS 84), ví dụ 106,7009. Có thể để trống.".into(),
        Column::Note => "Ngắn gọn, không ghi thông tin cá nhân.".into(),
        _ => String::new(),
    }
}

fn labels<T: Spoken>() -> Vec<&'static str> {
    T::WORDS.iter().map(|word| word.1).collect()
}

fn one_of<T: Spoken>() -> String {
    format!("Một trong: {}.", labels::<T>().join(" · "))
}

fn of_organizations(party: bool) -> String {
    let words: Vec<_> =
        PlaceOrganization::all().iter().filter(|o| o.is_party() == party).map(|o| domain::import::words::label(*o)).collect();
    format!("Một trong: {}.", words.join(" · "))
}
