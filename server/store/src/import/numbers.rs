//! Numbers of decisions in a table, held against their wards and against the rows before: one that stands for another
//! day of the same year as well is told. A table of old papers is taken all the same; a form refuses it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::{Datelike, NaiveDate};
use domain::failure::Failure;
use domain::place::{Place, PlaceDraft};
use domain::text;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::course::decisions_of_ward;

/// Where a number stands: the place, of the register or none yet, and the day.
type Given = Vec<(Option<Uuid>, NaiveDate)>;

/// What some wards decided under each number of a year, and where.
#[derive(Default)]
pub(super) struct Numbers(HashMap<Uuid, HashMap<(String, i32), Given>>);

impl Numbers {
    /// The day for which the number of a row stands elsewhere in its ward, if that is another than the row's.
    pub async fn elsewhere(
        &mut self,
        db: &impl ConnectionTrait,
        id: Uuid,
        before: Option<&Place>,
        draft: &PlaceDraft,
    ) -> Result<Option<NaiveDate>, Failure> {
        let decision = |draft: &PlaceDraft| Some((draft.board.decision_number.clone()?, draft.board.decision_on?));
        let Some((number, on)) = decision(draft) else { return Ok(None) };
        if before.and_then(|place| decision(&place.draft)).is_some_and(|before| before == (number.clone(), on)) {
            return Ok(None);
        }
        let of_ward = match self.0.entry(draft.admin_unit_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let mut known: HashMap<_, Vec<_>> = HashMap::new();
                for (place, number, on) in decisions_of_ward(db, draft.admin_unit_id).await? {
                    known.entry((text::fold(&number), on.year())).or_default().push((place, on));
                }
                unknown.insert(known)
            }
        };
        let same = of_ward.entry((text::fold(&number), on.year())).or_default();
        let others = same.iter().filter(|(place, _)| *place != Some(id) && (place.is_none() || *place != draft.parent_id));
        let found = others.map(|(_, day)| *day).find(|day| *day != on);
        same.push((Some(id), on));
        Ok(found)
    }
}
