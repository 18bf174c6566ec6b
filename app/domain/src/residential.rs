//! Residential areas are redrawn: some end, others come in their place, and what stood in them moves along.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::place::limits;
use crate::text;

codes! {
    /// Whether somebody holds the post of head. Who it is does not stand in the register.
    HeadPost { Filled, Vacant }
}
codes! {
    /// What became of areas when they were redrawn.
    RedrawKind {
        /// Several became one.
        Merged,
        /// One became several.
        Split,
        /// As many or other ones, along other lines.
        Redrawn,
    }
}

/// Areas that one decision may bring, and places that it may move.
pub const MOST_NEW: usize = 10;

/// What a person says of a decision that redraws areas. Nothing in it is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedrawDraft {
    /// The day from which the new areas hold.
    pub on: Option<NaiveDate>,
    pub number: String,
    pub issuer: String,
    /// Areas that end.
    pub old: BTreeSet<Uuid>,
    /// Names of those that begin, in order. One may bear the name of one that ends: it is a new version of it.
    pub new: Vec<String>,
    /// Buildings, and the index in `new` of the area in which each lies from then on.
    pub homes: BTreeMap<Uuid, usize>,
}

/// An area that ends, as far as the rules ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldArea {
    pub id: Uuid,
    /// The ward in which it lies.
    pub admin_unit_id: Uuid,
    /// The last day of an area that has ended already.
    pub closed_on: Option<NaiveDate>,
    /// The day of the decision by which it came; none where the register does not know it.
    pub began_on: Option<NaiveDate>,
}

/// A decision that can be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redraw {
    pub on: NaiveDate,
    pub number: String,
    pub issuer: Option<String>,
    pub kind: RedrawKind,
    pub admin_unit_id: Uuid,
    pub old: BTreeSet<Uuid>,
    pub new: Vec<String>,
    /// Every building whose new area is known.
    pub homes: BTreeMap<Uuid, usize>,
    /// Buildings of areas that end, for which nobody said where they lie now.
    pub without_home: BTreeSet<Uuid>,
}

impl RedrawDraft {
    /// `areas` are those of `old` that the person may change, `buildings` the open ones in them, `names` the
    /// folded names of all other open areas of the ward.
    pub fn check(
        self,
        areas: &[OldArea],
        buildings: &BTreeSet<Uuid>,
        names: &BTreeSet<String>,
        today: NaiveDate,
    ) -> Result<Redraw, FieldErrors> {
        let mut errors = FieldErrors::default();
        let number = text::clean(&self.number);
        let issuer = Some(text::clean(&self.issuer)).filter(|issuer| !issuer.is_empty());
        let new: Vec<String> = self.new.iter().map(|name| text::clean(name)).filter(|name| !name.is_empty()).collect();
        match self.on {
            None => errors.push("on", "required", ""),
            Some(on) if on > today => errors.push("on", "date_in_future", ""),
            Some(on) if on.year() < 1975 => errors.push("on", "date_too_early", "1975"),
            Some(_) => {}
        }
        if number.is_empty() {
            errors.push("number", "required", "");
        }
        let lengths = [("number", number.chars().count(), limits::NUMBER), ("issuer", length(issuer.as_deref()), limits::NAME)];
        let names_too_long = new.iter().any(|name| name.chars().count() > limits::NAME);
        for (field, _, limit) in lengths.into_iter().filter(|(_, length, limit)| length > limit) {
            errors.push(field, "too_long", limit);
        }
        if names_too_long {
            errors.push("new", "too_long", limits::NAME);
        }
        if new.is_empty() {
            errors.push("new", "required", "");
        } else if new.len() > MOST_NEW {
            errors.push("new", "too_many_areas", MOST_NEW);
        }
        check_names(&new, names, &mut errors);
        if areas.is_empty() || areas.len() != self.old.len() {
            errors.push("old", "area_not_found", "");
        } else if areas.iter().any(|area| area.admin_unit_id != areas[0].admin_unit_id) {
            errors.push("old", "areas_of_two_wards", "");
        }
        if let Some(closed) = areas.iter().find_map(|area| area.closed_on) {
            errors.push_day("old", "area_has_ended", closed);
        }
        if let Some(began) = areas.iter().filter_map(|area| area.began_on).filter(|began| self.on.is_some_and(|on| on <= *began)).max() {
            errors.push_day("on", "before_area_began", began);
        }
        if self.homes.iter().any(|(building, home)| !buildings.contains(building) || *home >= new.len()) {
            errors.push("homes", "home_not_found", "");
        }
        let (Some(on), true) = (self.on, errors.is_empty()) else { return Err(errors) };
        // Where there is only one new area there is nothing to choose.
        let only = (new.len() == 1).then_some(0);
        let home = |building: &Uuid| Some((*building, only.or_else(|| self.homes.get(building).copied())?));
        let homes: BTreeMap<Uuid, usize> = buildings.iter().filter_map(home).collect();
        let without_home = buildings.iter().filter(|building| !homes.contains_key(building)).copied().collect();
        let kind = match (self.old.len(), new.len()) {
            (1, 2..) => RedrawKind::Split,
            (2.., 1) => RedrawKind::Merged,
            _ => RedrawKind::Redrawn,
        };
        Ok(Redraw { on, number, issuer, kind, admin_unit_id: areas[0].admin_unit_id, old: self.old, new, homes, without_home })
    }
}

fn length(text: Option<&str>) -> usize {
    text.map_or(0, |text| text.chars().count())
}

/// Two areas of one ward with one name could not be told apart.
fn check_names(new: &[String], taken: &BTreeSet<String>, errors: &mut FieldErrors) {
    let mut seen = BTreeSet::new();
    for name in new {
        let folded = text::fold(name);
        if taken.contains(&folded) || !seen.insert(folded) {
            errors.push("new", "area_name_taken", name);
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn draft(old: &[u128], new: &[&str]) -> RedrawDraft {
        RedrawDraft {
            on: Some(day("2026-10-01")),
            number: "12/NQ-HĐND".into(),
            old: old.iter().copied().map(id).collect(),
            new: new.iter().map(|name| (*name).to_owned()).collect(),
            ..RedrawDraft::default()
        }
    }

    fn areas(ids: &[u128]) -> Vec<OldArea> {
        ids.iter()
            .map(|n| OldArea { id: id(*n), admin_unit_id: id(100), closed_on: None, began_on: NaiveDate::from_ymd_opt(2020, 1, 1) })
            .collect()
    }

    fn check(draft: RedrawDraft, ids: &[u128], buildings: &[u128]) -> Result<Redraw, Vec<(String, String)>> {
        let buildings = buildings.iter().copied().map(id).collect();
        let taken = BTreeSet::from([text::fold("Khu phố 9")]);
        let checked = draft.check(&areas(ids), &buildings, &taken, day("2026-11-22"));
        checked.map_err(|errors| errors.0.into_iter().map(|error| (error.field, error.code)).collect())
    }

    #[test]
    fn everything_of_merged_areas_moves_into_the_one_that_comes() {
        let redraw = check(draft(&[1, 2], &["Khu phố 1"]), &[1, 2], &[11, 12]).expect("no fault");
        assert_eq!((redraw.kind, redraw.homes, redraw.without_home), (RedrawKind::Merged, [(id(11), 0), (id(12), 0)].into(), [].into()));
    }

    #[test]
    fn of_a_split_area_each_building_goes_where_it_is_said_and_the_others_need_a_home() {
        let mut split = draft(&[1], &["Khu phố 1A", "Khu phố 1B"]);
        split.homes = [(id(11), 1)].into();
        let redraw = check(split, &[1], &[11, 12]).expect("no fault");
        assert_eq!((redraw.kind, redraw.homes, redraw.without_home), (RedrawKind::Split, [(id(11), 1)].into(), [id(12)].into()));
    }

    #[test]
    fn an_area_may_go_on_under_its_own_name() {
        assert_eq!(check(draft(&[1], &["Khu phố 1", " "]), &[1], &[]).expect("no fault").new, ["Khu phố 1"]);
    }

    #[rstest]
    #[case::a_decision_has_a_number(RedrawDraft { number: " ".into(), ..draft(&[1], &["A"]) }, "number", "required")]
    #[case::and_a_day(RedrawDraft { on: None, ..draft(&[1], &["A"]) }, "on", "required")]
    #[case::which_has_come(RedrawDraft { on: Some(day("2026-11-23")), ..draft(&[1], &["A"]) }, "on", "date_in_future")]
    #[case::something_comes_in_their_place(draft(&[1], &[""]), "new", "required")]
    #[case::two_of_one_name(draft(&[1], &["Khu phố 3", "KHU PHO 3"]), "new", "area_name_taken")]
    #[case::a_name_that_another_has(draft(&[1], &["khu phố 9"]), "new", "area_name_taken")]
    #[case::an_area_of_somebody_else(draft(&[1, 3], &["A"]), "old", "area_not_found")]
    #[case::a_building_that_lies_elsewhere(RedrawDraft { homes: [(id(99), 0)].into(), ..draft(&[1], &["A", "B"]) }, "homes", "home_not_found")]
    fn refused(#[case] draft: RedrawDraft, #[case] field: &str, #[case] code: &str) {
        assert_eq!(check(draft, &[1], &[11]).expect_err("one fault"), [(field.to_owned(), code.to_owned())]);
    }

    #[test]
    fn areas_of_two_wards_are_not_redrawn_by_one_decision() {
        let mut two = areas(&[1, 2]);
        two[1].admin_unit_id = id(200);
        let errors = draft(&[1, 2], &["A"]).check(&two, &BTreeSet::new(), &BTreeSet::new(), day("2026-11-22")).expect_err("one fault");
        assert_eq!(errors.0[0].code, "areas_of_two_wards");
    }

    proptest::proptest! {
        #[test]
        fn no_building_is_lost(buildings in proptest::collection::btree_set(0u128..40, 0..12), said in proptest::collection::btree_map(0u128..40, 0usize..3, 0..12), new in 1usize..4) {
            let buildings: BTreeSet<Uuid> = buildings.into_iter().map(id).collect();
            let homes = said.into_iter().map(|(building, home)| (id(building), home)).filter(|(building, home)| buildings.contains(building) && *home < new).collect();
            let names: Vec<String> = (0..new).map(|n| format!("Khu phố {n}")).collect();
            let redraw = RedrawDraft { new: names, homes, ..draft(&[1], &[]) }.check(&areas(&[1]), &buildings, &BTreeSet::new(), day("2026-11-22")).expect("no fault");
            let all: BTreeSet<Uuid> = redraw.homes.keys().copied().chain(redraw.without_home).collect();
            proptest::prop_assert_eq!(all, buildings);
        }
    }
}
