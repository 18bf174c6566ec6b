//! Who could help a household: by how near they live and how many more they can take, without those whom it does not
//! want. Numbers for a choice that a person makes, and that nobody is measured by.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::assignment::{Suggestion, rank};
use domain::failure::Failure;
use domain::member::{MemberDraft, MemberState};
use domain::permission::Action;
use domain::place::PlaceKind;
use domain::setting::Setting;
use geo::{Distance, Haversine, Point};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entities::{household_assignment, member, place};
use crate::fault::fault;
use crate::member::TABLE as MEMBER;
use crate::sealed::find_records;
use crate::session::Session;
use crate::setting::rules_in;

impl Session {
    /// Members of its ward who could be assigned to a household, the likeliest first; nobody where it is not helped.
    pub async fn suggestions(&self, household: Uuid) -> Result<Vec<Suggestion>, Failure> {
        let said = self.household(household).await?;
        if said.restricted || said.ended_on.is_some() {
            return Ok(Vec::new());
        }
        let rows = member::Entity::find()
            .filter(member::Column::AdminUnitId.eq(said.admin_unit_id))
            .filter(member::Column::State.eq(MemberState::Active.code()));
        let mut rows = rows.all(&self.db).await.map_err(fault)?;
        let there = members_of(&self.db, household, self.today).await?;
        rows.retain(|row| !said.draft.refused.contains(&row.id) && !there.contains(&row.id));
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let most = rules_in(&self.db, said.admin_unit_id).await?.on(Setting::HouseholdsOfAMember, self.today);
        let loads = loads(&self.db, &ids, self.today).await?;
        let (points, house) = (points(&self.db).await?, is_a_house(&self.db, said.place_id).await?);
        let here = points.get(&said.place_id);
        let suggest = |id: Uuid, draft: &MemberDraft| Suggestion {
            member: id,
            name: draft.name.clone(),
            distance_m: draft.residence.and_then(|there| Some(metres(*here?, *points.get(&there)?))),
            same_building: house && draft.residence == Some(said.place_id),
            free: draft.capacity.min(most).saturating_sub(loads.get(&id).copied().unwrap_or_default()),
        };
        let sealed = rows.into_iter().map(|row| (row.id, row.sealed)).collect();
        let shown = find_records(self, Action::MemberRead, MEMBER, said.admin_unit_id, sealed, |mut all: Vec<(Uuid, MemberDraft)>| {
            all.retain(|(id, draft)| said.draft.neighbours_allowed || !suggest(*id, draft).same_building);
            all
        });
        let mut found: Vec<Suggestion> = shown.await?.iter().map(|(id, draft)| suggest(*id, draft)).collect();
        rank(&mut found);
        Ok(found)
    }
}

/// People of a building are neighbours; those of a residential area are not, just by living there.
pub(crate) async fn is_a_house(db: &impl ConnectionTrait, id: Uuid) -> Result<bool, Failure> {
    let kind = place::Entity::find_by_id(id).select_only().column(place::Column::Kind).into_tuple::<String>();
    let kind = kind.one(db).await.map_err(fault)?;
    Ok(kind.is_none_or(|kind| kind != PlaceKind::ResidentialArea.code()))
}

/// To how many households each of these is assigned, those that begin later included.
pub(crate) async fn loads(db: &impl ConnectionTrait, members: &[Uuid], today: NaiveDate) -> Result<HashMap<Uuid, u32>, Failure> {
    use household_assignment::Column as C;
    let mut found = HashMap::new();
    for ids in members.chunks(500) {
        let rows = household_assignment::Entity::find()
            .filter(C::MemberId.is_in(ids.iter().copied()))
            .filter(C::ToDay.gte(today))
            .filter(C::EndedOn.is_null());
        for id in rows.select_only().column(C::MemberId).into_tuple::<Uuid>().all(db).await.map_err(fault)? {
            *found.entry(id).or_insert(0) += 1;
        }
    }
    Ok(found)
}

/// Whoever is assigned to a household, or will be.
async fn members_of(db: &impl ConnectionTrait, household: Uuid, today: NaiveDate) -> Result<Vec<Uuid>, Failure> {
    use household_assignment::Column as C;
    let rows = household_assignment::Entity::find().filter(C::HouseholdId.eq(household)).filter(C::ToDay.gte(today));
    rows.filter(C::EndedOn.is_null()).select_only().column(C::MemberId).into_tuple().all(db).await.map_err(fault)
}

/// Where places lie. People may live in any ward.
async fn points(db: &impl ConnectionTrait) -> Result<HashMap<Uuid, Point>, Failure> {
    let rows = place::Entity::find().filter(place::Column::Lon.is_not_null()).filter(place::Column::Lat.is_not_null());
    let rows = rows.select_only().columns([place::Column::Id, place::Column::Lon, place::Column::Lat]);
    let rows: Vec<(Uuid, f64, f64)> = rows.into_tuple().all(db).await.map_err(fault)?;
    Ok(rows.into_iter().map(|(id, lon, lat)| (id, Point::new(lon, lat))).collect())
}

/// As the crow flies.
fn metres(from: Point, to: Point) -> u32 {
    // Half the way round the earth fits.
    Haversine.distance(from, to).round() as u32
}
