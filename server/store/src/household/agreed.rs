//! What a household was told before it consented binds whoever keeps its records: a term that the city lengthened
//! since holds for those who consented after. One that became shorter holds for all.

use std::collections::HashMap;

use domain::failure::Failure;
use domain::household::{KeptFor, TextVersion};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entities::consent;
use crate::fault::fault;

/// The terms on the forms that some households signed last; of the first forms, which named none, nothing.
pub(crate) async fn agreed(db: &impl ConnectionTrait, households: &[Uuid]) -> Result<HashMap<Uuid, KeptFor>, Failure> {
    use consent::Column as C;
    let mut found = HashMap::new();
    for ids in households.chunks(500) {
        let rows = consent::Entity::find().filter(C::HouseholdId.is_in(ids.iter().copied())).filter(C::WithdrawnOn.is_null());
        let rows = rows.order_by_asc(C::RecordedAt).select_only().columns([C::HouseholdId, C::TextVersion]);
        let rows: Vec<(Uuid, String)> = rows.into_tuple().all(db).await.map_err(fault)?;
        let terms = |version: String| version.parse::<TextVersion>().ok()?.kept;
        found.extend(rows.into_iter().filter_map(|(household, version)| Some((household, terms(version)?))));
    }
    Ok(found)
}

/// How many months something of a household is kept: as the settings say, and no longer than it was told.
pub(crate) fn no_longer(setting: u32, agreed: Option<&KeptFor>, term: impl Fn(&KeptFor) -> u32) -> u32 {
    agreed.map_or(setting, |agreed| setting.min(term(agreed)))
}
