//! Invented names of people, and what they say. That one is like a name somewhere is chance.

use crate::random::Random;

const FAMILY: [&str; 16] =
    ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Mai", "Tạ", "Châu"];
const MIDDLE: [&str; 14] = ["Văn", "Thị", "Minh", "Ngọc", "Thanh", "Kim", "Quốc", "Hữu", "Xuân", "Thu", "Bảo", "Phương", "Đình", "Mỹ"];
const GIVEN: [&str; 36] = [
    "An", "Ánh", "Bình", "Bưởi", "Cúc", "Dung", "Đào", "Đức", "Gấm", "Hạnh", "Hoa", "Hùng", "Huệ", "Khoa", "Lan", "Lành", "Liễu", "Lợi",
    "Mận", "Mơ", "Nga", "Nhàn", "Phúc", "Quế", "Sáu", "Sen", "Sơn", "Tâm", "Thảo", "Thắm", "Tiến", "Trúc", "Tư", "Tuyết", "Út", "Xuyến",
];

pub const NEEDS: [&str; 12] = [
    "Nhờ đưa đi khám định kỳ",
    "Nhờ làm lại giấy tờ",
    "Xin giới thiệu việc làm gần nhà",
    "Mái nhà dột, nhờ sửa trước mùa mưa",
    "Nhờ hướng dẫn nộp hồ sơ trên mạng",
    "Cần người nói chuyện cuối tuần",
    "Xin học bổng cho hai cháu",
    "Nhờ mua giúp bảo hiểm y tế",
    "Nhờ kiểm tra điện trong nhà",
    "Xin giới thiệu vay vốn buôn bán nhỏ",
    "Nhờ đưa cháu đi học khi mẹ làm ca",
    "Cần xe lăn mượn trong ba tháng",
];
pub const AIMS: [&str; 5] = [
    "Thăm mỗi tháng, giúp làm giấy tờ",
    "Đưa đi khám và lấy thuốc",
    "Kèm học và xin học bổng",
    "Theo dõi việc sửa nhà",
    "Hỗ trợ tìm việc làm",
];
pub const TASKS: [&str; 4] = [
    "Giúp các hộ được phân công tại khu dân cư",
    "Hướng dẫn dịch vụ công trực tuyến cho người cao tuổi",
    "Vận động thành lập ban quản trị tại chung cư nơi ở",
    "Phụ trách tủ sách và lớp học tình thương",
];
pub const PROMISES: [&str; 6] = [
    "Lần sau mang mẫu đơn",
    "Hỏi trạm y tế về lịch khám",
    "Gọi lại vào thứ bảy",
    "Báo kết quả xin học bổng",
    "Nhờ thợ đến xem mái nhà",
    "",
];
pub const ANSWERS: [&str; 4] = [
    "Đã xếp lịch sửa trong tháng tới",
    "Đã cấp thẻ, mời hộ đến nhận",
    "Đã nhận hồ sơ, học bổng trao đầu học kỳ",
    "Đã liên hệ nơi tuyển dụng, mời đến gặp",
];

/// Family name, middle name and given name.
pub fn name(random: &mut Random) -> String {
    format!("{} {} {}", random.pick(&FAMILY), random.pick(&MIDDLE), random.pick(&GIVEN))
}

/// A number that no network gives out: it begins with 0000.
pub fn phone(random: &mut Random) -> String {
    format!("0000 {:03} {:03}", random.below(1000), random.below(1000))
}
