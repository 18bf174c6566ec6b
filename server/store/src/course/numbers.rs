//! What was decided in a ward under some number: about boards and about organizations.

use chrono::{Datelike, NaiveDate};
use domain::course::{FactKind, NumberedDecision, Warning, number_in_ward};
use domain::failure::{Failure, FieldError, FieldErrors};
use domain::place::PlaceDraft;
use domain::text;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::facts::to_fact;
use crate::entities::{board_fact, board_status, organization_event, place};
use crate::fault::{broken, fault};
use crate::session::Write;

/// What is wrong with the number of a decision about a place's board, if the ward knows it already.
pub(super) async fn number_twice(
    write: &Write,
    (id, draft): (Uuid, &PlaceDraft),
    number: &str,
    on: NaiveDate,
    issuer: Option<&str>,
) -> Result<Option<FieldError>, Failure> {
    if text::fold(number).is_empty() {
        return Ok(None);
    }
    let mut known = of_boards(write, id, draft, on).await?;
    known.extend(of_organizations(write, draft.admin_unit_id, number).await?);
    Ok(number_in_ward(number, on, issuer, &known))
}

/// A decision that is set by hand, and was not before, has a number of its own in the ward; one that names several
/// places has the reason beside it. A place that is new comes with its papers, and is asked for no reason.
pub(crate) async fn check_number(write: &Write, id: Uuid, before: Option<&PlaceDraft>, draft: &PlaceDraft) -> Result<(), Failure> {
    let decision = |draft: &PlaceDraft| (draft.board.decision_number.clone(), draft.board.decision_on);
    let (Some(number), Some(on)) = decision(draft) else { return Ok(()) };
    if before.map(decision) == Some(decision(draft)) {
        return Ok(());
    }
    let Some(twice) = number_twice(write, (id, draft), &number, on, None).await? else { return Ok(()) };
    if Warning::of(&twice).is_some() && (before.is_none() || write.reason.is_some()) {
        return Ok(());
    }
    Err(FieldErrors::one("decision_number", &twice.code, twice.value).into())
}

/// Decisions of that year about other boards of the ward. The board of a cluster is that of its buildings, and what
/// one operation says of many places is one decision.
async fn of_boards(write: &Write, id: Uuid, draft: &PlaceDraft, on: NaiveDate) -> Result<Vec<NumberedDecision>, Failure> {
    let (Some(first), Some(last)) = (NaiveDate::from_ymd_opt(on.year(), 1, 1), NaiveDate::from_ymd_opt(on.year(), 12, 31)) else {
        return Ok(Vec::new());
    };
    let same: Vec<Uuid> = [Some(id), draft.parent_id].into_iter().flatten().collect();
    let apart = Condition::any().add(place::Column::ParentId.is_null()).add(place::Column::ParentId.ne(id));
    let others = || {
        let others = place::Entity::find().filter(place::Column::AdminUnitId.eq(draft.admin_unit_id));
        let others = others.filter(place::Column::Id.is_not_in(same.iter().copied())).filter(apart.clone());
        // A duplicate has the decisions of the place that stays.
        others.filter(place::Column::MergedInto.is_null()).select_only().column(place::Column::Id).into_query()
    };
    use board_fact::Column as F;
    let facts = board_fact::Entity::find()
        .filter(F::PlaceId.in_subquery(others()))
        .filter(F::Day.between(first, last))
        .filter(F::Kind.eq(FactKind::Recognised.code()))
        .all(&write.tx)
        .await
        .map_err(fault)?;
    let (own, facts): (Vec<_>, Vec<_>) = facts.into_iter().partition(|row| row.operation_id == write.operation_id());
    let own: Vec<Uuid> = own.into_iter().map(|row| row.place_id).collect();
    let mut found = Vec::new();
    let mut told: Vec<Uuid> = Vec::new();
    for row in facts {
        let fact = to_fact(&row)?;
        told.push(row.place_id);
        found.extend(fact.number.map(|number| NumberedDecision { number, on: fact.on, issuer: fact.issuer }));
    }
    // Of what stands without a fact of its own, only number and day are known.
    use board_status::Column as B;
    let stand = board_status::Entity::find()
        .filter(B::PlaceId.in_subquery(others()))
        .filter(B::DecisionOn.between(first, last))
        .filter(B::DecisionNumber.is_not_null())
        .select_only()
        .columns([B::PlaceId, B::DecisionNumber, B::DecisionOn]);
    let stand: Vec<(Uuid, Option<String>, Option<NaiveDate>)> = stand.into_tuple().all(&write.tx).await.map_err(fault)?;
    let stand = stand.into_iter().filter(|(id, ..)| !own.contains(id) && !told.contains(id));
    found.extend(stand.filter_map(|(_, number, on)| Some(NumberedDecision { number: number?, on: on?, issuer: None })));
    Ok(found)
}

/// Every decision that a ward knows, with the place whose board it is about; none of an organization's.
pub(crate) async fn decisions_of_ward(db: &impl ConnectionTrait, unit: Uuid) -> Result<Vec<(Option<Uuid>, String, NaiveDate)>, Failure> {
    let places = || {
        let places = place::Entity::find().filter(place::Column::AdminUnitId.eq(unit)).filter(place::Column::MergedInto.is_null());
        places.select_only().column(place::Column::Id).into_query()
    };
    use board_fact::Column as F;
    let facts = board_fact::Entity::find().filter(F::PlaceId.in_subquery(places())).filter(F::Kind.eq(FactKind::Recognised.code()));
    let mut found = Vec::new();
    for row in facts.all(db).await.map_err(fault)? {
        found.extend(to_fact(&row)?.number.map(|number| (Some(row.place_id), number, row.day)));
    }
    use board_status::Column as B;
    let stand = board_status::Entity::find().filter(B::PlaceId.in_subquery(places())).filter(B::DecisionNumber.is_not_null());
    let stand = stand.select_only().columns([B::PlaceId, B::DecisionNumber, B::DecisionOn]);
    let stand: Vec<(Uuid, Option<String>, Option<NaiveDate>)> = stand.into_tuple().all(db).await.map_err(fault)?;
    found.extend(stand.into_iter().filter_map(|(id, number, on)| Some((Some(id), number?, on?))));
    use organization_event::Column as E;
    let events = organization_event::Entity::find().filter(E::AdminUnitId.eq(unit)).filter(E::NumberFolded.is_not_null());
    let events = events.select_only().columns([E::NumberFolded, E::Day]);
    let events: Vec<(Option<String>, NaiveDate)> = events.into_tuple().all(db).await.map_err(fault)?;
    found.extend(events.into_iter().filter_map(|(number, on)| Some((None, number?, on))));
    Ok(found)
}

/// Decisions of the ward about its organizations that bear the number.
async fn of_organizations(write: &Write, unit: Uuid, number: &str) -> Result<Vec<NumberedDecision>, Failure> {
    let rows = organization_event::Entity::find()
        .filter(organization_event::Column::AdminUnitId.eq(unit))
        .filter(organization_event::Column::NumberFolded.eq(text::fold(number)));
    let issuer = |row: &organization_event::Model| -> Result<Option<String>, Failure> {
        let details: serde_json::Value = serde_json::from_str(&row.details).map_err(|error| broken(&error))?;
        Ok(details.pointer("/event/issuer").and_then(serde_json::Value::as_str).map(ToOwned::to_owned))
    };
    let rows = rows.all(&write.tx).await.map_err(fault)?;
    rows.iter().map(|row| Ok(NumberedDecision { number: number.to_owned(), on: row.day, issuer: issuer(row)? })).collect()
}
