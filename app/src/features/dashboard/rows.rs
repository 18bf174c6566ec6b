//! The rows of the table: one for each ward or former district that was surveyed, and the names of the others.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use domain::admin_unit::AdminUnit;
use domain::summary::BuildingCounts;
use domain::text::{fold, sort_key};
use store::course::Freshness;
use store::summary::Overview;
use uuid::Uuid;

use super::column::Column;
use super::scope::Scope;

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub name: String,
    /// Where its name leads; empty: nowhere.
    pub link: String,
    /// Which buildings it counts; none where no filter finds just them.
    pub scope: Option<Scope>,
    pub counts: BuildingCounts,
    /// How fresh the data of all its places are; none where rows are no wards.
    pub fresh: Option<Freshness>,
}

/// All that was surveyed, and what was not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    pub surveyed: Vec<Row>,
    /// Without a building, though their neighbours have some: name and link.
    pub blank: Vec<(String, String)>,
    /// Where nobody has begun: name and link.
    pub untouched: Vec<(String, String)>,
}

/// One row for each unit with buildings. `rest` names those whose unit is no longer in force.
pub fn wards(units: &[AdminUnit], overview: &Overview, fresh: &BTreeMap<Uuid, Freshness>, rest: String) -> Rows {
    let mut rows = Rows::default();
    let mut counts = overview.units.clone();
    for unit in units {
        let link = format!("/admin-units/{}", unit.code);
        match counts.remove(&unit.id) {
            Some(counts) => rows.surveyed.push(Row {
                name: unit.full_name(),
                link,
                scope: Some(Scope::of_unit(&unit.code)),
                counts,
                fresh: fresh.get(&unit.id).copied(),
            }),
            None => rows.untouched.push((unit.full_name(), link)),
        }
    }
    let gone = counts.into_values().map(|counts| Row { name: rest.clone(), link: String::new(), scope: None, counts, fresh: None });
    rows.surveyed.extend(gone);
    rows
}

/// One row for each former district with buildings. `rest` names those whose district nobody knows.
pub fn districts(known: &[(String, String)], overview: &Overview, rest: String) -> Rows {
    let surveyed = overview.districts.iter().map(|(name, counts)| match name.as_str() {
        "" => Row { name: rest.clone(), link: String::new(), scope: None, counts: counts.clone(), fresh: None },
        name => {
            let scope = Scope::of_district(name);
            let link = super::scope::list_of(&scope.buildings());
            Row { name: name.into(), link, scope: Some(scope), counts: counts.clone(), fresh: None }
        }
    });
    let mut rows = Rows { surveyed: surveyed.collect(), ..Rows::default() };
    let seen: BTreeSet<String> = overview.districts.keys().map(|name| fold(name)).collect();
    let provinces: BTreeSet<&str> =
        known.iter().filter(|(name, _)| seen.contains(&fold(name))).map(|(_, province)| province.as_str()).collect();
    for (name, province) in known.iter().filter(|(name, _)| !seen.contains(&fold(name))) {
        let list = if provinces.contains(province.as_str()) { &mut rows.blank } else { &mut rows.untouched };
        list.push((name.clone(), String::new()));
    }
    for list in [&mut rows.blank, &mut rows.untouched] {
        list.sort_by_key(|(name, _)| sort_key(name));
        list.dedup();
    }
    rows
}

/// In the order that was asked for; equal ones by name.
pub fn sort(rows: &mut [Row], column: Column, descending: bool) {
    let by_name = |a: &Row, b: &Row| bare(&a.name).cmp(&bare(&b.name));
    rows.sort_by(|a, b| {
        let first = match column {
            Column::Name => by_name(a, b),
            Column::Rate => rate(&a.counts).total_cmp(&rate(&b.counts)),
            Column::Stale => stale(a).total_cmp(&stale(b)),
            column => column.count(&a.counts).cmp(&column.count(&b.counts)),
        };
        let first = if descending { first.reverse() } else { first };
        if first == Ordering::Equal { by_name(a, b) } else { first }
    });
}

/// Wards and communes stand among each other by their names, as people look them up.
fn bare(name: &str) -> String {
    let kinds = ["Phường ", "Xã ", "Đặc khu "];
    sort_key(kinds.iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name))
}

/// The share of its places that nobody confirmed for long.
pub fn stale(row: &Row) -> f64 {
    row.fresh.map_or(0.0, |fresh| fresh.stale as f64 / fresh.places.max(1) as f64)
}

fn rate(counts: &BuildingCounts) -> f64 {
    counts.board_not_recognised_ratio.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::board::BoardCategory;
    use domain::organization::PartyCategory;
    use domain::summary::{ResidentialAreaCounts, Summary};

    use super::*;

    fn counts(recognised: u64, missing: u64) -> BuildingCounts {
        let mut counts = BuildingCounts::default();
        counts.add(BoardCategory::Recognised, true, PartyCategory::OwnCell, 0, recognised);
        counts.add(BoardCategory::Missing, true, PartyCategory::None, 0, missing);
        counts
    }

    fn row(name: &str, recognised: u64, missing: u64) -> Row {
        Row { name: name.into(), link: String::new(), scope: None, counts: counts(recognised, missing), fresh: None }
    }

    fn names(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|row| row.name.as_str()).collect()
    }

    #[test]
    fn rows_are_sorted_by_the_column_and_then_by_name() {
        let mut rows = [row("Phường Đa Kao", 1, 1), row("Xã Ân Hội", 3, 1), row("Phường Dương", 5, 5)];
        sort(&mut rows, Column::Name, false);
        assert_eq!(names(&rows), ["Xã Ân Hội", "Phường Dương", "Phường Đa Kao"]);
        sort(&mut rows, Column::Rate, true);
        assert_eq!(names(&rows), ["Phường Dương", "Phường Đa Kao", "Xã Ân Hội"]);
        sort(&mut rows, Column::Missing, false);
        assert_eq!(names(&rows), ["Xã Ân Hội", "Phường Đa Kao", "Phường Dương"]);
    }

    #[test]
    fn a_district_without_buildings_is_not_surveyed_and_those_of_other_provinces_stand_apart() {
        let overview = Overview {
            summary: Summary {
                as_of: DateTime::UNIX_EPOCH,
                apartment_buildings: counts(1, 1),
                residential_areas: ResidentialAreaCounts::default(),
            },
            units: BTreeMap::new(),
            districts: BTreeMap::from([("Quận 10".into(), counts(1, 0)), (String::new(), counts(0, 1))]),
            unconfirmed: BTreeMap::new(),
            board_by_party: BTreeMap::new(),
        };
        let known = [("Quận 10", "A"), ("Huyện Củ Chi", "A"), ("Huyện Bàu Bàng", "B")].map(|(d, p)| (d.to_owned(), p.to_owned()));
        let rows = districts(&known, &overview, "chưa rõ".into());
        assert_eq!(names(&rows.surveyed), ["chưa rõ", "Quận 10"]);
        assert_eq!((rows.blank[0].0.as_str(), rows.untouched[0].0.as_str()), ("Huyện Củ Chi", "Huyện Bàu Bàng"));
    }
}
