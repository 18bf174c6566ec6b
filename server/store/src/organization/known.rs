//! What rules are asked with: the organizations that a decision speaks of, all above them, their places, and
//! what else those places have.

use std::collections::{BTreeMap, BTreeSet};

use domain::failure::Failure;
use domain::organization::{Link, Organization, Organizations};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::rows::{never_held, to_link, to_organization};
use crate::entities::{organization, organization_link};
use crate::fault::fault;

#[derive(Default)]
pub(super) struct Known {
    pub rows: BTreeMap<Uuid, organization::Model>,
    pub organizations: Organizations,
    /// With their rows, oldest first. What never held is left out.
    pub links: Vec<(organization_link::Model, Link)>,
}

impl Known {
    /// Some organizations with all that hangs on them, and on these places.
    pub async fn load(db: &impl ConnectionTrait, ids: impl IntoIterator<Item = Uuid>, places: &[Uuid]) -> Result<Self, Failure> {
        let ids: BTreeSet<Uuid> = ids.into_iter().collect();
        let mut known = Self::default();
        known.add(db, ids.iter().copied().collect()).await?;
        let of_these = organization_link::Column::OrganizationId.is_in(ids);
        let found = organization_link::Entity::find().filter(of_these).all(db).await.map_err(fault)?;
        let places: BTreeSet<Uuid> = found.iter().map(|row| row.place_id).chain(places.iter().copied()).collect();
        let mut all: BTreeMap<Uuid, organization_link::Model> = found.into_iter().map(|row| (row.id, row)).collect();
        for places in places.into_iter().collect::<Vec<_>>().chunks(500) {
            let query = organization_link::Entity::find().filter(organization_link::Column::PlaceId.is_in(places.iter().copied()));
            let rows = query.order_by_asc(organization_link::Column::BeganOn).all(db).await.map_err(fault)?;
            all.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        known.links = all
            .into_values()
            .filter(|row| !never_held(row))
            .map(|row| Ok((row.clone(), to_link(&row)?)))
            .collect::<Result<_, Failure>>()?;
        known.links.sort_by_key(|(row, _)| (row.began_on, row.id));
        known.add(db, known.links.iter().map(|(_, link)| link.organization_id).collect()).await?;
        Ok(known)
    }

    /// Also these, with all that stand above them.
    pub async fn add(&mut self, db: &impl ConnectionTrait, ids: BTreeSet<Uuid>) -> Result<(), Failure> {
        let mut next: BTreeSet<Uuid> = ids.into_iter().filter(|id| !self.rows.contains_key(id)).collect();
        while !next.is_empty() {
            let rows = organization::Entity::find().filter(organization::Column::Id.is_in(next)).all(db).await.map_err(fault)?;
            next = BTreeSet::new();
            for row in rows {
                self.organizations.insert(row.id, to_organization(&row)?);
                next.extend(row.superior_id);
                self.rows.insert(row.id, row);
            }
            next.retain(|id| !self.rows.contains_key(id));
        }
        Ok(())
    }

    /// One that is to be founded by what is being decided.
    pub fn add_new(&mut self, organization: Organization) {
        self.organizations.insert(organization.id, organization);
    }

    pub fn all_links(&self) -> Vec<Link> {
        self.links.iter().map(|(_, link)| link.clone()).collect()
    }
}
