//! What is said of many places, and what becomes of each, in words.

use domain::bulk::BulkChange;
use domain::change::FieldChange;
use domain::organization::PartyCategory;
use serde_json::Value;

use super::super::fact_words::{detail_words, title};
use super::super::facts::{field_words, value_words};
use crate::texts::Texts;
use crate::ui::date;

/// "Bàn giao kinh phí bảo trì 20/11/2026: Đã bàn giao".
pub fn said_words(t: Texts, said: &BulkChange) -> String {
    match said {
        BulkChange::Field { field, value } => {
            format!("{}: {}", t.t(&format!("bulk.field.{}", field.code())), value_words(t, field.code(), value))
        }
        BulkChange::Fact(fact) => {
            let words = format!("{} {}", title(t, fact), date(t, fact.on));
            let details = detail_words(t, fact);
            if details.is_empty() { words } else { format!("{words}: {}", details.join(" · ")) }
        }
    }
}

/// A line for each field: what stood there, and what stands there then.
pub fn change_words(t: Texts, changes: &[FieldChange], party: Option<(PartyCategory, PartyCategory)>) -> Vec<String> {
    let value = |change: &FieldChange, value: &Value| value_words(t, &change.field, value);
    let line = |change: &FieldChange| {
        format!("{}: {} → {}", field_words(t, &change.field), value(change, &change.from), value(change, &change.to))
    };
    let code = |party: PartyCategory| t.code("party", party.code());
    let party = party.map(|(from, to)| format!("{}: {} → {}", t.t("places.organizations"), code(from), code(to)));
    changes.iter().map(line).chain(party).collect()
}
