//! What a place has through open links. The register keeps it: it is ended where the link is, and not by a
//! form, a file or the taking back of something else.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::failure::{Failure, FieldErrors};
use domain::organization::{Link, LinkKind, PlaceOrganization};
use domain::place::{Place, PlaceDraft};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::known::Known;
use crate::entities::organization_link;
use crate::fault::fault;
use crate::session::Write;

/// What each of some places has through open links, and the name of the organization that gives it.
pub(crate) async fn held_at(
    db: &impl ConnectionTrait,
    places: &[Uuid],
) -> Result<BTreeMap<Uuid, BTreeMap<PlaceOrganization, String>>, Failure> {
    use organization_link::Column as C;
    let mut rows = Vec::new();
    for places in places.chunks(500) {
        let open = organization_link::Entity::find().filter(C::PlaceId.is_in(places.iter().copied())).filter(C::EndedOn.is_null());
        rows.extend(open.all(db).await.map_err(fault)?);
    }
    let mut known = Known::default();
    known.add(db, rows.iter().map(|row| row.organization_id).collect()).await?;
    let mut held: BTreeMap<Uuid, BTreeMap<PlaceOrganization, String>> = BTreeMap::new();
    for row in rows {
        let link = super::rows::to_link(&row)?;
        let kind = known.organizations.get(&row.organization_id).and_then(|organization| organization.kind.at_place(link.kind));
        let name = known.rows.get(&row.organization_id).map(|organization| organization.name.clone());
        if let (Some(kind), Some(name)) = (kind, name) {
            held.entry(row.place_id).or_default().insert(kind, name);
        }
    }
    Ok(held)
}

/// What an open link gives and a draft no longer has.
async fn lost(write: &Write, before: &Place, draft: &PlaceDraft) -> Result<BTreeMap<PlaceOrganization, String>, Failure> {
    if before.draft.organizations.is_subset(&draft.organizations) {
        return Ok(BTreeMap::new());
    }
    let mut held = held_at(&write.tx, &[before.id]).await?.remove(&before.id).unwrap_or_default();
    held.retain(|kind, _| !draft.organizations.contains(kind));
    Ok(held)
}

/// Refuses a draft without what an open link gives, and says where that is ended.
pub(crate) async fn check_held(write: &Write, before: &Place, draft: &PlaceDraft) -> Result<(), Failure> {
    let mut errors = FieldErrors::default();
    for name in lost(write, before, draft).await?.into_values() {
        errors.push("organizations", "held_by_link", name);
    }
    errors.into_result()
}

/// Whatever else a write says, what open links give stays.
pub(crate) async fn keep_held(write: &Write, before: &Place, draft: &mut PlaceDraft) -> Result<(), Failure> {
    draft.organizations.extend(lost(write, before, draft).await?.into_keys());
    Ok(())
}

/// A place's share in a party organization, with the name of that.
pub(crate) struct PartyShare {
    pub link: Link,
    pub name: String,
}

/// All of some places, also those that have ended.
pub(crate) async fn party_shares(db: &impl ConnectionTrait, places: &[Uuid]) -> Result<Vec<PartyShare>, Failure> {
    let known = Known::load(db, [], places).await?;
    let own = known.links.iter().filter(|(_, link)| places.contains(&link.place_id));
    let of_party = own.filter(|(_, link)| known.organizations.get(&link.organization_id).is_some_and(|found| found.kind.is_party()));
    let named = |(_, link): &(organization_link::Model, Link)| {
        Some(PartyShare { link: link.clone(), name: known.rows.get(&link.organization_id)?.name.clone() })
    };
    Ok(of_party.filter_map(named).collect())
}

/// Which of some places have, or had, a share in an organization.
pub(crate) async fn linked(db: &impl ConnectionTrait, places: &[Uuid]) -> Result<BTreeSet<Uuid>, Failure> {
    use organization_link::Column as C;
    let found = organization_link::Entity::find().filter(C::PlaceId.is_in(places.iter().copied()));
    let found: Vec<Uuid> = found.select_only().column(C::PlaceId).distinct().into_tuple().all(db).await.map_err(fault)?;
    Ok(found.into_iter().collect())
}

/// Whether an operation opened or closed a link of a place.
pub(crate) async fn moved_links(db: &impl ConnectionTrait, place: Uuid, operation: Uuid) -> Result<bool, Failure> {
    use organization_link::Column as C;
    let by = Condition::any().add(C::OperationId.eq(operation)).add(C::EndedOperationId.eq(operation));
    let found = organization_link::Entity::find().filter(C::PlaceId.eq(place)).filter(by).count(db).await.map_err(fault)?;
    Ok(found > 0)
}

/// When it is looked at again what stands in the place of an own cell: the earliest day that a link names. Where
/// the end of one left the place without a party organization: since then.
pub(crate) async fn review_on(db: &impl ConnectionTrait, place: Uuid, draft: &PlaceDraft) -> Result<Option<NaiveDate>, Failure> {
    use organization_link::Column as C;
    let which = Condition::any().add(C::EndedOn.is_null()).add(C::NeedsHome.eq(true));
    let rows = organization_link::Entity::find().filter(C::PlaceId.eq(place)).filter(which).all(db).await.map_err(fault)?;
    // Nothing stands in the place of an own cell once there is one.
    let own = draft.organizations.contains(&PlaceOrganization::OwnCell);
    let planned = rows.iter().filter(|row| row.ended_on.is_none() && (!own || row.kind.as_deref() == Some(LinkKind::OwnCell.code())));
    let planned = planned.filter_map(|row| row.review_on);
    let left = rows.iter().filter(|row| row.needs_home && !draft.party().is_party()).filter_map(|row| row.ended_on);
    Ok(planned.chain(left).min())
}
