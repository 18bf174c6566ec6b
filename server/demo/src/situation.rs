//! How boards stand: how many buildings of the city are in which situation.

use domain::board::{MeetingStage, Recognition, Requirement, Term};

/// What is decided about a board before any date or number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Situation {
    pub requirement: Requirement,
    pub meeting: MeetingStage,
    pub recognition: Recognition,
    pub term: Term,
}

/// Situations with the number of buildings in them.
pub type Deck = Vec<(Situation, usize)>;

const fn required(meeting: MeetingStage, recognition: Recognition, term: Term) -> Situation {
    Situation { requirement: Requirement::Required, meeting, recognition, term }
}

const fn recognised(term: Term) -> Situation {
    required(MeetingStage::Elected, Recognition::Recognised, term)
}

const fn elected(recognition: Recognition) -> Situation {
    required(MeetingStage::Elected, recognition, Term::None)
}

const fn no_board(meeting: MeetingStage) -> Situation {
    required(meeting, Recognition::None, Term::None)
}

/// Nothing to recognise since nothing is required.
pub const fn not_required(meeting: MeetingStage) -> Situation {
    Situation { requirement: Requirement::NotRequired, meeting, recognition: Recognition::None, term: Term::None }
}

/// Nobody has confirmed anything.
pub const fn unknown(requirement: Requirement) -> Situation {
    Situation { requirement, meeting: MeetingStage::Unknown, recognition: Recognition::Unknown, term: Term::None }
}

/// The 665 recognised boards.
pub fn recognised_deck() -> Deck {
    vec![
        (recognised(Term::Active), 415),
        (recognised(Term::Expiring), 48),
        (recognised(Term::Expired), 112),
        (recognised(Term::ReElection), 52),
        (recognised(Term::Vacant), 38),
    ]
}

/// The 402 buildings that must have a board and have none that is recognised.
pub fn lacking_deck() -> Deck {
    vec![
        (no_board(MeetingStage::HeldNoQuorum), 23),
        (no_board(MeetingStage::HeldNoBoard), 41),
        (elected(Recognition::DossierDue), 22),
        (elected(Recognition::Submitted), 25),
        (elected(Recognition::Returned), 14),
        (elected(Recognition::AwaitingNumber), 19),
        (elected(Recognition::Unknown), 4),
        (no_board(MeetingStage::NotDue), 34),
        (no_board(MeetingStage::Due), 61),
        (no_board(MeetingStage::Overdue), 107),
        (no_board(MeetingStage::WardConvening), 37),
        (no_board(MeetingStage::Unknown), 15),
    ]
}

/// The 57 clusters that are not old blocks. Even if all of them were as large as a cluster gets, the
/// decks above would hold enough for their buildings.
pub fn cluster_deck() -> Deck {
    vec![
        (recognised(Term::Active), 26),
        (recognised(Term::Expired), 7),
        (recognised(Term::Expiring), 3),
        (recognised(Term::ReElection), 3),
        (recognised(Term::Vacant), 2),
        (elected(Recognition::Submitted), 2),
        (no_board(MeetingStage::HeldNoBoard), 3),
        (no_board(MeetingStage::Overdue), 4),
        (no_board(MeetingStage::WardConvening), 1),
        (no_board(MeetingStage::NotDue), 2),
        (unknown(Requirement::Required), 2),
        (unknown(Requirement::Unknown), 2),
    ]
}

/// Takes `count` of a situation out of the decks; nothing if they hold fewer.
pub fn take(decks: [&mut Deck; 2], situation: Situation, count: usize) -> bool {
    let card = decks.into_iter().flatten().find(|(card, left)| *card == situation && *left >= count);
    card.map(|(_, left)| *left -= count).is_some()
}

/// One card for each that is left.
pub fn cards(deck: &Deck) -> Vec<Situation> {
    deck.iter().flat_map(|(situation, left)| std::iter::repeat_n(*situation, *left)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_decks_hold_what_the_figures_say() {
        assert_eq!(cards(&recognised_deck()).len(), 665);
        assert_eq!(cards(&lacking_deck()).len(), 402);
        assert_eq!(cards(&cluster_deck()).len(), 57);
    }

    #[test]
    fn the_largest_clusters_still_find_their_cards() {
        let (mut recognised, mut lacking) = (recognised_deck(), lacking_deck());
        for situation in cards(&cluster_deck()).into_iter().filter(|card| card.recognition != Recognition::Unknown) {
            assert!(take([&mut recognised, &mut lacking], situation, 11), "{situation:?}");
        }
    }
}
