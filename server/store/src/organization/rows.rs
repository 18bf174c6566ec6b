//! Organizations and links as rows, and back.

use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::organization::{Link, Organization, OrganizationDraft};
use domain::text;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::Value;
use uuid::Uuid;

use super::ORGANIZATION;
use crate::entities::{organization, organization_link};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::Write;

pub(super) fn to_draft(row: &organization::Model) -> Result<OrganizationDraft, Failure> {
    Ok(OrganizationDraft {
        kind: parse(&row.kind)?,
        name: row.name.clone(),
        admin_unit_id: row.admin_unit_id,
        superior_id: row.superior_id,
        members: row.members.and_then(|members| u32::try_from(members).ok()),
        cell_committee: row.cell_committee,
    })
}

/// As far as rules ask about it.
pub(super) fn to_organization(row: &organization::Model) -> Result<Organization, Failure> {
    Ok(Organization {
        id: row.id,
        kind: parse(&row.kind)?,
        founded_on: row.founded_on,
        ended_on: row.ended_on,
        superior_id: row.superior_id,
    })
}

pub(super) fn to_link(row: &organization_link::Model) -> Result<Link, Failure> {
    Ok(Link {
        place_id: row.place_id,
        organization_id: row.organization_id,
        kind: row.kind.as_deref().map(parse).transpose()?,
        from: row.began_on,
        to: row.ended_on,
    })
}

/// It was ended on the day on which it began: a mistake that was corrected.
pub(super) fn never_held(row: &organization_link::Model) -> bool {
    row.ended_on == Some(row.began_on)
}

fn fill(row: &mut organization::ActiveModel, draft: &OrganizationDraft) {
    row.kind = Set(draft.kind.code().into());
    row.name = Set(draft.name.clone());
    row.name_folded = Set(text::fold(&draft.name));
    row.name_sort = Set(text::sort_key(&draft.name));
    row.admin_unit_id = Set(draft.admin_unit_id);
    row.superior_id = Set(draft.superior_id);
    row.members = Set(draft.members.and_then(|members| i32::try_from(members).ok()));
    row.cell_committee = Set(draft.cell_committee);
}

/// Puts in an organization that a checked draft tells of.
pub(super) async fn add_row(write: &mut Write, id: Uuid, draft: &OrganizationDraft) -> Result<(), Failure> {
    let mut row = organization::ActiveModel {
        id: Set(id),
        founded_on: Set(None),
        ended_on: Set(None),
        sample: Set(false),
        revision: Set(1),
        created_at: Set(write.now),
        updated_at: Set(write.now),
        ..Default::default()
    };
    fill(&mut row, draft);
    organization::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
    let changes = domain::change::difference(&OrganizationDraft::default(), draft);
    write.log(ORGANIZATION, id, 1, &changes).await
}

/// Writes what a draft changes; answers the revision that now stands.
pub(super) async fn save_draft(write: &mut Write, before: organization::Model, draft: &OrganizationDraft) -> Result<i64, Failure> {
    let changes = domain::change::difference(&to_draft(&before)?, draft);
    let mut row = before.clone().into_active_model();
    fill(&mut row, draft);
    save_row(write, &before, row, &changes).await
}

/// Writes a row of which these fields change.
pub(super) async fn save_row(
    write: &mut Write,
    before: &organization::Model,
    mut row: organization::ActiveModel,
    changes: &[FieldChange],
) -> Result<i64, Failure> {
    if changes.is_empty() {
        return Ok(before.revision);
    }
    let revision = before.revision + 1;
    row.revision = Set(revision);
    row.updated_at = Set(write.now);
    row.update(&write.tx).await.map_err(fault)?;
    write.log(ORGANIZATION, before.id, revision, changes).await?;
    Ok(revision)
}

/// An organization that the actor may write; any other does not exist for them.
pub(super) async fn load_own(write: &Write, id: Uuid) -> Result<organization::Model, Failure> {
    let found = organization::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
    found.filter(|row| write.scope.holds(row.admin_unit_id)).ok_or(Failure::NotFound)
}

/// One field of a row, before and after; nothing where it stays.
pub(super) fn changed(field: &str, from: Value, to: Value) -> Option<FieldChange> {
    (from != to).then(|| FieldChange { field: field.into(), from, to })
}

/// What is wrong with one field.
pub(super) fn wrong<T>(field: &str, code: &str) -> Result<T, Failure> {
    Err(FieldErrors::one(field, code, "").into())
}
