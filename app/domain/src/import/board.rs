//! What a row says about the management board: one combined cell, or number, date and end of term apart.

use chrono::NaiveDate;
use serde_json::Value;

use super::cell::{said, words_of};
use super::column::Column;
use super::decision::{self, Told};
use super::reading::{Reading, value};
use super::words::{self, meaning};
use crate::board::{MeetingStage, Recognition, Requirement, Term};

/// What has been gathered so far; the outer option is whether anything was said at all.
#[derive(Default)]
struct Board {
    recognition: Option<Recognition>,
    /// The cell was filled, so that an empty one beside it does not take it back.
    explicit: bool,
    number: Option<Option<String>>,
    on: Option<Option<NaiveDate>>,
    ends_on: Option<Option<NaiveDate>>,
    term: Option<Term>,
}

/// Reads requirement, recognition, decision, term and meeting, which explain one another.
pub(super) fn read(reading: &mut Reading<'_>) {
    let requirement = requirement(reading);
    let mut board = Board::default();
    if reading.has(Column::Board) {
        combined(reading, &mut board);
    }
    recognition_column(reading, &mut board);
    decision_columns(reading, &mut board);
    if let Some(Ok(term)) = reading.try_choice::<Term>(Column::Term) {
        board.term = Some(term.unwrap_or(Term::None));
    }
    settle(reading, &mut board);
    meeting(reading, requirement, board.recognition);
    board.write(reading);
}

impl Board {
    fn clear_decision(&mut self) {
        (self.number, self.on, self.ends_on) = (Some(None), Some(None), Some(None));
    }

    fn write(self, reading: &mut Reading<'_>) {
        let said = [
            ("recognition", self.recognition.map(|recognition| value(&recognition))),
            ("decision_number", self.number.map(|number| value(&number))),
            ("decision_on", self.on.map(|on| value(&on))),
            ("term_ends_on", self.ends_on.map(|ends_on| value(&ends_on))),
            ("term", self.term.map(|term| value(&term))),
        ];
        for (field, value) in said {
            if let Some(value) = value {
                reading.say(field, value);
            }
        }
    }
}

fn requirement(reading: &mut Reading<'_>) -> Option<Requirement> {
    if !reading.has(Column::Requirement) {
        return None;
    }
    let cell = reading.cell(Column::Requirement);
    let found = match said(cell) {
        None => Requirement::Unknown,
        Some(text) => match meaning::<Requirement>(&text).or_else(|| by_yes_or_no(&text)) {
            Some(found) => found,
            None if words::is_not_known(&text) => Requirement::Unknown,
            None => {
                reading.problem(Column::Requirement, "not_a_choice", &text);
                return None;
            }
        },
    };
    reading.say("requirement", value(&found));
    Some(found)
}

fn by_yes_or_no(text: &str) -> Option<Requirement> {
    words::yes_or_no(text).map(|yes| if yes { Requirement::Required } else { Requirement::NotRequired })
}

/// "12/QĐ-UBND ngày 05/01/2025, hết nhiệm kỳ 05/01/2028", "có", "chưa có", "x", or empty.
fn combined(reading: &mut Reading<'_>, board: &mut Board) {
    let Some(text) = said(reading.cell(Column::Board)).filter(|text| !words::is_not_known(text)) else {
        board.recognition = Some(Recognition::Unknown);
        return board.clear_decision();
    };
    board.explicit = true;
    if let Some(found) = recognition_in(&text) {
        board.recognition = Some(found);
        if found == Recognition::None {
            board.clear_decision();
        }
        return;
    }
    let told = decision::told(&text);
    if let Some(bad) = &told.bad_date {
        return reading.problem(Column::Board, "not_a_date", bad);
    }
    let nothing = Told { rest: told.rest.clone(), ..Told::default() } == told;
    board.term = meaning::<Term>(&told.rest).or_else(|| if told.ends_on.is_none() { term_in(&text) } else { None });
    let denied = matches!(crate::text::fold(&told.rest).split(' ').next(), Some("chua" | "khong"));
    if denied || (nothing && board.term.is_none()) {
        return reading.problem(Column::Board, "not_a_choice", &text);
    }
    if !told.rest.is_empty() && board.term.is_none() && recognition_in(&told.rest).is_none() {
        reading.note(Column::Board, "part_left_out", &told.rest);
    }
    board.recognition =
        Some(if told.number.is_some() && told.on.is_some() { Recognition::Recognised } else { Recognition::AwaitingNumber });
    if !nothing {
        (board.number, board.on, board.ends_on) = (Some(told.number), Some(told.on), Some(told.ends_on));
    }
}

/// "…, đã hết nhiệm kỳ" without a day.
fn term_in(text: &str) -> Option<Term> {
    let folded = crate::text::fold(text);
    let says = |start: &str| ["nhiem ky", "nk", "han"].iter().any(|end| folded.contains(&format!("{start} {end}")));
    if says("sap het") {
        Some(Term::Expiring)
    } else if says("het") {
        Some(Term::Expired)
    } else {
        None
    }
}

fn recognition_in(text: &str) -> Option<Recognition> {
    meaning::<Recognition>(text)
        .or_else(|| words::yes_or_no(text).map(|yes| if yes { Recognition::AwaitingNumber } else { Recognition::None }))
}

fn recognition_column(reading: &mut Reading<'_>, board: &mut Board) {
    if !reading.has(Column::Recognition) {
        return;
    }
    match said(reading.cell(Column::Recognition)) {
        None => board.recognition = board.recognition.or(Some(Recognition::Unknown)),
        Some(text) => match recognition_in(&text) {
            Some(found) => (board.recognition, board.explicit) = (Some(found), true),
            None => reading.problem(Column::Recognition, "not_a_choice", &text),
        },
    }
}

fn decision_columns(reading: &mut Reading<'_>, board: &mut Board) {
    if reading.has(Column::DecisionNumber) {
        number_column(reading, board);
    }
    if let Some(Ok(on)) = reading.try_date(Column::DecisionOn)
        && !(on.is_none() && board.explicit && board.on.is_some())
    {
        board.on = Some(on);
    }
    if let Some(Ok(ends_on)) = reading.try_date(Column::TermEndsOn)
        && !(ends_on.is_none() && board.explicit && board.ends_on.is_some())
    {
        board.ends_on = Some(ends_on);
    }
}

/// Usually a number alone; without a column for the state also "chưa có" or "x", without one for the
/// date also "12/QĐ-UBND ngày 05/01/2025".
fn number_column(reading: &mut Reading<'_>, board: &mut Board) {
    let state_apart = reading.has(Column::Recognition) || reading.has(Column::Board);
    let text = if reading.formula_error(Column::DecisionNumber) { None } else { words_of(reading.cell(Column::DecisionNumber)) };
    match text {
        None if board.explicit && board.number.is_some() => {}
        None => board.number = Some(None),
        Some(text) if !state_apart && recognition_in(&text).is_some() => {
            board.recognition = recognition_in(&text);
            board.explicit = true;
            board.number = Some(None);
        }
        Some(text) if !reading.has(Column::DecisionOn) => {
            let told = decision::told(&text);
            if let Some(bad) = &told.bad_date {
                reading.problem(Column::DecisionNumber, "not_a_date", bad);
            }
            let split = told.number.is_some() && told.on.is_some();
            if split {
                (board.number, board.on) = (Some(told.number), Some(told.on));
                board.ends_on = told.ends_on.map(Some).or(board.ends_on);
            } else {
                board.number = Some(Some(text));
            }
        }
        Some(text) => board.number = Some(Some(text)),
    }
}

/// A decision with number and date is a recognition; half of one waits for the other half.
fn settle(reading: &mut Reading<'_>, board: &mut Board) {
    let said_apart = reading.has(Column::DecisionNumber) || reading.has(Column::DecisionOn);
    let number = board.number.as_ref().is_some_and(Option::is_some);
    let on = board.on.is_some_and(|on| on.is_some());
    if said_apart && !board.explicit {
        board.recognition = Some(match (number, on) {
            (true, true) => Recognition::Recognised,
            (false, false) => Recognition::Unknown,
            _ => Recognition::AwaitingNumber,
        });
    } else if board.recognition == Some(Recognition::AwaitingNumber) && number && on {
        board.recognition = Some(Recognition::Recognised);
    }
    // The export writes each field in a column of its own; only a table with the combined column contradicts itself.
    if reading.has(Column::Board) && board.recognition == Some(Recognition::None) && number {
        let number = board.number.clone().flatten().unwrap_or_default();
        reading.problem(Column::Board, "no_board_but_decision", &number);
    }
}

/// "Đã tổ chức" does not say with what result, "chưa tổ chức" not whether it was due: the rest of the row
/// decides, with a note.
fn meeting(reading: &mut Reading<'_>, requirement: Option<Requirement>, recognition: Option<Recognition>) {
    if !reading.has(Column::MeetingStage) {
        return;
    }
    let Some(text) = said(reading.cell(Column::MeetingStage)).filter(|text| !words::is_not_known(text)) else {
        return reading.say("meeting_stage", value(&MeetingStage::Unknown));
    };
    let text = match decision::words_and_day(&text) {
        Some((words, day)) => {
            reading.held_on = Some(day);
            words
        }
        None => text,
    };
    if let Some(stage) = meaning::<MeetingStage>(&text) {
        return reading.say("meeting_stage", value(&stage));
    }
    let held = match crate::text::fold(&text).as_str() {
        "da to chuc" | "da hop" | "da to chuc hoi nghi" | "da hop hoi nghi" => true,
        "chua to chuc" | "chua hop" | "chua to chuc hoi nghi" | "chua to chuc duoc" => false,
        _ => match words::yes_or_no(&text) {
            Some(held) => held,
            None => return reading.problem(Column::MeetingStage, "not_a_choice", &text),
        },
    };
    let has_board = !matches!(recognition, None | Some(Recognition::None | Recognition::Unknown));
    let stage = match (held, has_board) {
        (true, true) => MeetingStage::Elected,
        (true, false) => MeetingStage::HeldNoBoard,
        (false, _) if requirement == Some(Requirement::NotRequired) => MeetingStage::NotDue,
        (false, _) => MeetingStage::Due,
    };
    reading.note(Column::MeetingStage, "meeting_stage_assumed", words::label(stage));
    reading.say("meeting_stage", Value::from(stage.code()));
}
