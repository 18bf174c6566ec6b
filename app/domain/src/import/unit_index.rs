//! Finds today's unit for what a row says: by code, by the name in force, by a former name.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::unit_name::{self, KindWord, UnitName, UnitRef};
use crate::admin_unit::{AdminUnit, FormerUnit};
use crate::text::clean;

/// Today's unit, and what was assumed on the way: `name_in_force_wins` or `found_by_former_name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    pub unit: Uuid,
    pub note: Option<&'static str>,
}

/// Why a row cannot be placed: `unit_missing`, `unit_not_found`, `unit_ambiguous`, `unit_kind_differs`,
/// `unit_code_and_name_differ`, `former_unit_split`. The value says what stood there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    pub code: &'static str,
    pub value: String,
}

/// The units in force on one day and the former ones, prepared for looking up names.
pub struct UnitIndex {
    units: Vec<AdminUnit>,
    former: Vec<Former>,
    by_code: HashMap<String, usize>,
    by_spelling: HashMap<String, Vec<usize>>,
    by_folded: HashMap<String, Vec<usize>>,
    former_by_spelling: HashMap<String, Vec<usize>>,
    former_by_folded: HashMap<String, Vec<usize>>,
}

struct Former {
    unit: FormerUnit,
    name: UnitName,
    district: String,
}

impl UnitIndex {
    /// `units`: in force on the day that counts and limited to the province; `former`: what went into them.
    pub fn new(units: Vec<AdminUnit>, former: Vec<FormerUnit>) -> Self {
        let former: Vec<Former> = former
            .into_iter()
            .map(|unit| Former { name: unit_name::parse(&unit.name), district: district_key(&unit.district), unit })
            .collect();
        let mut index = Self {
            by_code: units.iter().enumerate().map(|(at, unit)| (unit.code.clone(), at)).collect(),
            by_spelling: HashMap::new(),
            by_folded: HashMap::new(),
            former_by_spelling: HashMap::new(),
            former_by_folded: HashMap::new(),
            units,
            former,
        };
        for (at, unit) in index.units.iter().enumerate() {
            index.by_spelling.entry(unit_name::spelling(&unit.name)).or_default().push(at);
            index.by_folded.entry(unit_name::folded(&unit.name)).or_default().push(at);
        }
        for (at, former) in index.former.iter().enumerate() {
            index.former_by_spelling.entry(unit_name::spelling(&former.name.base)).or_default().push(at);
            index.former_by_folded.entry(unit_name::folded(&former.name.base)).or_default().push(at);
        }
        index
    }

    /// Today's unit for what a row says.
    pub fn resolve(&self, said: &UnitRef) -> Result<Resolved, Unresolved> {
        let name = said.name.as_deref().map(clean).filter(|name| !name.is_empty());
        let code = said.code.as_deref().map(clean).filter(|code| !code.is_empty());
        match (code, name) {
            (None, None) => Err(problem("unit_missing", "")),
            (None, Some(name)) => self.by_name(&name, said.district.as_deref()),
            (Some(code), name) => self.by_code(&code, name.as_deref(), said.district.as_deref()),
        }
    }

    fn by_code(&self, code: &str, name: Option<&str>, district: Option<&str>) -> Result<Resolved, Unresolved> {
        let digits = code.len() <= 5 && !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit());
        let padded = if digits { format!("{code:0>5}") } else { code.to_owned() };
        let unit = self.by_code.get(&padded).map(|at| &self.units[*at]).ok_or_else(|| problem("unit_not_found", code))?;
        let Some(name) = name else { return Ok(Resolved { unit: unit.id, note: None }) };
        let parsed = unit_name::parse(name);
        let kind_fits = parsed.kind.is_none_or(|kind| kind == KindWord::Today(unit.kind));
        let same_name = unit_name::folded(&parsed.base) == unit_name::folded(&unit.name);
        if same_name && kind_fits && !parsed.former {
            return Ok(Resolved { unit: unit.id, note: None });
        }
        // An old table has the old code and the old name: fine as long as both lead to the same unit.
        match self.by_name(name, district) {
            Ok(found) if found.unit == unit.id => Ok(found),
            _ => Err(problem("unit_code_and_name_differ", &format!("{code}, {name}"))),
        }
    }

    fn by_name(&self, text: &str, district: Option<&str>) -> Result<Resolved, Unresolved> {
        let name = unit_name::parse(text);
        let district = district.filter(|district| !district.trim().is_empty()).map(unit_name::district).or_else(|| name.district.clone());
        let district = district.as_deref().map(district_key);
        let former = self.former_candidates(&name, district.as_deref());
        if name.former || name.kind == Some(KindWord::Town) {
            return self.of_former(&former, text);
        }
        let named = self.in_force(&name);
        let fitting: Vec<&AdminUnit> =
            named.iter().copied().filter(|unit| name.kind.is_none_or(|kind| kind == KindWord::Today(unit.kind))).collect();
        match fitting[..] {
            // The district beside it says that the former unit of this name is meant.
            [unit] if self.lies_elsewhere(unit, district.as_deref()) && !former.is_empty() => self.of_former(&former, text),
            [unit] => {
                let namesake = former.iter().any(|former| former.unit.code != unit.code) || former.iter().any(|former| former.unit.split);
                Ok(Resolved { unit: unit.id, note: namesake.then_some("name_in_force_wins") })
            }
            [] if named.is_empty() => self.of_former(&former, text),
            [] if district.is_some() && !former.is_empty() => self.of_former(&former, text),
            [] => Err(problem("unit_kind_differs", &format!("{text} ≠ {}", named[0].full_name()))),
            _ => Err(problem("unit_ambiguous", text)),
        }
    }

    /// Units in force of that name, the exact spelling before one that only folds to the same.
    fn in_force(&self, name: &UnitName) -> Vec<&AdminUnit> {
        let of = |found: Option<&Vec<usize>>| found.into_iter().flatten().map(|at| &self.units[*at]).collect::<Vec<_>>();
        let exact = if name.plain_typing { Vec::new() } else { of(self.by_spelling.get(&unit_name::spelling(&name.base))) };
        if exact.is_empty() { of(self.by_folded.get(&unit_name::folded(&name.base))) } else { exact }
    }

    /// Former units of that name and kind, in the district if one is given.
    fn former_candidates(&self, name: &UnitName, district: Option<&str>) -> Vec<&Former> {
        let of = |found: Option<&Vec<usize>>| {
            let all = found.into_iter().flatten().map(|at| &self.former[*at]);
            let kind = all.filter(|former| name.kind.is_none() || former.name.kind == name.kind);
            kind.filter(|former| district.is_none_or(|district| former.district.is_empty() || former.district == district))
                .collect::<Vec<_>>()
        };
        let exact = if name.plain_typing { Vec::new() } else { of(self.former_by_spelling.get(&unit_name::spelling(&name.base))) };
        if exact.is_empty() { of(self.former_by_folded.get(&unit_name::folded(&name.base))) } else { exact }
    }

    fn of_former(&self, candidates: &[&Former], text: &str) -> Result<Resolved, Unresolved> {
        let distinct: BTreeSet<_> =
            candidates.iter().map(|former| (unit_name::spelling(&former.unit.name), &former.district, &former.unit.province)).collect();
        let codes: BTreeSet<&str> = candidates.iter().map(|former| former.unit.code.as_str()).collect();
        if distinct.is_empty() {
            return Err(problem("unit_not_found", text));
        }
        if distinct.len() > 1 {
            return Err(problem("unit_ambiguous", text));
        }
        if codes.len() > 1 || candidates.iter().any(|former| former.unit.split) {
            return Err(problem("former_unit_split", text));
        }
        let unit = codes.first().and_then(|code| self.by_code.get(*code)).map(|at| &self.units[*at]);
        unit.map(|unit| Resolved { unit: unit.id, note: Some("found_by_former_name") }).ok_or_else(|| problem("unit_not_found", text))
    }

    /// The district is known, and no part of the unit came from it.
    fn lies_elsewhere(&self, unit: &AdminUnit, district: Option<&str>) -> bool {
        let Some(district) = district else { return false };
        let mut parts = self.former.iter().filter(|former| former.unit.code == unit.code).peekable();
        parts.peek().is_some() && parts.all(|former| !former.district.is_empty() && former.district != district)
    }
}

/// Districts are compared folded and without the word for their kind: "Quận 1" and "1" are the same.
fn district_key(text: &str) -> String {
    let folded = unit_name::folded(&unit_name::district(text));
    ["quan ", "huyen ", "thanh pho ", "thi xa "].iter().find_map(|kind| folded.strip_prefix(kind)).unwrap_or(&folded).to_owned()
}

fn problem(code: &'static str, value: &str) -> Unresolved {
    Unresolved { code, value: value.to_owned() }
}

#[cfg(test)]
#[path = "unit_index_tests.rs"]
mod tests;
