//! The use cases that change places. All of them end in `save_new` or `save_change`.

use std::collections::BTreeMap;

use domain::admin_unit::AdminUnit;
use domain::change::{Fields, before, conflicts, difference, fields, overlay};
use domain::course::BoardFact;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::place::{Place, PlaceDraft, PlaceKind, limits};
use domain::text;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::read::{entries_after, load};
use super::redraw::{buildings_in, check_area, check_reopened};
use super::rows::{Rows, searched, to_rows};
use crate::admin_unit::units_by_id;
use crate::course::{Plan, check_number, forget, keep_new, settle, settle_new};
use crate::entities::{board_status, dispute, place, place_organization};
use crate::fault::fault;
use crate::organization::{check_held, keep_held};
use crate::session::{Operation, Session, Write};

/// The table's name in the change log.
const TABLE: &str = "place";

/// A place to add, under the id that it will have.
#[derive(Clone, Debug)]
pub struct NewPlace {
    pub id: Uuid,
    pub draft: PlaceDraft,
    pub sample: bool,
    /// What is known of its board, with the days: its fields follow from that. None: they are as the draft says.
    pub facts: Vec<BoardFact>,
}

impl Session {
    /// Adds a place and answers its id.
    pub async fn add_place(&self, operation: Operation, said: Fields) -> Result<Uuid, Failure> {
        self.write(Action::PlaceAdd, operation, move |write| {
            Box::pin(async move {
                let draft = overlay(&PlaceDraft::default(), &said)?.check(write.today)?;
                check_links(write, None, &draft).await?;
                check_area(write, None, &draft).await?;
                let units = units_by_id(&write.tx, [draft.admin_unit_id]).await?;
                let id = Uuid::now_v7();
                check_number(write, id, None, &draft).await?;
                save_new(write, vec![NewPlace { id, draft, sample: false, facts: Vec::new() }], &units).await?;
                Ok(id)
            })
        })
        .await
    }

    /// Changes the fields that `said` names. `revision` is the one that the person saw: fields that
    /// others changed meanwhile are kept, the same field changed by both is a conflict with both values.
    pub async fn change_place(&self, operation: Operation, id: Uuid, revision: i64, said: Fields) -> Result<i64, Failure> {
        self.change_place_as(Action::PlaceChange, operation, id, revision, (said, None)).await
    }

    /// The same with the reason for which fields of the board are set by hand: needed where they follow from
    /// facts, and kept with what is said.
    pub async fn change_place_because(
        &self,
        operation: Operation,
        id: Uuid,
        revision: i64,
        said: Fields,
        reason: String,
    ) -> Result<i64, Failure> {
        self.change_place_as(Action::PlaceChange, operation, id, revision, (said, Some(reason))).await
    }

    /// "Still true": renews the field review. Of all facts this needs no revision: it adds none.
    pub async fn confirm_place(&self, operation: Operation, id: Uuid) -> Result<i64, Failure> {
        let said = Fields::from([("reviewed_on".into(), json!(self.today))]);
        self.change_place_as(Action::PlaceConfirm, operation, id, i64::MAX, (said, None)).await
    }

    pub async fn close_place(&self, operation: Operation, id: Uuid, revision: i64) -> Result<i64, Failure> {
        let said = Fields::from([("closed_on".into(), json!(self.today))]);
        self.change_place_as(Action::PlaceClose, operation, id, revision, (said, None)).await
    }

    /// Opens a closed place again; a merged one comes out of the merger.
    pub async fn reopen_place(&self, operation: Operation, id: Uuid, revision: i64) -> Result<i64, Failure> {
        let said = Fields::from([("closed_on".into(), Value::Null), ("merged_into".into(), Value::Null)]);
        self.change_place_as(Action::PlaceReopen, operation, id, revision, (said, None)).await
    }

    async fn change_place_as(
        &self,
        action: Action,
        operation: Operation,
        id: Uuid,
        revision: i64,
        (said, reason): (Fields, Option<String>),
    ) -> Result<i64, Failure> {
        self.write(action, operation, move |write| {
            Box::pin(async move {
                let current = load_own(write, id).await?;
                let mut said = said;
                if revision < current.revision {
                    let later = entries_after(&write.tx, id, revision).await?;
                    let now = fields(&current.draft);
                    let seen = before(&now, &later);
                    // A field that stands as the person saw it was not changed by them.
                    said.retain(|field, value| seen.get(field) != Some(value));
                    let found = conflicts(&said, &now, &later);
                    if !found.is_empty() {
                        return Err(Failure::Conflict { revision: current.revision, fields: found });
                    }
                }
                let draft = overlay(&current.draft, &said)?.check(write.today)?;
                check_links(write, Some(id), &draft).await?;
                check_area(write, Some(&current), &draft).await?;
                check_kind(write, &current, &draft).await?;
                crate::agreement::check_not_by_hand(write, &current, &draft).await?;
                check_held(write, &current, &draft).await?;
                if draft.board != current.draft.board {
                    write.reason = check_reason(reason)?;
                    check_number(write, id, Some(&current.draft), &draft).await?;
                }
                let units = units_by_id(&write.tx, [draft.admin_unit_id]).await?;
                save_change(write, &current, draft, &units).await
            })
        })
        .await
    }
}

/// A place that the actor may change; any other does not exist for them.
pub(crate) async fn load_own(write: &Write, id: Uuid) -> Result<Place, Failure> {
    let found = load(&write.tx, &[id]).await?.pop();
    found.filter(|place| write.scope.holds(place.draft.admin_unit_id)).ok_or(Failure::NotFound)
}

/// Buildings of some places come to stand in another, or by themselves.
pub(super) async fn move_children(write: &mut Write, from: &[Uuid], to: Option<Uuid>) -> Result<(), Failure> {
    let children = place::Entity::find()
        .filter(place::Column::ParentId.is_in(from.iter().copied()))
        .select_only()
        .column(place::Column::Id)
        .into_tuple()
        .all(&write.tx);
    let ids: Vec<Uuid> = children.await.map_err(fault)?;
    for child in load(&write.tx, &ids).await? {
        let units = units_by_id(&write.tx, [child.draft.admin_unit_id]).await?;
        let moved = PlaceDraft { parent_id: to, ..child.draft.clone() };
        save_change(write, &child, moved, &units).await?;
    }
    Ok(())
}

/// Buildings of some residential areas come to lie in another, or in none that is known.
pub(super) async fn move_dwellers(write: &mut Write, from: &[Uuid], to: Option<Uuid>) -> Result<(), Failure> {
    for building in buildings_in(write, from).await? {
        let units = units_by_id(&write.tx, [building.draft.admin_unit_id]).await?;
        let moved = PlaceDraft { residential_area_id: to, ..building.draft.clone() };
        save_change(write, &building, moved, &units).await?;
    }
    Ok(())
}

/// SQLite names nothing for a violated foreign key, so links are looked up inside the transaction.
async fn check_links(write: &Write, id: Option<Uuid>, draft: &PlaceDraft) -> Result<(), Failure> {
    let unit = Some(draft.admin_unit_id).filter(|unit| write.scope.holds(*unit));
    if units_by_id(&write.tx, unit).await?.is_empty() {
        return Err(FieldErrors::one("admin_unit_id", "admin_unit_not_found", "").into());
    }
    if let Some(parent) = draft.parent_id {
        let found = place::Entity::find_by_id(parent).one(&write.tx).await.map_err(fault)?;
        // A cluster in a cluster could stand, by way of others, in itself.
        if draft.kind == PlaceKind::BuildingCluster
            || Some(parent) == id
            || found.is_none_or(|parent| parent.kind != "building_cluster" || !write.scope.holds(parent.admin_unit_id))
        {
            return Err(FieldErrors::one("parent_id", "not_a_cluster", "").into());
        }
    }
    Ok(())
}

/// The unit that a place is to lie in: one that the actor may write in.
fn unit_of<'a>(write: &Write, draft: &PlaceDraft, units: &'a BTreeMap<Uuid, AdminUnit>) -> Result<&'a AdminUnit, Failure> {
    let unit = units.get(&draft.admin_unit_id).filter(|unit| write.scope.holds(unit.id));
    unit.ok_or_else(|| FieldErrors::one("admin_unit_id", "admin_unit_not_found", "").into())
}

/// Why fields of a board are set by hand: nobody does without a reason, which is shown.
fn check_reason(reason: Option<String>) -> Result<Option<String>, FieldErrors> {
    let reason = reason.map(|reason| text::clean(&reason)).filter(|reason| !reason.is_empty());
    match &reason {
        None => Err(FieldErrors::one("reason", "required", "")),
        Some(reason) if reason.chars().count() > limits::NOTE => Err(FieldErrors::one("reason", "too_long", limits::NOTE)),
        Some(_) => Ok(reason),
    }
}

/// A cluster stays one as long as buildings stand in it.
pub(super) async fn check_kind(write: &Write, current: &Place, draft: &PlaceDraft) -> Result<(), Failure> {
    if current.draft.kind != PlaceKind::BuildingCluster || draft.kind == PlaceKind::BuildingCluster {
        return Ok(());
    }
    match place::Entity::find().filter(place::Column::ParentId.eq(current.id)).count(&write.tx).await.map_err(fault)? {
        0 => Ok(()),
        buildings => Err(FieldErrors::one("kind", "cluster_has_buildings", buildings).into()),
    }
}

/// Inserts checked drafts whose links exist, with their log and tally.
pub(crate) async fn save_new(write: &mut Write, mut places: Vec<NewPlace>, units: &BTreeMap<Uuid, AdminUnit>) -> Result<(), Failure> {
    let mut all = Rows::many(places.len());
    let plans = settle_new(write, &mut places).await?;
    let blank = PlaceDraft::default();
    for (new, plan) in places.iter().zip(&plans) {
        let unit = unit_of(write, &new.draft, units)?;
        let mut rows = to_rows(new.id, &new.draft, unit);
        rows.place.revision = Set(1);
        rows.place.created_at = Set(write.now);
        rows.place.updated_at = Set(write.now);
        rows.place.sample = Set(new.sample);
        rows.place.derived_until = Set(Some(plan.derived_until));
        rows.place.stage_since = Set(plan.stage_since);
        all.push(rows);
        write.tally.count(&new.draft, 1);
        write.log(TABLE, new.id, 1, &difference(&blank, &new.draft)).await?;
    }
    all.insert(&write.tx).await?;
    keep_new(write, &places).await?;
    Plan::insert(write, plans).await?;
    crate::agreement::follow_new(write, &places).await
}

/// Writes what differs from `before` and answers the revision that now stands; nothing where nothing differs.
pub(crate) async fn save_change(
    write: &mut Write,
    before: &Place,
    draft: PlaceDraft,
    units: &BTreeMap<Uuid, AdminUnit>,
) -> Result<i64, Failure> {
    if !write.scope.holds(before.draft.admin_unit_id) {
        return Err(Failure::NotFound);
    }
    let mut draft = draft;
    check_reopened(write, before, &draft).await?;
    settle(write, before, &mut draft).await?;
    crate::agreement::follow(write, before, &mut draft).await?;
    keep_held(write, before, &mut draft).await?;
    let plan = Plan::of(write, before.id, &draft, before.created_at.date_naive()).await?;
    let changes = difference(&before.draft, &draft);
    if changes.is_empty() {
        plan.keep_until(write, before.id).await?;
        plan.replace(write, before.id).await?;
        return Ok(before.revision);
    }
    let unit = unit_of(write, &draft, units)?;
    let revision = before.revision + 1;
    let Rows { place: mut row, board, disputes, organizations } = to_rows(before.id, &draft, unit);
    row.revision = Set(revision);
    row.updated_at = Set(write.now);
    row.derived_until = Set(Some(plan.derived_until));
    row.stage_since = Set(plan.stage_since);
    row.update(&write.tx).await.map_err(fault)?;
    if before.draft.board != draft.board {
        board_status::Entity::delete_by_id(before.id).exec(&write.tx).await.map_err(fault)?;
        dispute::Entity::delete_many().filter(dispute::Column::PlaceId.eq(before.id)).exec(&write.tx).await.map_err(fault)?;
        insert(&write.tx, board.into_iter().collect::<Vec<_>>()).await?;
        insert(&write.tx, disputes).await?;
    }
    if before.draft.organizations != draft.organizations {
        place_organization::Entity::delete_many()
            .filter(place_organization::Column::PlaceId.eq(before.id))
            .exec(&write.tx)
            .await
            .map_err(fault)?;
        insert(&write.tx, organizations).await?;
    }
    write.tally.count(&before.draft, -1);
    write.tally.count(&draft, 1);
    write.log(TABLE, before.id, revision, &changes).await?;
    plan.replace(write, before.id).await?;
    if before.draft.merged_into.is_some() && draft.merged_into.is_none() {
        crate::household::come_back(write, before.id, draft.admin_unit_id).await?;
    } else if before.draft.admin_unit_id != draft.admin_unit_id {
        crate::household::follow(write, before.id, draft.admin_unit_id).await?;
    }
    if before.draft.kind == PlaceKind::ResidentialArea && before.draft.closed_on != draft.closed_on {
        // What lay in it needs a new home, or needs none any more.
        for building in buildings_in(write, &[before.id]).await? {
            let plan = Plan::of(write, building.id, &building.draft, building.created_at.date_naive()).await?;
            plan.keep_until(write, building.id).await?;
            plan.replace(write, building.id).await?;
        }
    }
    Ok(revision)
}

/// A unit that is called otherwise now is found by that name: so are its places. Nothing that a person
/// said changes.
pub(crate) async fn renew_search(write: &Write, unit: &AdminUnit) -> Result<(), Failure> {
    let rows = place::Entity::find().filter(place::Column::AdminUnitId.eq(unit.id)).all(&write.tx).await.map_err(fault)?;
    for row in rows {
        let searched = searched([&row.name, &row.address], unit, row.former_district.as_deref());
        let mut row = row.into_active_model();
        row.search_exact = Set(searched.to_lowercase());
        row.search_folded = Set(text::fold(&searched));
        row.update(&write.tx).await.map_err(fault)?;
    }
    Ok(())
}

/// Takes places out for good: for an import that is undone. Their log stays, and what stood in them is
/// said to stand by itself.
pub(crate) async fn remove_rows(write: &mut Write, places: &[Place]) -> Result<(), Failure> {
    let blank = PlaceDraft::default();
    let clusters: Vec<Uuid> = places.iter().filter(|place| place.draft.kind == PlaceKind::BuildingCluster).map(|place| place.id).collect();
    for clusters in clusters.chunks(500) {
        move_children(write, clusters, None).await?;
    }
    let areas: Vec<Uuid> = places.iter().filter(|place| place.draft.kind == PlaceKind::ResidentialArea).map(|place| place.id).collect();
    for areas in areas.chunks(500) {
        move_dwellers(write, areas, None).await?;
    }
    let ids: Vec<Uuid> = places.iter().map(|place| place.id).collect();
    // As they stand now: those that stood in one of the others have just changed.
    for ids in ids.chunks(500) {
        for place in load(&write.tx, ids).await? {
            write.tally.count(&place.draft, -1);
            write.log(TABLE, place.id, place.revision + 1, &difference(&place.draft, &blank)).await?;
        }
    }
    crate::household::check_none(write, &ids).await?;
    crate::agreement::remove_of(write, &ids).await?;
    crate::contact::remove_of(write, ids.iter().copied()).await?;
    forget(write, &ids).await?;
    for ids in ids.chunks(500) {
        place::Entity::delete_many().filter(place::Column::Id.is_in(ids.iter().copied())).exec(&write.tx).await.map_err(fault)?;
    }
    Ok(())
}

/// Rows of many places, inserted table by table.
struct ManyRows {
    places: Vec<place::ActiveModel>,
    boards: Vec<board_status::ActiveModel>,
    disputes: Vec<dispute::ActiveModel>,
    organizations: Vec<place_organization::ActiveModel>,
}

impl Rows {
    fn many(places: usize) -> ManyRows {
        ManyRows { places: Vec::with_capacity(places), boards: Vec::new(), disputes: Vec::new(), organizations: Vec::new() }
    }
}

impl ManyRows {
    fn push(&mut self, rows: Rows) {
        self.places.push(rows.place);
        self.boards.extend(rows.board);
        self.disputes.extend(rows.disputes);
        self.organizations.extend(rows.organizations);
    }

    async fn insert(self, db: &impl ConnectionTrait) -> Result<(), Failure> {
        insert(db, self.places).await?;
        insert(db, self.boards).await?;
        insert(db, self.disputes).await?;
        insert(db, self.organizations).await
    }
}

pub(crate) async fn insert<A>(db: &impl ConnectionTrait, mut rows: Vec<A>) -> Result<(), Failure>
where
    A: ActiveModelTrait + Send,
    <A::Entity as EntityTrait>::Model: sea_orm::IntoActiveModel<A>,
{
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(400));
        A::Entity::insert_many(rows).exec_without_returning(db).await.map_err(fault)?;
        rows = rest;
    }
    Ok(())
}
