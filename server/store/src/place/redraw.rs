//! Residential areas: which buildings lie in them, and decisions that redraw them. An area that was redrawn
//! stays in the register, closed, with what came in its place.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::place::{Place, PlaceDraft, PlaceKind, PlaceRow};
use domain::residential::{OldArea, Redraw, RedrawDraft, RedrawKind};
use domain::text;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde_json::{Value, json};
use uuid::Uuid;

use super::read::load;
use super::rows::parse;
use super::write::{NewPlace, insert, save_change, save_new};
use crate::admin_unit::units_by_id;
use crate::course::decisions_of_ward;
use crate::entities::{area_succession, place};
use crate::fault::fault;
use crate::household;
use crate::officer;
use crate::organization::{end_links_of, hand_over};
use crate::session::{Operation, Session, Write};

/// The table's name in the change log.
const TABLE: &str = "area_succession";
/// Buildings of an area that its page shows.
const SHOWN: u64 = 200;

/// One area came in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    pub kind: RedrawKind,
    pub on: NaiveDate,
    pub number: String,
    pub issuer: Option<String>,
    /// The other area: id and name.
    pub other: (Uuid, String),
}

/// What belongs to a place because of residential areas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaOfPlace {
    /// The area in which it lies: id, name, and the day on which that area ended.
    pub lies_in: Option<(Uuid, String, Option<NaiveDate>)>,
    /// Of an area: what lies in it, in Vietnamese order; at most two hundred.
    pub buildings: Vec<PlaceRow>,
    /// Of an area: those in whose place it came.
    pub came_from: Vec<Succession>,
    /// Of an area that ended: those that came in its place.
    pub became: Vec<Succession>,
}

impl Session {
    /// Carries out a decision that redraws areas of a ward, and answers the new ones in their order.
    pub async fn redraw_areas(&self, operation: Operation, draft: RedrawDraft) -> Result<Vec<Uuid>, Failure> {
        self.write(Action::AreaRedraw, operation, move |write| {
            Box::pin(async move {
                let old: Vec<Uuid> = draft.old.iter().copied().collect();
                let mut old = load(&write.tx, &old).await?;
                old.retain(|area| area.draft.kind == PlaceKind::ResidentialArea && write.scope.holds(area.draft.admin_unit_id));
                let ids: Vec<Uuid> = old.iter().map(|area| area.id).collect();
                let buildings = buildings_in(write, &ids).await?;
                let names = names_of_others(write, &old).await?;
                let began = began_on(write, &ids).await?;
                let area = |area: &Place| OldArea {
                    id: area.id,
                    admin_unit_id: area.draft.admin_unit_id,
                    closed_on: area.draft.closed_on,
                    began_on: began.get(&area.id).copied(),
                };
                let areas: Vec<OldArea> = old.iter().map(area).collect();
                let inside = buildings.iter().map(|building| building.id).collect();
                let redraw = draft.check(&areas, &inside, &names, write.today)?;
                check_number(write, &redraw).await?;
                carry_out(write, &redraw, &old, buildings).await
            })
        })
        .await
    }

    /// Open areas of the ward in which a place lies, by name.
    pub async fn areas_of_ward(&self, admin_unit_id: Uuid) -> Result<Vec<(Uuid, String)>, Failure> {
        let scope = self.allow(Action::PlaceRead)?;
        let open = place::Entity::find().filter(open_areas(admin_unit_id)).filter(scope.on(place::Column::AdminUnitId));
        let columns = open.select_only().column(place::Column::Id).column(place::Column::Name);
        columns.order_by_asc(place::Column::NameSort).into_tuple().all(&self.db).await.map_err(fault)
    }

    /// What belongs to a place, which the actor has been given to see, because of residential areas.
    pub async fn area_of_place(&self, of: &Place) -> Result<AreaOfPlace, Failure> {
        let scope = self.allow(Action::PlaceRead)?;
        let mut found = AreaOfPlace::default();
        if let Some(area) = of.draft.residential_area_id {
            let area = place::Entity::find_by_id(area).filter(scope.on(place::Column::AdminUnitId));
            found.lies_in = area.one(&self.db).await.map_err(fault)?.map(|area| (area.id, area.name, area.closed_on));
        }
        if of.draft.kind != PlaceKind::ResidentialArea {
            return Ok(found);
        }
        let inside = place::Entity::find()
            .filter(place::Column::ResidentialAreaId.eq(of.id))
            .filter(place::Column::ClosedOn.is_null())
            .filter(scope.on(place::Column::AdminUnitId));
        found.buildings = self.rows_of(inside.order_by_asc(place::Column::NameSort).limit(SHOWN)).await?;
        found.came_from = self.successions(area_succession::Column::NewId, of.id).await?;
        found.became = self.successions(area_succession::Column::OldId, of.id).await?;
        Ok(found)
    }

    /// The open areas that came in the place of some.
    pub async fn areas_instead_of(&self, old: &[Uuid]) -> Result<Vec<Uuid>, Failure> {
        let scope = self.allow(Action::PlaceRead)?;
        let came = area_succession::Entity::find().filter(area_succession::Column::OldId.is_in(old.iter().copied()));
        let came = came.select_only().column(area_succession::Column::NewId).into_query();
        let open = place::Entity::find().filter(place::Column::Id.in_subquery(came)).filter(place::Column::ClosedOn.is_null());
        let open = open.filter(scope.on(place::Column::AdminUnitId)).order_by_asc(place::Column::NameSort);
        open.select_only().column(place::Column::Id).into_tuple().all(&self.db).await.map_err(fault)
    }

    async fn successions(&self, side: area_succession::Column, area: Uuid) -> Result<Vec<Succession>, Failure> {
        let rows = area_succession::Entity::find().filter(side.eq(area)).order_by_asc(area_succession::Column::Id);
        let rows = rows.all(&self.db).await.map_err(fault)?;
        let other = |row: &area_succession::Model| if row.old_id == area { row.new_id } else { row.old_id };
        let places = place::Entity::find().filter(place::Column::Id.is_in(rows.iter().map(other)));
        let names = places.select_only().column(place::Column::Id).column(place::Column::Name);
        let names: Vec<(Uuid, String)> = names.into_tuple().all(&self.db).await.map_err(fault)?;
        let names: BTreeMap<Uuid, String> = names.into_iter().collect();
        rows.into_iter()
            .map(|row| {
                let other = other(&row);
                let name = names.get(&other).cloned().unwrap_or_default();
                Ok(Succession { kind: parse(&row.kind)?, on: row.day, number: row.number, issuer: row.issuer, other: (other, name) })
            })
            .collect()
    }
}

/// New areas first, then the old ones end, then what lay in them moves.
async fn carry_out(write: &mut Write, redraw: &Redraw, old: &[Place], buildings: Vec<Place>) -> Result<Vec<Uuid>, Failure> {
    let units = units_by_id(&write.tx, [redraw.admin_unit_id]).await?;
    let new: Vec<NewPlace> = redraw
        .new
        .iter()
        .map(|name| NewPlace {
            id: Uuid::now_v7(),
            draft: successor(redraw, old, name),
            sample: old.iter().all(|area| area.sample),
            facts: Vec::new(),
        })
        .collect();
    let ids: Vec<Uuid> = new.iter().map(|area| area.id).collect();
    save_new(write, new, &units).await?;
    keep_succession(write, redraw, &ids).await?;
    for building in buildings {
        let Some(home) = redraw.homes.get(&building.id).and_then(|index| ids.get(*index)) else { continue };
        let units = units_by_id(&write.tx, [building.draft.admin_unit_id]).await?;
        let moved = PlaceDraft { residential_area_id: Some(*home), ..building.draft.clone() };
        save_change(write, &building, moved, &units).await?;
    }
    // Last: what still lies in an area that ends is told that it needs a new home.
    for area in old {
        let ended = PlaceDraft { closed_on: Some(redraw.on), ..area.draft.clone() };
        save_change(write, area, ended, &units).await?;
    }
    for area in old {
        officer::carry(write, area.id, &ids).await?;
        match ids.as_slice() {
            [only] => {
                hand_over(write, area.id, *only).await?;
                household::carry(write, area.id, *only).await?;
            }
            // Nobody knows yet to which of several an organization went: it waits for a new home.
            _ => end_links_of(write, area.id, redraw.on).await?,
        }
    }
    Ok(ids)
}

/// What is known of a new area from those in whose place it comes. Where several come, nobody knows yet which
/// of them an organization or a head went to: that is unknown, and to be confirmed.
fn successor(redraw: &Redraw, old: &[Place], name: &str) -> PlaceDraft {
    let drafts = || old.iter().map(|area| &area.draft);
    let alone = redraw.new.len() == 1;
    let same_district = drafts().all(|draft| draft.former_district == old[0].draft.former_district);
    let one_of_one = alone && old.len() == 1;
    PlaceDraft {
        kind: PlaceKind::ResidentialArea,
        name: name.to_owned(),
        admin_unit_id: redraw.admin_unit_id,
        former_district: old[0].draft.former_district.clone().filter(|_| same_district),
        organizations: drafts().filter(|_| alone).flat_map(|draft| draft.organizations.iter().copied()).collect(),
        residents: alone.then(|| drafts().map(|draft| draft.residents).sum()).flatten(),
        head_post: old[0].draft.head_post.filter(|_| one_of_one),
        cell_committee: old[0].draft.cell_committee.filter(|_| one_of_one),
        lon: old[0].draft.lon.filter(|_| one_of_one),
        lat: old[0].draft.lat.filter(|_| one_of_one),
        ..PlaceDraft::default()
    }
}

async fn keep_succession(write: &mut Write, redraw: &Redraw, new: &[Uuid]) -> Result<(), Failure> {
    let mut rows = Vec::new();
    let pairs: Vec<(Uuid, Uuid)> = redraw.old.iter().flat_map(|old| new.iter().map(move |new| (*old, *new))).collect();
    for (old_id, new_id) in pairs {
        let id = Uuid::now_v7();
        rows.push(area_succession::ActiveModel {
            id: Set(id),
            old_id: Set(old_id),
            new_id: Set(new_id),
            day: Set(redraw.on),
            kind: Set(redraw.kind.code().into()),
            number: Set(redraw.number.clone()),
            issuer: Set(redraw.issuer.clone()),
            recorded_by: Set(write.actor().to_owned()),
            recorded_at: Set(write.now),
        });
        let said = [
            ("old_id", json!(old_id)),
            ("new_id", json!(new_id)),
            ("on", json!(redraw.on)),
            ("kind", json!(redraw.kind)),
            ("number", json!(redraw.number)),
            ("issuer", json!(redraw.issuer)),
        ];
        let changes = said.map(|(field, to)| FieldChange { field: field.into(), from: Value::Null, to });
        write.log(TABLE, id, 1, &changes).await?;
    }
    insert(&write.tx, rows).await
}

/// The day on which each of some areas came in the place of others.
async fn began_on(write: &Write, areas: &[Uuid]) -> Result<BTreeMap<Uuid, NaiveDate>, Failure> {
    let came = area_succession::Entity::find().filter(area_succession::Column::NewId.is_in(areas.iter().copied()));
    Ok(came.all(&write.tx).await.map_err(fault)?.into_iter().map(|row| (row.new_id, row.day)).collect())
}

/// One decision has one day. That it redraws several areas, and says more besides, is as it should be.
async fn check_number(write: &Write, redraw: &Redraw) -> Result<(), Failure> {
    let unit = place::Entity::find().filter(place::Column::AdminUnitId.eq(redraw.admin_unit_id)).select_only().column(place::Column::Id);
    let rows = area_succession::Entity::find().filter(area_succession::Column::OldId.in_subquery(unit.into_query()));
    let rows = rows.all(&write.tx).await.map_err(fault)?.into_iter().map(|row| (None, row.number, row.day));
    let known: Vec<(Option<Uuid>, String, NaiveDate)> = decisions_of_ward(&write.tx, redraw.admin_unit_id).await?;
    let number = text::fold(&redraw.number);
    let same = |(_, other, day): &(Option<Uuid>, String, NaiveDate)| {
        text::fold(other) == number && day.year() == redraw.on.year() && *day != redraw.on
    };
    match known.into_iter().chain(rows).find(same) {
        None => Ok(()),
        Some((.., day)) => {
            let mut errors = FieldErrors::default();
            errors.push_day("number", "decision_number_taken", day);
            errors.into_result()
        }
    }
}

/// Folded names of the other open areas of the ward.
async fn names_of_others(write: &Write, old: &[Place]) -> Result<BTreeSet<String>, Failure> {
    let Some(first) = old.first() else { return Ok(BTreeSet::new()) };
    let open = place::Entity::find().filter(open_areas(first.draft.admin_unit_id));
    let others = open.filter(place::Column::Id.is_not_in(old.iter().map(|area| area.id)));
    let names: Vec<String> = others.select_only().column(place::Column::Name).into_tuple().all(&write.tx).await.map_err(fault)?;
    Ok(names.iter().map(|name| text::fold(name)).collect())
}

fn open_areas(admin_unit_id: Uuid) -> Condition {
    Condition::all()
        .add(place::Column::AdminUnitId.eq(admin_unit_id))
        .add(place::Column::Kind.eq(PlaceKind::ResidentialArea.code()))
        .add(place::Column::ClosedOn.is_null())
        .add(place::Column::MergedInto.is_null())
}

/// Open buildings and clusters that lie in some areas.
pub(super) async fn buildings_in(write: &Write, areas: &[Uuid]) -> Result<Vec<Place>, Failure> {
    let inside = place::Entity::find()
        .filter(place::Column::ResidentialAreaId.is_in(areas.iter().copied()))
        .filter(place::Column::ClosedOn.is_null());
    let ids: Vec<Uuid> = inside.select_only().column(place::Column::Id).into_tuple().all(&write.tx).await.map_err(fault)?;
    let places = load(&write.tx, &ids).await?;
    Ok(places.into_iter().filter(|place| write.scope.holds(place.draft.admin_unit_id)).collect())
}

/// A building is put into an open area of its own ward. One that lies in an area which has ended stays
/// there until somebody says where it lies now.
pub(super) async fn check_area(write: &Write, before: Option<&Place>, draft: &PlaceDraft) -> Result<(), Failure> {
    let Some(area) = draft.residential_area_id else { return Ok(()) };
    let stays = |before: &&Place| before.draft.residential_area_id == Some(area) && before.draft.admin_unit_id == draft.admin_unit_id;
    if before.filter(stays).is_some() {
        return Ok(());
    }
    let open = place::Entity::find_by_id(area).filter(open_areas(draft.admin_unit_id)).count(&write.tx).await.map_err(fault)?;
    if open == 0 { Err(FieldErrors::one("residential_area_id", "not_an_area_of_this_ward", "").into()) } else { Ok(()) }
}

/// The day on which an area ended; none for one that is there.
pub(crate) async fn area_ended_on(db: &impl ConnectionTrait, area: Option<Uuid>) -> Result<Option<NaiveDate>, Failure> {
    let Some(area) = area else { return Ok(None) };
    let found = place::Entity::find_by_id(area).select_only().column(place::Column::ClosedOn);
    Ok(found.into_tuple::<Option<NaiveDate>>().one(db).await.map_err(fault)?.flatten())
}

/// An area in whose place others came does not come back beside them.
pub(super) async fn check_reopened(write: &Write, before: &Place, draft: &PlaceDraft) -> Result<(), Failure> {
    if before.draft.kind != PlaceKind::ResidentialArea || before.draft.closed_on.is_none() || draft.closed_on.is_some() {
        return Ok(());
    }
    let gone = area_succession::Entity::find().filter(area_succession::Column::OldId.eq(before.id)).count(&write.tx).await;
    if gone.map_err(fault)? > 0 { Err(FieldErrors::one("closed_on", "area_was_redrawn", "").into()) } else { Ok(()) }
}
