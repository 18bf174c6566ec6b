//! How large a building is, and when it was handed over.

use domain::board::{BoardStatus, MeetingStage, Requirement};
use domain::place::Segment;

use crate::random::Random;

/// From so many apartments on a board is required.
const APARTMENTS_FOR_BOARD: u32 = 20;
const APARTMENTS_TO_A_BLOCK: u32 = 210;

/// Figures of a building.
pub struct Size {
    pub blocks: u32,
    pub apartments: u32,
    pub handed_over: Option<u32>,
    pub handover_year: Option<u32>,
    pub residents: Option<u32>,
}

/// Figures to fit segment and board; the year may still be too late for the board's decision.
pub fn size(random: &mut Random, this_year: i32, segment: Option<Segment>, board: &BoardStatus) -> Size {
    let apartments = apartments(random, segment, board.requirement == Requirement::NotRequired);
    let old = segment == Some(Segment::OldBlock) || apartments < APARTMENTS_FOR_BOARD;
    let percent = match board.meeting_stage {
        MeetingStage::NotDue if !old => random.count(12, 48),
        _ if old => 100,
        _ => random.count(68, 100),
    };
    let handed = (apartments * percent / 100).max(1);
    Size {
        blocks: if old { 1 } else { 1 + apartments / APARTMENTS_TO_A_BLOCK },
        apartments,
        handed_over: random.chance(96).then_some(handed),
        handover_year: year(random, this_year, segment, board),
        residents: random.chance(84).then(|| handed * random.count(22, 35) / 10),
    }
}

fn apartments(random: &mut Random, segment: Option<Segment>, few: bool) -> u32 {
    if few {
        return random.count(6, APARTMENTS_FOR_BOARD - 1);
    }
    let (low, high) = match segment {
        Some(Segment::OldBlock) => (APARTMENTS_FOR_BOARD, 190),
        Some(Segment::Resettlement) => (36, 320),
        Some(Segment::SocialHousing) => (90, 560),
        Some(Segment::HighEnd) => (80, 520),
        Some(Segment::Commercial) | None => (48, 600),
    };
    // Of two draws the smaller: small buildings are more frequent.
    random.count(low, high).min(random.count(low, high))
}

fn year(random: &mut Random, this_year: i32, segment: Option<Segment>, board: &BoardStatus) -> Option<u32> {
    let (first, last, unknown) = match segment {
        Some(Segment::OldBlock) => (1958, 1994, 14),
        Some(Segment::Resettlement) => (2002, 2018, 5),
        Some(Segment::SocialHousing) => (2010, this_year, 2),
        Some(Segment::HighEnd) => (2007, this_year, 2),
        Some(Segment::Commercial) | None => (2003, this_year, 4),
    };
    let (first, last) = match board.meeting_stage {
        MeetingStage::NotDue if board.requirement == Requirement::Required => (this_year - 1, this_year),
        MeetingStage::Due => (this_year - 2, this_year - 1),
        _ => (first, last),
    };
    let year = random.between(i64::from(first.min(last)), i64::from(last));
    if random.chance(unknown) { None } else { u32::try_from(year).ok() }
}
