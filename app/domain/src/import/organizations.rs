//! What a row says about organizations: the party's column, the others' column, and who confirmed it when.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::cell::{choices, said, words_of};
use super::column::Column;
use super::decision;
use super::reading::{Reading, value};
use super::words::{self, meaning};
use crate::organization::PlaceOrganization;
use crate::text::fold;

/// Which organizations a sheet speaks of. The other half of the list is not touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    Party,
    Others,
}

/// One of the two cells.
enum Said {
    /// The sheet has no such column.
    NotAsked,
    Blank,
    /// "Chưa có": somebody looked and found none.
    None,
    Some(BTreeSet<PlaceOrganization>),
}

/// Reads both columns and the date of confirmation. Returns which half was spoken of, if not all.
pub(super) fn read(reading: &mut Reading<'_>, day: NaiveDate) -> Option<Half> {
    if reading.has(Column::Organizations) {
        whole_list(reading);
        plain_decision(reading);
        confirmed_column(reading, None);
        return None;
    }
    let party = party(reading);
    let others = others(reading);
    if !matches!(party, Said::Some(_)) || !reading.has(Column::Party) || reading.has(Column::PartyDecision) {
        plain_decision(reading);
    }
    let (has_party, has_others) = (reading.has(Column::Party), reading.has(Column::SocioPolitical));
    confirmed_column(reading, confirmation(&party, day));
    let half = match (has_party, has_others) {
        (false, false) => return None,
        (true, true) => None,
        (true, false) => Some(Half::Party),
        (false, true) => Some(Half::Others),
    };
    let mut all = BTreeSet::new();
    for said in [party, others] {
        if let Said::Some(found) = said {
            all.extend(found);
        }
    }
    reading.say("organizations", value(&all));
    half
}

/// "None" is known only with a date; an empty cell takes an older confirmation back; a named party
/// organization needs none.
fn confirmation(party: &Said, day: NaiveDate) -> Option<Option<NaiveDate>> {
    match party {
        Said::None => Some(Some(day)),
        Said::Blank => Some(None),
        Said::NotAsked | Said::Some(_) => None,
    }
}

fn confirmed_column(reading: &mut Reading<'_>, implied: Option<Option<NaiveDate>>) {
    let own = reading.try_date(Column::OrganizationsConfirmedOn).and_then(Result::ok);
    let confirmed = match (own, implied) {
        (Some(None), Some(Some(day))) => Some(Some(day)),
        (Some(own), _) => Some(own),
        (None, implied) => implied,
    };
    if let Some(confirmed) = confirmed {
        reading.say("organizations_confirmed_on", value(&confirmed));
    }
}

fn whole_list(reading: &mut Reading<'_>) {
    let text = said(reading.cell(Column::Organizations)).unwrap_or_default();
    let none = words::yes_or_no(&text) == Some(false) || words::is_not_known(&text);
    match if none { Ok(BTreeSet::new()) } else { choices::<PlaceOrganization>(&text) } {
        Ok(all) => reading.say("organizations", value(&all)),
        Err(part) => reading.problem(Column::Organizations, "not_a_choice", &part),
    }
}

fn plain_decision(reading: &mut Reading<'_>) {
    if reading.has(Column::PartyDecision) {
        if !reading.formula_error(Column::PartyDecision) {
            let number = words_of(reading.cell(Column::PartyDecision));
            reading.say("party_decision", value(&number));
        }
    } else if reading.has(Column::Party) {
        reading.say("party_decision", serde_json::Value::Null);
    }
}

/// "Chi bộ độc lập, số 15-QĐ/ĐU", "Chi bộ ghép", "x", "chưa có".
fn party(reading: &mut Reading<'_>) -> Said {
    if !reading.has(Column::Party) {
        return Said::NotAsked;
    }
    let Some(text) = said(reading.cell(Column::Party)).filter(|text| !words::is_not_known(text)) else { return Said::Blank };
    match words::yes_or_no(&text) {
        Some(false) => return Said::None,
        Some(true) => {
            reading.note(Column::Party, "party_kind_assumed", &text);
            return Said::Some(BTreeSet::from([PlaceOrganization::OwnCell]));
        }
        None if matches!(fold(&text).as_str(), "chua co to chuc dang" | "khong co to chuc dang" | "chua co chi bo" | "khong co chi bo") => {
            return Said::None;
        }
        None => {}
    }
    let mut found = BTreeSet::new();
    let mut number = None;
    // Brackets and line breaks separate like commas do; a slash belongs to a number.
    for part in reading.cell(Column::Party).shown().split([',', ';', '+', '\n', '\r', '(', ')']) {
        let told = decision::told(part);
        if let Some(bad) = &told.bad_date {
            reading.problem(Column::Party, "not_a_date", bad);
        }
        if let Some(day) = told.on {
            reading.note(Column::Party, "part_left_out", &day.format("%d/%m/%Y").to_string());
        }
        let nothing_else = told.number.is_none() && told.on.is_none();
        number = number.or(told.number);
        let name = told.rest.trim_start_matches(['-', '–', '•', ' ']);
        for name in name.split(" và ").map(str::trim).filter(|name| !name.is_empty()) {
            match meaning::<PlaceOrganization>(name) {
                Some(organization) if organization.is_party() => drop(found.insert(organization)),
                _ if fold(name) == "chi bo" => {
                    reading.note(Column::Party, "party_kind_assumed", name);
                    found.insert(PlaceOrganization::OwnCell);
                }
                _ if nothing_else => reading.problem(Column::Party, "not_a_choice", name),
                _ => reading.note(Column::Party, "part_left_out", name),
            }
        }
    }
    if found.is_empty() && number.is_some() {
        reading.note(Column::Party, "party_kind_assumed", number.as_deref().unwrap_or_default());
        found.insert(PlaceOrganization::OwnCell);
    }
    if let (Some(number), false) = (number, reading.has(Column::PartyDecision)) {
        reading.say("party_decision", value(&number));
    }
    Said::Some(found)
}

/// "Hội Phụ nữ; Đoàn Thanh niên", "x", "chưa có".
fn others(reading: &mut Reading<'_>) -> Said {
    if !reading.has(Column::SocioPolitical) {
        return Said::NotAsked;
    }
    let Some(text) = said(reading.cell(Column::SocioPolitical)).filter(|text| !words::is_not_known(text)) else { return Said::Blank };
    match words::yes_or_no(&text) {
        Some(false) => Said::None,
        Some(true) => {
            reading.note(Column::SocioPolitical, "socio_political_kind_assumed", &text);
            Said::Some(BTreeSet::from([PlaceOrganization::FrontWorkCommittee]))
        }
        None => match choices::<PlaceOrganization>(&reading.cell(Column::SocioPolitical).shown()) {
            Ok(found) => match found.iter().find(|organization| organization.is_party()) {
                Some(party) => {
                    reading.problem(Column::SocioPolitical, "party_in_other_column", words::label(*party));
                    Said::Blank
                }
                None => Said::Some(found),
            },
            Err(part) => {
                reading.problem(Column::SocioPolitical, "not_a_choice", &part);
                Said::Blank
            }
        },
    }
}
