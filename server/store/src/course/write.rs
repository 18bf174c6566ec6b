//! Recording a fact, putting work off, and the round that derives anew what time has changed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::change::FieldChange;
use domain::course::{BoardFact, Checked, FactKind, Ground, check_fact, told_by_cluster, with_cluster, with_number};
use domain::due::{DueKind, PostponeDraft};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::place::{Place, PlaceDraft, PlaceKind};
use domain::setting::Rules;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::facts::{facts_of, keep};
use super::keep::materialise;
use super::numbers::number_twice;
use super::{Plan, rulebook};
use crate::admin_unit::units_by_id;
use crate::entities::{due, place, postponed};
use crate::fault::fault;
use crate::place::{load, load_own, save_change};
use crate::session::{Operation, Session, Write};

/// Places that one round derives anew in one transaction.
const ROUND: u64 = 200;

impl Session {
    /// Records one fact of a board and answers the place's revision. A fact of a cluster holds for all its
    /// buildings. Whoever records a fact was there: the field review is renewed.
    pub async fn record_fact(&self, operation: Operation, place: Uuid, fact: BoardFact) -> Result<i64, Failure> {
        self.write(Action::PlaceChange, operation, move |write| {
            Box::pin(async move {
                let current = load_own(write, place).await?;
                let on = fact.on;
                let revision = record_at(write, &current, fact).await?;
                for building in buildings_of(write, &current).await? {
                    derive_again(write, &building, Some(on)).await?;
                }
                Ok(revision)
            })
        })
        .await
    }

    /// Puts one piece of work off, with the reason.
    pub async fn postpone(&self, operation: Operation, place: Uuid, draft: PostponeDraft) -> Result<(), Failure> {
        self.write(Action::PlaceChange, operation, move |write| {
            Box::pin(async move {
                let current = load_own(write, place).await?;
                let put_off = draft.check(write.today)?;
                let stands = due::Entity::find_by_id((place, put_off.kind.code().to_owned())).one(&write.tx).await.map_err(fault)?;
                if stands.is_none_or(|stands| stands.day != put_off.due_on) {
                    return Err(FieldErrors::one("kind", "no_longer_due", "").into());
                }
                let id = Uuid::now_v7();
                let row = postponed::ActiveModel {
                    id: Set(id),
                    place_id: Set(place),
                    kind: Set(put_off.kind.code().into()),
                    day: Set(put_off.due_on),
                    until: Set(put_off.until),
                    reason: Set(put_off.reason.clone()),
                    recorded_by: Set(write.actor().to_owned()),
                    recorded_at: Set(write.now),
                    taken_back_at: Set(None),
                };
                postponed::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
                let said = domain::change::fields(&put_off).into_iter().map(|(field, to)| FieldChange { field, from: Value::Null, to });
                let changes: Vec<FieldChange> =
                    std::iter::once(FieldChange { field: "place_id".into(), from: Value::Null, to: json!(place) }).chain(said).collect();
                write.log("postponed", id, 1, &changes).await?;
                let plan = Plan::of(write, place, &current.draft, current.created_at.date_naive()).await?;
                plan.replace(write, place).await
            })
        })
        .await
    }

    /// Takes back that work was put off: it is due again on its own day.
    pub async fn end_postponement(&self, operation: Operation, place: Uuid, kind: DueKind, due_on: NaiveDate) -> Result<(), Failure> {
        self.write(Action::PlaceChange, operation, move |write| {
            Box::pin(async move {
                let current = load_own(write, place).await?;
                let put_off = postponed::Entity::find()
                    .filter(postponed::Column::PlaceId.eq(place))
                    .filter(postponed::Column::Kind.eq(kind.code()))
                    .filter(postponed::Column::Day.eq(due_on))
                    .filter(postponed::Column::TakenBackAt.is_null());
                for row in put_off.all(&write.tx).await.map_err(fault)? {
                    let gone = FieldChange { field: "until".into(), from: json!(row.until), to: Value::Null };
                    write.log("postponed", row.id, 2, &[gone]).await?;
                    let mut row = row.into_active_model();
                    row.taken_back_at = Set(Some(write.now));
                    row.update(&write.tx).await.map_err(fault)?;
                }
                let plan = Plan::of(write, place, &current.draft, current.created_at.date_naive()).await?;
                plan.replace(write, place).await
            })
        })
        .await
    }

    /// Derives anew what time has changed, and what was never derived; answers how many places. Safe to run
    /// twice.
    pub async fn derive_what_is_due(&self) -> Result<u64, Failure> {
        let mut all = 0;
        loop {
            // Most rounds find nothing: those write nothing and wait for nobody.
            let waits = place::Entity::find().filter(to_derive(self.today)).select_only().column(place::Column::Id);
            if waits.into_tuple::<Uuid>().one(&self.db).await.map_err(fault)?.is_none() {
                return Ok(all);
            }
            let done: u64 = self
                .write(Action::CourseDerive, Operation::once(), |write| {
                    Box::pin(async move {
                        let old = place::Entity::find().filter(to_derive(write.today));
                        let ids = old.select_only().column(place::Column::Id).limit(ROUND);
                        let ids: Vec<Uuid> = ids.into_tuple().all(&write.tx).await.map_err(fault)?;
                        for place in load(&write.tx, &ids).await? {
                            derive_again(write, &place, None).await?;
                        }
                        Ok(ids.len() as u64)
                    })
                })
                .await?;
            all += done;
        }
    }
}

/// Records a fact at one place, and at none of its buildings; answers the revision.
pub(crate) async fn record_at(write: &mut Write, current: &Place, fact: BoardFact) -> Result<i64, Failure> {
    if !current.draft.has_board() {
        return Err(FieldErrors::one("kind", "place_has_no_board", "").into());
    }
    check_open(current)?;
    let known = known_facts(write, current, fact.on).await?;
    // Facts of one day stand in the order in which they are recorded: what the register said comes first.
    let fact = BoardFact { id: Uuid::now_v7(), ..fact };
    let book = rulebook(write).await?;
    let checked = check_at(write, current, &known, fact, &book.rules).await?;
    let on = checked.fact.on;
    keep(write, current.id, &[checked.fact]).await?;
    derive_again(write, current, Some(on)).await
}

/// A fact held against what is known of the board, and its number against the ward.
pub(super) async fn check_at(
    write: &Write,
    place: &Place,
    known: &[BoardFact],
    fact: BoardFact,
    rules: &Rules,
) -> Result<Checked, Failure> {
    let decided = (fact.kind == FactKind::Recognised).then(|| fact.number.clone()).flatten();
    let twice = match &decided {
        Some(number) => number_twice(write, (place.id, &place.draft), number, fact.on, fact.issuer.as_deref()).await?,
        None => None,
    };
    let told = fact.overruled.clone();
    let checked = check_fact(&Ground::of(&place.draft), known, fact, rules, write.today);
    Ok(with_number(checked, told.as_deref(), twice)?)
}

/// Nothing happens any more at a place that is closed.
pub(super) fn check_open(place: &Place) -> Result<(), FieldErrors> {
    if place.draft.closed_on.is_some() || place.draft.merged_into.is_some() {
        return Err(FieldErrors::one("kind", "place_is_closed", ""));
    }
    Ok(())
}

/// Never derived, or changed by time since.
fn to_derive(today: NaiveDate) -> Condition {
    Condition::any().add(place::Column::DerivedUntil.is_null()).add(place::Column::DerivedUntil.lte(today))
}

/// The rules are others now: the next round derives every place anew.
pub(crate) async fn derive_everything_again(write: &Write) -> Result<(), Failure> {
    let nothing = Expr::value(None::<NaiveDate>);
    let all = place::Entity::update_many().col_expr(place::Column::DerivedUntil, nothing);
    all.filter(place::Column::DerivedUntil.is_not_null()).exec(&write.tx).await.map_err(fault)?;
    Ok(())
}

/// The facts of a place and of its cluster; what the register said before the first becomes facts now.
async fn known_facts(write: &mut Write, current: &Place, on: NaiveDate) -> Result<Vec<BoardFact>, Failure> {
    let ids: Vec<Uuid> = [Some(current.id), current.draft.parent_id].into_iter().flatten().collect();
    let mut found = facts_of(&write.tx, &ids).await?;
    let cluster = current.draft.parent_id.and_then(|parent| found.remove(&parent)).unwrap_or_default();
    let own = match found.remove(&current.id) {
        Some(own) => own,
        // What it says then follows from its cluster's facts, unless it said something before them: that is kept.
        None if !told_by_cluster(&cluster).is_empty() => Vec::new(),
        None => materialise(write, current, Some(on)).await?,
    };
    Ok(with_cluster(&own, &cluster))
}

/// The open buildings of a cluster; none of anything else.
pub(crate) async fn buildings_of(write: &Write, cluster: &Place) -> Result<Vec<Place>, Failure> {
    if cluster.draft.kind != PlaceKind::BuildingCluster {
        return Ok(Vec::new());
    }
    let children = place::Entity::find().filter(place::Column::ParentId.eq(cluster.id)).filter(place::Column::ClosedOn.is_null());
    let ids: Vec<Uuid> = children.select_only().column(place::Column::Id).into_tuple().all(&write.tx).await.map_err(fault)?;
    let places = load(&write.tx, &ids).await?;
    // A building of the cluster that lies in another ward is that ward's to change.
    Ok(places.into_iter().filter(|place| write.scope.holds(place.draft.admin_unit_id)).collect())
}

/// Saves what follows from the facts that are kept now; answers the revision.
pub(crate) async fn derive_again(write: &mut Write, place: &Place, seen_on: Option<NaiveDate>) -> Result<i64, Failure> {
    let mut draft = place.draft.clone();
    draft.reviewed_on = draft.reviewed_on.max(seen_on);
    save_as(write, place, draft).await
}

/// Saves what follows where a place is said to be so; answers the revision.
pub(crate) async fn save_as(write: &mut Write, before: &Place, draft: PlaceDraft) -> Result<i64, Failure> {
    let units = units_by_id(&write.tx, [draft.admin_unit_id]).await?;
    save_change(write, before, draft, &BTreeMap::from_iter(units)).await
}
