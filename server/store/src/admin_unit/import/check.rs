//! Whether the units of a file can be what they say.

use std::collections::{BTreeMap, BTreeSet};

use domain::admin_unit::AdminUnitDraft;
use sha2::{Digest, Sha256};

use super::BoundaryReport;
use crate::admin_unit::geometry::{Boundary, boundary};
use crate::session::hex;

/// A unit that was checked: ready to become a row.
pub(super) struct Checked {
    pub(super) draft: AdminUnitDraft,
    pub(super) boundary: Boundary,
    pub(super) hash: String,
}

/// What was said of a unit, as a hash: saying it again changes nothing.
fn hash_of(draft: &AdminUnitDraft) -> String {
    let said = (&draft.kind, &draft.name, &draft.province_code, draft.area_km2.map(f64::to_bits), &draft.predecessors, &draft.boundary);
    hex(&Sha256::digest(format!("{said:?}|{}", draft.approximate).as_bytes()))
}

/// What a file names.
pub(super) struct Named {
    /// Units that are new or that changed.
    pub(super) checked: Vec<Checked>,
    /// All codes, also of what is bad: it was named, so it has not ended.
    pub(super) codes: BTreeSet<String>,
    /// A bad feature has a code that is none: which unit it names cannot be told.
    pub(super) unclear: bool,
}

fn is_code(code: &str) -> bool {
    code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// `known`: hashes of the versions of this date, whose boundaries were checked before. `rejected`: codes of
/// features that were refused before they came here.
pub(super) fn check(
    units: Vec<AdminUnitDraft>,
    rejected: &[String],
    known: &BTreeMap<String, String>,
    report: &mut BoundaryReport,
) -> Named {
    let mut unclear = rejected.iter().any(|code| !is_code(code));
    let mut seen = BTreeSet::new();
    let mut checked = Vec::with_capacity(units.len());
    for (at, draft) in units.into_iter().enumerate() {
        if known.get(&draft.code).is_some_and(|hash| *hash == hash_of(&draft)) && seen.insert(draft.code.clone()) {
            report.unchanged += 1;
            continue;
        }
        let mut problem = |code: &str| report.problems.push((at + 1, draft.code.clone(), code.to_owned()));
        if !is_code(&draft.code) {
            problem("unit_code_not_five_digits");
            unclear = true;
        } else if !seen.insert(draft.code.clone()) {
            problem("unit_twice_in_file");
        } else if draft.name.is_empty() || draft.name.chars().count() > domain::place::limits::NAME {
            problem("unit_name_missing_or_long");
        } else {
            match boundary(&draft.boundary) {
                Err(code) => problem(code),
                Ok(boundary) => {
                    if boundary.repaired {
                        report.notes.push((at + 1, draft.code.clone(), "boundary_repaired".into()));
                    }
                    let hash = hash_of(&draft);
                    checked.push(Checked { draft, boundary, hash });
                }
            }
        }
    }
    seen.extend(rejected.iter().cloned());
    Named { checked, codes: seen, unclear }
}
