//! How a board came to stand as it does: facts with days, to fit its situation.

use chrono::{Datelike, Months, NaiveDate};
use domain::board::{BoardStatus, DisputeKind, FundHandover, MeetingStage, Recognition, Requirement, Term};
use domain::course::{BoardFact, BoardField, Convener, FactKind, Ground, MeetingKind, MeetingResult, derive};
use domain::place::PlaceDraft;
use domain::setting::{Holidays, Rules};
use uuid::Uuid;

use crate::board::{day, workday};
use crate::random::Random;
use crate::telling::{Telling, sunday};

const COURSE: u64 = 51;
/// Of so many in a hundred the course is known; of the others only how they stand.
const KNOWN: u32 = 80;
/// Terms before the one that is known best, at most.
const EARLIER_TERMS: u32 = 4;

const RETURNED: [&str; 4] = [
    "Thiếu danh sách chủ sở hữu dự hội nghị.",
    "Biên bản hội nghị chưa đủ chữ ký.",
    "Quy chế hoạt động chưa được hội nghị thông qua.",
    "Chưa có biên bản kiểm phiếu.",
];
const VACANT: [&str; 2] = ["Trưởng ban và các phó ban đã thôi nhiệm vụ.", "Các thành viên đã chuyển đi nơi khác."];

/// The facts of a place's board; none where only its state is known. The fields that follow from them are
/// those that the place has, and whoever recorded them was there.
pub fn course(id: Uuid, as_of: NaiveDate, ward: &str, place: &mut PlaceDraft) -> Vec<BoardFact> {
    let number = id.as_bytes()[2..6].iter().fold(0u64, |number, byte| (number << 8) | u64::from(*byte));
    let mut random = Random::new(COURSE, number);
    if !random.chance(KNOWN) {
        return Vec::new();
    }
    let mut fitting = place.clone();
    let board = &mut fitting.board;
    if board.recognition == Recognition::AwaitingNumber {
        // A board that waits for its number is in office.
        board.term = Term::Active;
    }
    if board.meeting_stage == MeetingStage::Due {
        // Handed over the year before: its first meeting is due until the end of this one.
        let last_year = u32::try_from(as_of.year() - 1).ok();
        fitting.handover_year = fitting.handover_year.and(last_year);
    }
    let facts = told(Telling::new(random, as_of, ward, &fitting), id);
    if facts.is_empty() || follows(&fitting, &facts, as_of) != fitting.board {
        return Vec::new();
    }
    fitting.reviewed_on = fitting.reviewed_on.max(facts.last().map(|fact| fact.on));
    *place = fitting;
    facts
}

/// How a board with these facts stands.
pub fn follows(place: &PlaceDraft, facts: &[BoardFact], as_of: NaiveDate) -> BoardStatus {
    derive(&Ground::of(place), facts, &Rules::default(), &Holidays::default(), as_of).status
}

fn told(mut telling: Telling<'_>, id: Uuid) -> Vec<BoardFact> {
    let board = telling.place.board.clone();
    let mut decided = None;
    match (board.requirement, board.recognition, board.meeting_stage) {
        (_, Recognition::Recognised, _) => decided = telling.in_office(&board),
        (_, Recognition::Unknown, _) => {}
        (Requirement::Required, Recognition::None, MeetingStage::HeldNoQuorum) => telling.held_in_vain(MeetingResult::NoQuorum),
        (Requirement::Required, Recognition::None, MeetingStage::HeldNoBoard) => telling.held_in_vain(MeetingResult::NoBoard),
        (Requirement::Required, Recognition::None, MeetingStage::WardConvening) => telling.ward_convenes(),
        (Requirement::Required, Recognition::None, _) => telling.no_meeting(&board),
        (Requirement::NotRequired, ..) => telling.not_required(&board),
        (_, recognition, _) => telling.under_way(recognition, board.decision_on),
    }
    if telling.is_silent() {
        return Vec::new();
    }
    telling.fund(board.fund_handover, decided);
    telling.disputes(&board);
    telling.finish(id)
}

impl Telling<'_> {
    /// Answers the day of the first decision.
    fn in_office(&mut self, board: &BoardStatus) -> Option<NaiveDate> {
        let (decided, ends) = (board.decision_on?, board.term_ends_on?);
        let first = self.term(decided, ends, board.decision_number.clone(), EARLIER_TERMS);
        let over = (self.as_of - ends).num_days();
        match board.term {
            Term::Vacant => {
                let (on, reason) = (self.ago(2, 25), self.random.pick(&VACANT));
                self.stated(BoardField::Term, Term::Vacant.code(), on, reason);
            }
            Term::ReElection if over > 40 && self.random.chance(45) => {
                let elected = sunday(self.ago(12, over));
                self.meeting(MeetingKind::Extraordinary, MeetingResult::Elected, elected, Convener::Board);
                if self.random.chance(50) {
                    let submitted = day(elected, self.random.between(4, 11));
                    self.event(FactKind::DossierSubmitted, submitted);
                }
            }
            Term::ReElection => {
                let called = self.ago(1, over.max(1));
                self.event(FactKind::ReElectionCalled, called);
            }
            Term::Expired if self.random.chance(40) => self.tell(self.fact(FactKind::TermEnded, ends)),
            Term::Active if self.random.chance(35) => {
                let yearly = sunday(day(decided, self.random.between(330, 400)));
                if yearly < day(self.as_of, -1) {
                    self.meeting(MeetingKind::Annual, MeetingResult::Other, yearly, Convener::Board);
                }
            }
            _ => {}
        }
        Some(first)
    }

    /// A decision, what led to it, and the terms before; answers the day of the first decision.
    fn term(&mut self, decided: NaiveDate, ends: NaiveDate, number: Option<String>, earlier: u32) -> NaiveDate {
        self.recognised(decided, number, Some(ends));
        let submitted = self.dossier(decided);
        let elected = self.elected_before(submitted);
        let previous_end = day(elected, self.random.between(-200, 60));
        let previous = workday(previous_end.checked_sub_months(Months::new(36)).unwrap_or(previous_end));
        let there_was_one = match self.handed_over() {
            Some(handover) => previous > day(handover, 200),
            None => self.random.chance(40),
        };
        if earlier == 0 || !there_was_one {
            self.first_election(elected);
            return decided;
        }
        let kind = if self.random.chance(70) { MeetingKind::Annual } else { MeetingKind::Extraordinary };
        self.meeting(kind, MeetingResult::Elected, elected, Convener::Board);
        if self.random.chance(25) {
            let called = day(elected, -self.random.between(10, 60));
            self.event(FactKind::ReElectionCalled, called);
        }
        // No number of one term is that of another.
        let number = format!("{}/QĐ-UBND", 3_000 + earlier * 500 + self.random.count(1, 499));
        self.term(previous, previous_end, Some(number), earlier - 1)
    }

    /// The dossier that a decision answers; the day on which it was submitted first.
    fn dossier(&mut self, decided: NaiveDate) -> NaiveDate {
        let wait = if self.random.chance(80) { self.random.between(4, 11) } else { self.random.between(12, 45) };
        let submitted = workday(day(decided, -wait));
        self.event(FactKind::DossierSubmitted, submitted);
        if !self.random.chance(18) {
            return submitted;
        }
        let returned = workday(day(submitted, -self.random.between(5, 25)));
        self.returned(returned);
        let first = workday(day(returned, -self.random.between(3, 9)));
        self.event(FactKind::DossierSubmitted, first);
        first
    }

    fn returned(&mut self, on: NaiveDate) {
        let reason = Some(self.random.pick(&RETURNED).to_owned());
        self.tell(BoardFact { reason, ..self.fact(FactKind::DossierReturned, on) });
    }

    fn elected_before(&mut self, submitted: NaiveDate) -> NaiveDate {
        let wait = if self.random.chance(78) { self.random.between(3, 11) } else { self.random.between(12, 50) };
        sunday(day(submitted, -wait))
    }

    /// The first meeting that brought a board, and those that did not.
    fn first_election(&mut self, elected: NaiveDate) {
        let earliest = self.handed_over().map(|handover| day(handover, 30));
        let can_be = |on: NaiveDate| earliest.is_none_or(|earliest| on >= earliest);
        let (mut before, mut convener) = (elected, Convener::Developer);
        if self.random.chance(24) {
            let convened = workday(day(before, -self.random.between(15, 50)));
            if can_be(convened) {
                self.event(FactKind::WardConvenes, convened);
                (before, convener) = (convened, Convener::Ward);
            }
        }
        self.meeting(MeetingKind::First, MeetingResult::Elected, elected, convener);
        if self.random.chance(26) {
            let result = if self.random.chance(70) { MeetingResult::NoQuorum } else { MeetingResult::NoBoard };
            let in_vain = sunday(day(before, -self.random.between(20, 150)));
            if can_be(in_vain) {
                self.meeting(MeetingKind::First, result, in_vain, Convener::Developer);
            }
        }
    }

    /// The election of a board that is not recognised yet. Most older buildings had one before, which left.
    fn election(&mut self, elected: NaiveDate) {
        let old = self.place.handover_year.and_then(|year| i32::try_from(year).ok()).is_none_or(|year| year < elected.year() - 3);
        if !old || !self.random.chance(72) {
            return self.first_election(elected);
        }
        self.meeting(MeetingKind::Extraordinary, MeetingResult::Elected, elected, Convener::Owners);
        let left = workday(day(elected, -self.random.between(40, 260)));
        self.event(FactKind::BoardVacated, left);
        let decided = workday(day(left, -self.random.between(300, 1_000)));
        let ends = decided.checked_add_months(Months::new(36)).unwrap_or(decided);
        let number = format!("{}/QĐ-UBND", self.random.count(11, 2_960));
        self.term(decided, ends, Some(number), 2);
    }

    fn under_way(&mut self, recognition: Recognition, decided: Option<NaiveDate>) {
        let long = self.random.chance(14);
        let since = |telling: &mut Self, most| if long { telling.ago(90, 700) } else { telling.ago(2, most) };
        let elected = match recognition {
            Recognition::DossierDue => sunday(since(self, 24)),
            Recognition::Returned => {
                let returned = workday(since(self, 20));
                self.returned(returned);
                let submitted = workday(day(returned, -self.random.between(3, 9)));
                self.event(FactKind::DossierSubmitted, submitted);
                self.elected_before(submitted)
            }
            Recognition::Submitted => {
                let submitted = workday(since(self, 14));
                self.event(FactKind::DossierSubmitted, submitted);
                self.elected_before(submitted)
            }
            _ => {
                let on = match decided {
                    Some(on) => on,
                    None => workday(self.ago(3, 20)),
                };
                match decided {
                    Some(_) => self.recognised(on, None, None),
                    None => {
                        let reason = "Phường báo đã có quyết định, chưa gửi số.";
                        self.stated(BoardField::Recognition, Recognition::AwaitingNumber.code(), on, reason);
                    }
                }
                let submitted = self.dossier(on);
                self.elected_before(submitted)
            }
        };
        self.election(elected);
    }

    /// Handed to the first board, sometimes in two parts; where there is none, what the ward last heard.
    fn fund(&mut self, fund: FundHandover, decided: Option<NaiveDate>) {
        if fund == FundHandover::Unknown {
            return;
        }
        let from = match decided {
            Some(decided) => day(decided, self.random.between(6, 30)),
            None => self.ago(25, 500),
        };
        let on = day(from, self.random.between(0, 300)).min(day(self.as_of, -2)).max(from);
        let known =
            |telling: &mut Self, fund, on| telling.tell(BoardFact { fund: Some(fund), ..telling.fact(FactKind::Fund, workday(on)) });
        if fund == FundHandover::Handed && (on - from).num_days() > 60 && self.random.chance(40) {
            known(self, FundHandover::Partial, day(from, 20));
        }
        known(self, fund, on);
    }

    /// Those that are open, and some that are over.
    fn disputes(&mut self, board: &BoardStatus) {
        let earliest = self.handed_over().map_or(NaiveDate::MIN, |handover| day(handover, 60));
        for kind in &board.disputes {
            let opened = self.ago(12, 620).max(earliest);
            self.dispute(FactKind::DisputeOpened, *kind, opened);
        }
        let over = self.random.pick(&[DisputeKind::Fees, DisputeKind::CommonArea, DisputeKind::MaintenanceFund]);
        if self.random.chance(9) && !board.disputes.contains(&over) {
            let opened = self.ago(400, 900).max(earliest);
            let closed = day(opened, self.random.between(30, 300));
            self.dispute(FactKind::DisputeOpened, over, opened);
            self.dispute(FactKind::DisputeClosed, over, closed);
        }
    }
}
