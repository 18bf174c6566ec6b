//! Names of what the history of a place speaks of by its id.

use std::collections::HashMap;

use domain::change::ChangeEntry;
use domain::failure::Failure;
use serde_json::Value;
use uuid::Uuid;

use super::facts::value_words;
use crate::texts::Texts;
use crate::visit::Visit;

/// Fields that hold the id of a unit or of another place.
const BY_ID: [&str; 4] = ["admin_unit_id", "parent_id", "residential_area_id", "merged_into"];

/// As far as whoever asks may see what is named.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<Uuid, String>);

impl Names {
    pub async fn of(visit: &Visit, history: &[ChangeEntry]) -> Result<Self, Failure> {
        let changes = history.iter().flat_map(|entry| &entry.changes).filter(|change| BY_ID.contains(&change.field.as_str()));
        let mut ids: Vec<Uuid> = changes.flat_map(|change| [id_in(&change.from), id_in(&change.to)]).flatten().collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        let units = visit.session.admin_units().await?.into_iter().map(|unit| (unit.id, unit.full_name()));
        let places = visit.session.places_whole(&ids).await?.into_iter().map(|place| (place.id, place.draft.name));
        Ok(Self(units.filter(|(id, _)| ids.contains(id)).chain(places).collect()))
    }

    /// A value as people read it; of what is not to be seen, that it is something else.
    pub fn words(&self, t: Texts, field: &str, value: &Value) -> String {
        match id_in(value).filter(|_| BY_ID.contains(&field)) {
            Some(id) => self.0.get(&id).cloned().unwrap_or_else(|| t.t("places.not_named")),
            None => value_words(t, field, value),
        }
    }
}

fn id_in(value: &Value) -> Option<Uuid> {
    value.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Locale;
    use serde_json::json;

    #[test]
    fn an_id_is_told_by_its_name_and_never_as_it_is() {
        let (known, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (names, t) = (Names(HashMap::from([(known, "Phường Sài Gòn".to_owned())])), Texts(Locale::Vi));
        assert_eq!(names.words(t, "admin_unit_id", &json!(known)), "Phường Sài Gòn");
        assert!(!names.words(t, "parent_id", &json!(other)).contains("0000"));
        assert_eq!(names.words(t, "admin_unit_id", &Value::Null), value_words(t, "admin_unit_id", &Value::Null));
        assert_eq!(names.words(t, "apartments", &json!(120)), "120");
    }
}
