//! One organization as a whole, and what one place has.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::ledger::Kept;
use super::rows::{never_held, to_draft, to_link};
use super::view::{At, LedgerEntry, OrganizationName, OrganizationView, OrganizationsAt, PlaceAt};
use crate::account::actor_names;
use crate::admin_unit::units_by_id;
use crate::entities::{organization, organization_event, organization_involved, organization_link, place};
use crate::fault::{broken, fault};
use crate::place::rows::parse;
use crate::session::Session;

/// More rows than these nobody reads on one page.
const MOST: u64 = 500;

/// A place as far as a row of an organization's page shows it.
type Shown = (Uuid, String, String, Uuid, Option<chrono::NaiveDate>, String);

impl Session {
    /// One organization; one that is out of sight is not found.
    pub async fn organization(&self, id: Uuid) -> Result<OrganizationView, Failure> {
        let scope = self.allow(Action::OrganizationRead)?;
        let found = organization::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?;
        let row = found.filter(|row| scope.holds(row.admin_unit_id)).ok_or(Failure::NotFound)?;
        let unit = units_by_id(&self.db, [row.admin_unit_id]).await?.into_values().next().ok_or_else(|| broken(&"no such unit"))?;
        let below = organization::Entity::find()
            .filter(organization::Column::SuperiorId.eq(id))
            .filter(scope.on(organization::Column::AdminUnitId));
        let below = below.order_by_asc(organization::Column::NameSort).limit(MOST).all(&self.db).await.map_err(fault)?;
        let (places, past, elsewhere) = self.places_of(id).await?;
        Ok(OrganizationView {
            id,
            revision: row.revision,
            draft: to_draft(&row)?,
            founded_on: row.founded_on,
            ended_on: row.ended_on,
            admin_unit_code: unit.code.clone(),
            admin_unit_name: unit.full_name(),
            superior: self.named(row.superior_id).await?.into_values().next(),
            subordinates: below.iter().map(name_of).collect::<Result<_, _>>()?,
            places,
            elsewhere,
            past,
            ledger: self.ledger_of(id).await?,
        })
    }

    /// Places linked now, those linked before (newest first), and how many linked now are out of sight.
    async fn places_of(&self, id: Uuid) -> Result<(Vec<PlaceAt>, Vec<PlaceAt>, u64), Failure> {
        use organization_link::Column as C;
        let of = || organization_link::Entity::find().filter(C::OrganizationId.eq(id));
        let open = of().filter(C::EndedOn.is_null()).limit(MOST).all(&self.db).await.map_err(fault)?;
        let closed = of().filter(C::EndedOn.is_not_null()).order_by_desc(C::EndedOn).limit(MOST).all(&self.db).await.map_err(fault)?;
        let ids: BTreeSet<Uuid> = open.iter().chain(&closed).map(|row| row.place_id).collect();
        let sight = self.allow(Action::PlaceRead)?;
        let shown: HashMap<Uuid, Shown> =
            self.shown(ids).await?.into_iter().filter(|row| sight.holds(row.3)).map(|row| (row.0, row)).collect();
        let total = of().filter(C::EndedOn.is_null()).count(&self.db).await.map_err(fault)?;
        let mut here = to_places(&open, &shown)?;
        here.sort_by_key(|place| domain::text::sort_key(&place.name));
        let elsewhere = total.saturating_sub(here.len() as u64);
        Ok((here, to_places(&closed, &shown)?, elsewhere))
    }

    async fn shown(&self, ids: BTreeSet<Uuid>) -> Result<Vec<Shown>, Failure> {
        use place::Column as C;
        let query = place::Entity::find().filter(C::Id.is_in(ids)).select_only();
        let query = query.columns([C::Id, C::Name, C::Address, C::AdminUnitId, C::ClosedOn, C::Party]);
        query.into_tuple().all(&self.db).await.map_err(fault)
    }

    async fn named(&self, ids: impl IntoIterator<Item = Uuid>) -> Result<BTreeMap<Uuid, OrganizationName>, Failure> {
        let ids: BTreeSet<Uuid> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows = organization::Entity::find().filter(organization::Column::Id.is_in(ids)).all(&self.db).await.map_err(fault)?;
        rows.iter().map(|row| Ok((row.id, name_of(row)?))).collect()
    }

    /// What was decided about it, newest first: also where it was merged into another or came out of one.
    async fn ledger_of(&self, id: Uuid) -> Result<Vec<LedgerEntry>, Failure> {
        use organization_event::Column as C;
        let of = organization_involved::Entity::find().filter(organization_involved::Column::OrganizationId.eq(id));
        let of = of.select_only().column(organization_involved::Column::EventId).into_query();
        let query = organization_event::Entity::find().filter(C::Id.in_subquery(of));
        let rows = query.order_by_desc(C::Day).order_by_desc(C::Id).limit(MOST).all(&self.db).await.map_err(fault)?;
        let kept: Vec<Kept> = rows.iter().map(Kept::of).collect::<Result<_, _>>()?;
        let names = self.named(kept.iter().flat_map(|kept| kept.event.involved().chain(kept.superior_id))).await?;
        let units = units_by_id(&self.db, kept.iter().filter_map(|kept| kept.admin_unit_id)).await?;
        let places = self.shown(kept.iter().flat_map(|kept| kept.without_home.iter().copied()).collect()).await?;
        let sight = self.allow(Action::PlaceRead)?;
        let places: Vec<&Shown> = places.iter().filter(|row| sight.holds(row.3)).collect();
        let actors = actor_names(&self.db, rows.iter().map(|row| row.recorded_by.clone())).await?;
        let name = |id: &Uuid| names.get(id).cloned();
        let entries = rows.iter().zip(kept).map(|(row, kept)| {
            Ok(LedgerEntry {
                about: name(&kept.event.organization_id).ok_or_else(|| broken(&"a decision about nothing"))?,
                others: kept.event.others.iter().filter_map(name).collect(),
                to_unit: kept.admin_unit_id.and_then(|unit| units.get(&unit)).map(|unit| unit.full_name()),
                to_superior: kept.superior_id.as_ref().and_then(name),
                without_home: places.iter().filter(|row| kept.without_home.contains(&row.0)).map(|row| (row.0, row.1.clone())).collect(),
                by: actors.get(&row.recorded_by).cloned().unwrap_or_default(),
                at: row.recorded_at,
                operation_id: row.operation_id,
                event: kept.event,
            })
        });
        entries.collect()
    }

    /// The organizations of a place, now and before. Their names are seen by whoever sees the place.
    pub async fn organizations_at(&self, place_id: Uuid) -> Result<OrganizationsAt, Failure> {
        use organization_link::Column as C;
        let scope = self.allow(Action::OrganizationRead)?;
        let sight = self.allow(Action::PlaceRead)?;
        let place = self.shown(BTreeSet::from([place_id])).await?.pop().filter(|row| sight.holds(row.3)).ok_or(Failure::NotFound)?;
        let query = organization_link::Entity::find().filter(C::PlaceId.eq(place_id)).order_by_desc(C::BeganOn).order_by_desc(C::Id);
        let rows = query.limit(MOST).all(&self.db).await.map_err(fault)?;
        if rows.is_empty() {
            return Ok(OrganizationsAt::default());
        }
        let ids = rows.iter().map(|row| row.organization_id);
        let found = organization::Entity::find().filter(organization::Column::Id.is_in(ids)).all(&self.db).await.map_err(fault)?;
        let found: HashMap<Uuid, organization::Model> = found.into_iter().map(|row| (row.id, row)).collect();
        let mut at = OrganizationsAt::default();
        let homeless = !party(&place)?;
        for row in rows.iter().filter(|row| !never_held(row)) {
            let Some(of) = found.get(&row.organization_id) else { continue };
            let link = to_link(row)?;
            let share = At {
                link_id: row.id,
                organization: name_of(of)?,
                kind: link.kind,
                from: link.from,
                to: link.to,
                review_on: row.review_on,
                in_sight: scope.holds(of.admin_unit_id),
            };
            if link.to.is_none() {
                at.now.push(share)
            } else {
                at.past.push(share)
            }
            if row.needs_home && homeless {
                at.without_home_since = at.without_home_since.max(link.to);
            }
        }
        at.now.sort_by_key(|share| (!share.organization.kind.is_party(), share.kind, share.organization.kind));
        at.past.sort_by_key(|share| std::cmp::Reverse(share.to));
        Ok(at)
    }
}

fn party(place: &Shown) -> Result<bool, Failure> {
    Ok(parse::<domain::organization::PartyCategory>(&place.5)?.is_party())
}

fn name_of(row: &organization::Model) -> Result<OrganizationName, Failure> {
    Ok(OrganizationName { id: row.id, name: row.name.clone(), kind: parse(&row.kind)?, ended_on: row.ended_on })
}

fn to_places(rows: &[organization_link::Model], shown: &HashMap<Uuid, Shown>) -> Result<Vec<PlaceAt>, Failure> {
    let in_sight = rows.iter().filter(|row| !never_held(row)).filter_map(|row| Some((row, shown.get(&row.place_id)?)));
    let to_place = |(row, place): (&organization_link::Model, &Shown)| {
        let link = to_link(row)?;
        Ok(PlaceAt {
            link_id: row.id,
            place_id: row.place_id,
            name: place.1.clone(),
            address: place.2.clone(),
            closed: place.4.is_some(),
            kind: link.kind,
            from: link.from,
            to: link.to,
            review_on: row.review_on,
            needs_home: row.needs_home && !party(place)?,
        })
    };
    in_sight.map(to_place).collect()
}
