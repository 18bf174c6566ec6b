//! Whatever the import says, it can say in Vietnamese and in English.

use domain::board::{DisputeKind, FundHandover, MeetingStage, Recognition, Requirement, Term};
use domain::import::CODES;
use domain::import::words::{Spoken, meaning};
use domain::organization::PlaceOrganization;
use domain::place::{PlaceKind, Segment};
use formats::FormatError;

const TEXT: &str = include_str!("../../../app/locales/import.yml");

/// The leaves under a key of the third level.
fn sentences(group: &str, code: &str) -> Vec<String> {
    let after = TEXT.split_once(&format!("\n  {group}:\n")).expect("the group").1;
    let within: Vec<&str> = after.lines().take_while(|line| line.starts_with("    ")).collect();
    let start = within.iter().position(|line| *line == format!("    {code}:"));
    let leaves = start.map(|start| within[start + 1..].iter().take_while(|line| line.starts_with("      ")));
    leaves.into_iter().flatten().map(|line| line.trim().to_owned()).collect()
}

fn has_both(group: &str, code: &str) {
    let found = sentences(group, code);
    assert!(found.len() == 2 && found[0].starts_with("vi: \"") && found[1].starts_with("en: \""), "{group}.{code}: {found:?}");
    assert_eq!(found[0].contains("%{value}"), found[1].contains("%{value}"), "{group}.{code}");
}

#[test]
fn every_problem_has_a_sentence_in_both_languages() {
    for code in CODES {
        has_both("problem", code);
    }
}

#[test]
fn every_refused_file_has_a_sentence_in_both_languages() {
    let errors = [
        FormatError::EmptyFile,
        FormatError::CorruptWorkbook(String::new()),
        FormatError::EncryptedWorkbook,
        FormatError::OldWorkbook,
        FormatError::NotAWorkbook,
        FormatError::NoCells,
        FormatError::LegacyEncoding,
        FormatError::NotGeojson(String::new()),
        FormatError::GeojsonCutOff,
        FormatError::GeojsonTooDeep,
        FormatError::NoFeatures,
        FormatError::OtherCoordinateSystem(String::new()),
        FormatError::TooLarge(""),
        FormatError::NotWritten(String::new()),
    ];
    for error in errors {
        has_both("file", error.code());
    }
}

/// The Vietnamese labels of one set of codes, as the screens show them.
fn understood<T: Spoken + PartialEq + std::fmt::Debug>(group: &str, all: &[T]) {
    const LABELS: &str = include_str!("../../../app/locales/codes.yml");
    let after = LABELS.split_once(&format!("\n  {group}:\n")).expect("the group").1;
    for value in all {
        let code: &'static str = (*value).into();
        let label = after.split_once(&format!("    {code}:\n      vi: \"")).expect("the code").1;
        let label = label.split_once('"').expect("its end").0;
        assert_eq!(meaning::<T>(label), Some(*value), "{group}.{code}: {label}");
    }
}

#[test]
fn what_the_screens_say_can_be_written_into_a_table() {
    understood("kind", PlaceKind::all());
    understood("segment", Segment::all());
    understood("requirement", Requirement::all());
    understood("meeting_stage", MeetingStage::all());
    understood("recognition", Recognition::all());
    understood("term", Term::all());
    understood("fund_handover", FundHandover::all());
    understood("dispute", DisputeKind::all());
    understood("organization", PlaceOrganization::all());
}
