//! The agreement of a cluster is that of its buildings, as long as they have none of their own in force.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::agreement::AgreementDraft;
use domain::failure::Failure;
use domain::place::{Place, PlaceDraft};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::keep::{places_with, rows_of, says_one};
use super::to_draft;
use crate::actor::Scope;
use crate::course::{derive_again, save_as};
use crate::entities::place;
use crate::fault::fault;
use crate::place::{NewPlace, load};
use crate::session::Write;

/// Agreements of the cluster in which a building stands, and of the one in which it stood.
pub(super) struct OfClusters {
    all: Vec<(Uuid, AgreementDraft)>,
    now: Option<Uuid>,
}

impl OfClusters {
    pub async fn load(db: &impl ConnectionTrait, before: Option<Uuid>, now: Option<Uuid>) -> Result<Self, Failure> {
        let clusters: BTreeSet<Uuid> = before.into_iter().chain(now).collect();
        let rows = if clusters.is_empty() { Vec::new() } else { rows_of(db, &Vec::from_iter(clusters)).await? };
        Ok(Self { all: rows.iter().map(|row| (row.place_id, to_draft(row))).collect(), now })
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What a register says is one of these: the building has it from its cluster.
    pub fn name(&self, draft: &PlaceDraft) -> bool {
        says_one(draft) && self.all.iter().any(|(_, agreement)| says(draft, agreement))
    }

    /// The one in force where the building stands.
    pub fn in_force(self, today: NaiveDate) -> Option<AgreementDraft> {
        let now = self.now;
        self.all.into_iter().find(|(cluster, agreement)| Some(*cluster) == now && agreement.holds_on(today)).map(|(_, agreement)| agreement)
    }
}

fn says(draft: &PlaceDraft, agreement: &AgreementDraft) -> bool {
    agreement.signed_on.is_some() && (&draft.agreement_number, draft.agreement_on) == (&agreement.number, agreement.signed_on)
}

/// The register of a building says what its cluster agreed on, and nothing of its own.
pub(crate) async fn is_of_cluster(db: &impl ConnectionTrait, draft: &PlaceDraft) -> Result<bool, Failure> {
    Ok(draft.parent_id.is_some() && OfClusters::load(db, None, draft.parent_id).await?.name(draft))
}

/// After an agreement of a cluster has changed from `was`: what its buildings say because of it, also those that are
/// closed and those that came to another ward since. Whoever changes the one need not be able to change the other.
pub(super) async fn carry_to_buildings(write: &mut Write, cluster: &Place, was: &AgreementDraft) -> Result<(), Failure> {
    let own = std::mem::replace(&mut write.scope, Scope::Everywhere);
    let carried = carry(write, cluster, was).await;
    write.scope = own;
    carried
}

async fn carry(write: &mut Write, cluster: &Place, was: &AgreementDraft) -> Result<(), Failure> {
    let children = place::Entity::find().filter(place::Column::ParentId.eq(cluster.id)).select_only().column(place::Column::Id);
    let ids: Vec<Uuid> = children.into_tuple().all(&write.tx).await.map_err(fault)?;
    for mut building in load(&write.tx, &ids).await? {
        let before = building.clone();
        if says(&building.draft, was) {
            // It was that agreement: what follows is found anew.
            (building.draft.agreement_number, building.draft.agreement_on) = (None, None);
        }
        save_as(write, &before, building.draft).await?;
    }
    Ok(())
}

/// New buildings come into clusters that have agreed already.
pub(crate) async fn follow_new(write: &mut Write, places: &[NewPlace]) -> Result<(), Failure> {
    let parents: BTreeSet<Uuid> = places.iter().filter_map(|new| new.draft.parent_id).collect();
    let agreed = places_with(&write.tx, &Vec::from_iter(parents)).await?;
    let of_agreed = |new: &&NewPlace| new.draft.parent_id.is_some_and(|parent| agreed.contains(&parent));
    let ids: Vec<Uuid> = places.iter().filter(of_agreed).map(|new| new.id).collect();
    for ids in ids.chunks(500) {
        for building in load(&write.tx, ids).await? {
            derive_again(write, &building, None).await?;
        }
    }
    Ok(())
}
