//! Changes of a row, field by field: what a draft says against what stands, and what others said meanwhile.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

use crate::failure::{FieldConflict, FieldErrors};

/// Fields by their names. A field that is missing is not spoken of; null clears it.
pub type Fields = BTreeMap<String, Value>;

/// One field of one row, before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: String,
    pub from: Value,
    pub to: Value,
}

/// Who changed what, when: one entry of the change log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeEntry {
    pub seq: i64,
    pub at: DateTime<Utc>,
    /// The time on the device where the person acted, if it said so.
    pub device_at: Option<DateTime<Utc>>,
    pub actor: String,
    pub action: String,
    pub operation_id: Uuid,
    pub row_table: String,
    pub row_id: Uuid,
    pub row_revision: i64,
    pub changes: Vec<FieldChange>,
}

/// The fields of a value, by name.
pub fn fields<T: Serialize>(value: &T) -> Fields {
    match serde_json::to_value(value) {
        Ok(Value::Object(map)) => map.into_iter().collect(),
        _ => Fields::new(),
    }
}

/// `current` with `said` laid over it. A value of the wrong type is an error of its field; a name that
/// is no field is refused, so that a misspelt one is not lost.
pub fn overlay<T: Serialize + DeserializeOwned>(current: &T, said: &Fields) -> Result<T, FieldErrors> {
    let before = fields(current);
    let mut all = before.clone();
    let mut errors = FieldErrors::default();
    for (name, value) in said {
        match all.get_mut(name) {
            None => errors.push(name, "unknown_field", ""),
            Some(place) => *place = value.clone(),
        }
    }
    if let Some(value) = typed(all)
        && errors.is_empty()
    {
        return Ok(value);
    }
    for (name, value) in said.iter().filter(|(name, _)| before.contains_key(*name)) {
        let mut alone = before.clone();
        alone.insert(name.clone(), value.clone());
        if typed::<T>(alone).is_none() {
            errors.push(name, "not_understood", value.as_str().unwrap_or_default());
        }
    }
    Err(errors)
}

fn typed<T: DeserializeOwned>(fields: Fields) -> Option<T> {
    serde_json::from_value(Value::Object(fields.into_iter().collect())).ok()
}

/// The fields in which two values differ.
pub fn difference<T: Serialize>(from: &T, to: &T) -> Vec<FieldChange> {
    let mut before = fields(from);
    fields(to)
        .into_iter()
        .filter_map(|(field, to)| {
            let from = before.remove(&field).unwrap_or(Value::Null);
            (from != to).then_some(FieldChange { field, from, to })
        })
        .collect()
}

/// What the fields were before `later` happened: `current` with those entries taken back.
pub fn before(current: &Fields, later: &[ChangeEntry]) -> Fields {
    let mut fields = current.clone();
    for change in later.iter().rev().flat_map(|entry| &entry.changes) {
        fields.insert(change.field.clone(), change.from.clone());
    }
    fields
}

/// Fields that both sides changed since the draft's revision, and not to the same value. `later` are the
/// entries of the log after that revision; what they did not touch merges by itself.
pub fn conflicts(said: &Fields, current: &Fields, later: &[ChangeEntry]) -> Vec<FieldConflict> {
    said.iter()
        .filter(|(field, mine)| {
            let touched = later.iter().any(|entry| entry.changes.iter().any(|change| &change.field == *field));
            touched && current.get(*field) != Some(mine)
        })
        .map(|(field, mine)| FieldConflict {
            field: field.clone(),
            mine: mine.clone(),
            theirs: current.get(field).cloned().unwrap_or(Value::Null),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::PlaceDraft;
    use serde_json::json;

    fn entry(field: &str) -> ChangeEntry {
        ChangeEntry {
            seq: 1,
            at: DateTime::UNIX_EPOCH,
            device_at: None,
            actor: "other".into(),
            action: "place.change".into(),
            operation_id: Uuid::nil(),
            row_table: "place".into(),
            row_id: Uuid::nil(),
            row_revision: 2,
            changes: vec![FieldChange { field: field.into(), from: json!(1), to: json!(2) }],
        }
    }

    #[test]
    fn overlay_says_which_field_was_not_understood() {
        let said = Fields::from([("apartments".into(), json!("12a")), ("colour".into(), json!("red")), ("blocks".into(), json!(2))]);
        let errors = overlay(&PlaceDraft::default(), &said).expect_err("two faults");
        let found: Vec<_> = errors.0.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect();
        assert_eq!(found, [("colour", "unknown_field"), ("apartments", "not_understood")]);
    }

    #[test]
    fn different_fields_merge_and_the_same_field_conflicts_with_both_values() {
        let said = Fields::from([("apartments".into(), json!(5))]);
        let current = Fields::from([("apartments".into(), json!(2)), ("blocks".into(), json!(2))]);
        assert!(conflicts(&said, &current, &[entry("blocks")]).is_empty());
        let found = conflicts(&said, &current, &[entry("apartments")]);
        assert_eq!((found[0].mine.clone(), found[0].theirs.clone()), (json!(5), json!(2)));
    }

    #[test]
    fn what_stood_before_later_changes_is_found_again() {
        let current = Fields::from([("apartments".into(), json!(2)), ("blocks".into(), json!(9))]);
        let base = before(&current, &[entry("apartments")]);
        assert_eq!((&base["apartments"], &base["blocks"]), (&json!(1), &json!(9)));
    }

    #[test]
    fn the_same_value_said_twice_is_no_conflict() {
        let said = Fields::from([("apartments".into(), json!(2))]);
        assert!(conflicts(&said, &said.clone(), &[entry("apartments")]).is_empty());
    }
}
