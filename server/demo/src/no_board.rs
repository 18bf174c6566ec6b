//! What is known where no board was elected: meetings in vain, the ward that convenes one, or nothing yet.

use chrono::Datelike;
use domain::board::{BoardStatus, FundHandover, MeetingStage, Recognition, Requirement};
use domain::course::{BoardFact, BoardField, Convener, FactKind, MeetingKind, MeetingResult};

use crate::board::{day, workday};
use crate::telling::{Telling, sunday};

/// Where a meeting is late for longer than these years, nobody knows since when it was asked for.
const REMEMBERED_YEARS: i32 = 8;

const NO_BOARD: [&str; 3] =
    ["Phường rà soát tại chỗ: chưa có ban quản trị.", "Theo báo cáo của đơn vị vận hành.", "Cư dân cho biết chưa từng bầu ban quản trị."];

impl Telling<'_> {
    /// A meeting without quorum or without a board, in older buildings some years ago.
    pub fn held_in_vain(&mut self, result: MeetingResult) {
        let held = match self.late_from() {
            Some(late) => {
                let soon = day(late, self.random.between(20, 300));
                let once = self.ago(740, 2_200);
                let lately = self.ago(10, 70);
                if soon < once { once } else { soon.min(lately) }
            }
            None => self.ago(30, 1_500),
        };
        let held = sunday(held);
        self.meeting(MeetingKind::First, result, held, Convener::Developer);
        let since = (self.as_of - held).num_days();
        if since > 150 && self.random.chance(35) {
            let again = sunday(self.ago(10, since - 90));
            self.meeting(MeetingKind::First, result, again, Convener::Ward);
        }
    }

    pub fn ward_convenes(&mut self) {
        if self.is_remembered() {
            let on = self.ago(4, 80);
            self.event(FactKind::WardConvenes, on);
        }
    }

    fn is_remembered(&self) -> bool {
        self.late_from().is_none_or(|late| late.year() >= self.as_of.year() - REMEMBERED_YEARS)
    }

    /// No meeting is known: whether one is due follows from the building, unless the ward said more.
    pub fn no_meeting(&mut self, board: &BoardStatus) {
        if board.meeting_stage == MeetingStage::Unknown || !self.is_remembered() {
            return;
        }
        let seen = match self.place.reviewed_on {
            Some(on) => on,
            None => self.ago(30, 300),
        };
        let reason = self.random.pick(&NO_BOARD);
        self.stated(BoardField::Recognition, Recognition::None.code(), seen, reason);
        let fund = board.fund_handover;
        if board.meeting_stage == MeetingStage::Due && fund != FundHandover::Unknown && self.random.chance(70) {
            let due = self.ago(15, 160);
            let before = day(due, -self.random.between(50, 240));
            let first = day(before, -self.random.between(3, 30));
            self.stated(BoardField::FundHandover, fund.code(), first, "Chủ đầu tư báo cáo phường.");
            self.stated(BoardField::MeetingStage, MeetingStage::NotDue.code(), before, "Mới bàn giao chưa đến nửa số căn hộ.");
            self.stated(BoardField::MeetingStage, MeetingStage::Due.code(), due, "Đã bàn giao quá nửa số căn hộ.");
        }
    }

    pub fn not_required(&mut self, board: &BoardStatus) {
        if board.meeting_stage != MeetingStage::NotDue || !self.random.chance(30) {
            return;
        }
        let on = self.ago(40, 700);
        let reason = Some("Dưới 20 căn hộ, cư dân tự quản.".to_owned());
        let requirement = Some(Requirement::NotRequired);
        self.tell(BoardFact { requirement, reason, ..self.fact(FactKind::RequirementStated, workday(on)) });
        let reason = self.random.pick(&NO_BOARD);
        self.stated(BoardField::Recognition, Recognition::None.code(), on, reason);
    }
}
