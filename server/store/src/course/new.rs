//! Places that come in many at once, with the facts of their boards: the same comes of them as if each fact
//! had been recorded by itself, without a question to the database for each.

use std::collections::HashSet;

use domain::course::{BoardFact, told_by_cluster, with_cluster};
use domain::failure::Failure;
use uuid::Uuid;

use super::facts::{ToKeep, facts_of};
use super::keep::{register_before, said_otherwise};
use super::{Plan, rulebook};
use crate::place::NewPlace;
use crate::session::Write;

/// Derives the fields of new places that have facts, or stand in a cluster that has; answers what is due at
/// each, in their order. What a place in such a cluster says for itself becomes facts of its own.
pub(crate) async fn settle_new(write: &mut Write, places: &mut [NewPlace]) -> Result<Vec<Plan>, Failure> {
    let (book, today) = (rulebook(write).await?, write.today);
    let here: HashSet<Uuid> = places.iter().map(|new| new.id).collect();
    let parents: HashSet<Uuid> = places.iter().filter_map(|new| new.draft.parent_id).filter(|id| !here.contains(id)).collect();
    let mut known = facts_of(&write.tx, &parents.into_iter().collect::<Vec<_>>()).await?;
    let parents: HashSet<Uuid> = places.iter().filter_map(|new| new.draft.parent_id).collect();
    let clusters = places.iter().filter(|new| parents.contains(&new.id) && !new.facts.is_empty());
    known.extend(clusters.map(|new| (new.id, new.facts.clone())));
    let nothing: Vec<BoardFact> = Vec::new();
    let mut plans = Vec::with_capacity(places.len());
    for new in places {
        let cluster = told_by_cluster(new.draft.parent_id.and_then(|parent| known.get(&parent)).unwrap_or(&nothing));
        if new.facts.is_empty() && !cluster.is_empty() {
            new.facts = register_before(&new.draft, today, cluster.iter().map(|fact| fact.on).min());
        }
        if new.facts.is_empty() && cluster.is_empty() {
            new.facts = said_otherwise(&book, &new.draft, today, today).unwrap_or_default();
        }
        let facts = with_cluster(&new.facts, cluster);
        plans.push(Plan::of_new(&book, new.id, &mut new.draft, &facts, today));
    }
    Ok(plans)
}

/// Keeps the facts of places that stand in the register now.
pub(crate) async fn keep_new(write: &mut Write, places: &[NewPlace]) -> Result<(), Failure> {
    let mut kept = ToKeep::default();
    for new in places {
        kept.add(write, new.id, &new.facts)?;
    }
    kept.keep(write).await
}
