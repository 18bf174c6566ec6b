//! Who looks after a place, and what the people of a ward look after.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::failure::Failure;
use domain::filter::PlaceFilter;
use domain::officer::{LookedAfter, OfficerRole, PlaceOfficer};
use domain::permission::Action;
use domain::place::Place;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{narrowed, people_of};
use crate::account::actor_names;
use crate::actor::Scope;
use crate::admin_unit::units_by_id;
use crate::entities::{place, place_officer};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::Session;

/// Of one place; older ones stand in the change log.
const SHOWN: u64 = 30;

/// Somebody of a ward, with what they look after there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub account: Uuid,
    pub name: String,
    /// Places, in whatever role.
    pub places: u64,
    /// Those of them at which they only follow the cell.
    pub follows: u64,
}

/// One ward: its people, those who have left it with places in their name, and how many places nobody looks
/// after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WardOfficers {
    pub code: String,
    /// With its kind.
    pub name: String,
    pub people: Vec<Person>,
    pub left: Vec<Person>,
    pub nobody: u64,
}

/// What a take-over did, for the message afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOver {
    pub operation: Uuid,
    pub from: String,
    pub to: String,
    pub places: u64,
    /// Nothing of it was changed since.
    pub can_undo: bool,
}

impl Session {
    /// Who looks after a place today.
    pub async fn officers_of(&self, place: &Place) -> Result<Vec<PlaceOfficer>, Failure> {
        let rows = place_officer::Entity::find().filter(place_officer::Column::ValidTo.is_null());
        self.at_place(place, rows.order_by_asc(place_officer::Column::RecordedAt)).await
    }

    /// Who looked after it before, the latest first.
    pub async fn former_officers_of(&self, place: &Place) -> Result<Vec<PlaceOfficer>, Failure> {
        let rows = place_officer::Entity::find().filter(place_officer::Column::ValidTo.is_not_null());
        self.at_place(place, rows.order_by_desc(place_officer::Column::EndedAt).limit(SHOWN)).await
    }

    async fn at_place(&self, place: &Place, rows: sea_orm::Select<place_officer::Entity>) -> Result<Vec<PlaceOfficer>, Failure> {
        if !self.allow(Action::PlaceRead)?.holds(place.draft.admin_unit_id) {
            return Err(Failure::NotFound);
        }
        let rows = rows.filter(place_officer::Column::PlaceId.eq(place.id)).all(&self.db).await.map_err(fault)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let names = actor_names(&self.db, rows.iter().map(|row| row.account_id.to_string())).await?;
        let people = people_of(&self.db, &[place.draft.admin_unit_id].into()).await?;
        let officers = rows.into_iter().map(|row| {
            Ok(PlaceOfficer {
                id: row.id,
                account: row.account_id,
                name: names.get(&row.account_id.to_string()).cloned().unwrap_or_default(),
                role: parse(&row.role)?,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                left: !people.iter().any(|(account, ..)| *account == row.account_id),
            })
        });
        officers.collect()
    }

    /// Who can be given a place of this unit: account and name.
    pub async fn officers_to_choose(&self, unit: Uuid) -> Result<Vec<(Uuid, String)>, Failure> {
        if !self.allow(Action::OfficerAssign)?.holds(unit) {
            return Err(Failure::NotFound);
        }
        let mut people: Vec<(Uuid, String)> =
            people_of(&self.db, &[unit].into()).await?.into_iter().map(|(account, _, name)| (account, name)).collect();
        people.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(people)
    }

    /// Whether the actor looks after any place in sight: then their pages open on those.
    pub async fn looks_after_something(&self) -> Result<bool, Failure> {
        let Some(own) = self.actor.account else { return Ok(false) };
        let open = self.allow(Action::PlaceRead)?.on(place::Column::AdminUnitId).add(place::Column::ClosedOn.is_null());
        let open = narrowed(open, LookedAfter::Me, Some(own), place::Column::Id, place::Column::AdminUnitId);
        let found = place::Entity::find().filter(open);
        let one: Option<Uuid> = found.select_only().column(place::Column::Id).into_tuple().one(&self.db).await.map_err(fault)?;
        Ok(one.is_some())
    }

    /// The wards in which the actor gives places to people, with who has how many. People stand in the order of
    /// their names: the numbers are there to share work out, and rank nobody.
    pub async fn ward_officers(&self) -> Result<Vec<WardOfficers>, Failure> {
        let Scope::Units(units) = self.allow(Action::OfficerAssign)? else { return Ok(Vec::new()) };
        let people = people_of(&self.db, &units).await?;
        let held = self.held(&units).await?;
        let mut wards = Vec::new();
        for (id, unit) in units_by_id(&self.db, units).await? {
            let names = actor_names(&self.db, held.keys().filter(|(of, _)| *of == id).map(|(_, account)| account.to_string())).await?;
            let person = |account: Uuid, name: String| {
                let roles = held.get(&(id, account));
                let places = roles.map_or(0, |places| places.len() as u64);
                let follows = roles.map_or(0, |places| places.values().filter(|officer| !**officer).count() as u64);
                Person { account, name, places, follows }
            };
            let mut here: Vec<Person> =
                people.iter().filter(|(_, of, _)| *of == id).map(|(account, _, name)| person(*account, name.clone())).collect();
            let gone = held.keys().filter(|(of, account)| *of == id && !here.iter().any(|person| person.account == *account));
            let mut left: Vec<Person> =
                gone.map(|(_, account)| person(*account, names.get(&account.to_string()).cloned().unwrap_or_default())).collect();
            here.sort_by(|a, b| a.name.cmp(&b.name));
            left.sort_by(|a, b| a.name.cmp(&b.name));
            let nobodys = PlaceFilter { looked_after: Some(LookedAfter::Nobody), unit: Some(unit.code.clone()), ..PlaceFilter::default() };
            let nobody = self.places(&nobodys, 1, None).await?.total;
            wards.push(WardOfficers { code: unit.code.clone(), name: unit.full_name(), people: here, left, nobody });
        }
        wards.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(wards)
    }

    /// Open places that are in somebody's name, by unit and account; true where they look after it, false where
    /// they only follow its cell.
    async fn held(&self, units: &BTreeSet<Uuid>) -> Result<HashMap<(Uuid, Uuid), BTreeMap<Uuid, bool>>, Failure> {
        use place_officer::Column as C;
        let here = place::Entity::find()
            .filter(place::Column::AdminUnitId.is_in(units.iter().copied()))
            .filter(place::Column::ClosedOn.is_null())
            .select_only()
            .columns([place::Column::Id, place::Column::AdminUnitId]);
        let here: HashMap<Uuid, Uuid> = here.into_tuple::<(Uuid, Uuid)>().all(&self.db).await.map_err(fault)?.into_iter().collect();
        let mut held: HashMap<(Uuid, Uuid), BTreeMap<Uuid, bool>> = HashMap::new();
        let ids: Vec<Uuid> = here.keys().copied().collect();
        for ids in ids.chunks(500) {
            let open = place_officer::Entity::find().filter(C::PlaceId.is_in(ids.iter().copied())).filter(C::ValidTo.is_null());
            for row in open.all(&self.db).await.map_err(fault)? {
                let Some(unit) = here.get(&row.place_id) else { continue };
                let looks_after = row.role == OfficerRole::Officer.code();
                *held.entry((*unit, row.account_id)).or_default().entry(row.place_id).or_default() |= looks_after;
            }
        }
        Ok(held)
    }

    /// What an operation took from somebody; none where it took nothing that is in sight.
    pub async fn taken_over(&self, operation: Uuid) -> Result<Option<TakenOver>, Failure> {
        use place_officer::Column as C;
        let scope = self.allow(Action::OfficerAssign)?;
        let seen = place::Entity::find().filter(scope.on(place::Column::AdminUnitId)).select_only().column(place::Column::Id);
        let seen = C::PlaceId.in_subquery(sea_orm::QueryTrait::into_query(seen));
        let of = |column: C| place_officer::Entity::find().filter(column.eq(operation)).filter(seen.clone());
        let ended = of(C::EndedOperationId).all(&self.db).await.map_err(fault)?;
        let begun = of(C::OperationId).all(&self.db).await.map_err(fault)?;
        let (Some(from), Some(to)) = (ended.first(), begun.first()) else { return Ok(None) };
        let (from, to) = (from.account_id.to_string(), to.account_id.to_string());
        let names = actor_names(&self.db, [from.clone(), to.clone()]).await?;
        let name = |account: &String| names.get(account).cloned().unwrap_or_default();
        let places: BTreeSet<Uuid> = ended.iter().map(|row| row.place_id).collect();
        let can_undo = begun.iter().all(|row| row.valid_to.is_none());
        Ok(Some(TakenOver { operation, from: name(&from), to: name(&to), places: places.len() as u64, can_undo }))
    }
}
