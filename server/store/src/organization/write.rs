//! Adding an organization, and correcting what is said of it.

use domain::change::{Fields, before, conflicts, fields, overlay};
use domain::failure::Failure;
use domain::organization::{DecisionDraft, OrganizationDraft, check_superior};
use domain::permission::Action;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::known::Known;
use super::ledger::decide;
use super::rows::{add_row, load_own, save_draft, to_draft, to_organization, wrong};
use crate::admin_unit::units_by_id;
use crate::entities::{organization_involved, organization_link};
use crate::fault::fault;
use crate::place::entries_after;
use crate::session::{Operation, Session, Write};

impl Session {
    /// Adds an organization, with the decision that founded it where that is known, and answers its id.
    pub async fn add_organization(&self, operation: Operation, said: Fields, founding: Option<DecisionDraft>) -> Result<Uuid, Failure> {
        self.write(Action::OrganizationAdd, operation, move |write| {
            Box::pin(async move {
                let draft = overlay(&OrganizationDraft::default(), &said)?.check()?;
                check_unit(write, &draft).await?;
                let id = Uuid::now_v7();
                add_row(write, id, &draft).await?;
                check_above(write, id, &draft).await?;
                if let Some(founding) = founding {
                    decide(write, id, founding).await?;
                }
                Ok(id)
            })
        })
        .await
    }

    /// Changes the fields that `said` names, as a place is changed: different fields merge, the same field
    /// changed by two is a conflict. Kind and ward stay once something hangs on them.
    pub async fn change_organization(&self, operation: Operation, id: Uuid, revision: i64, said: Fields) -> Result<i64, Failure> {
        self.write(Action::OrganizationChange, operation, move |write| {
            Box::pin(async move {
                let row = load_own(write, id).await?;
                let current = to_draft(&row)?;
                let mut said = said;
                if revision < row.revision {
                    let (now, later) = (fields(&current), entries_after(&write.tx, id, revision).await?);
                    let seen = before(&now, &later);
                    said.retain(|field, value| seen.get(field) != Some(value));
                    let found = conflicts(&said, &now, &later);
                    if !found.is_empty() {
                        return Err(Failure::Conflict { revision: row.revision, fields: found });
                    }
                }
                let draft = overlay(&current, &said)?.check()?;
                for (field, differs) in
                    [("kind", draft.kind != current.kind), ("admin_unit_id", draft.admin_unit_id != current.admin_unit_id)]
                {
                    if differs && is_used(write, id).await? {
                        return wrong(field, "organization_is_used");
                    }
                }
                if draft.admin_unit_id != current.admin_unit_id {
                    check_unit(write, &draft).await?;
                }
                if draft.superior_id != current.superior_id || draft.kind != current.kind {
                    check_above(write, id, &draft).await?;
                }
                save_draft(write, row, &draft).await
            })
        })
        .await
    }
}

/// Places are linked to it, or something was decided about it.
async fn is_used(write: &Write, id: Uuid) -> Result<bool, Failure> {
    let links = organization_link::Entity::find().filter(organization_link::Column::OrganizationId.eq(id)).count(&write.tx).await;
    let events = organization_involved::Entity::find().filter(organization_involved::Column::OrganizationId.eq(id)).count(&write.tx).await;
    Ok(links.map_err(fault)? + events.map_err(fault)? > 0)
}

async fn check_unit(write: &Write, draft: &OrganizationDraft) -> Result<(), Failure> {
    let unit = Some(draft.admin_unit_id).filter(|unit| write.scope.holds(*unit));
    let found = units_by_id(&write.tx, unit).await?;
    if found.values().all(|unit| unit.valid_to.is_some()) { wrong("admin_unit_id", "admin_unit_not_found") } else { Ok(()) }
}

/// What stands above it is one that the actor sees, it lives, and there is no circle.
pub(super) async fn check_above(write: &Write, id: Uuid, draft: &OrganizationDraft) -> Result<(), Failure> {
    let Some(superior) = draft.superior_id else { return Ok(()) };
    let known = Known::load(&write.tx, [id, superior], &[]).await?;
    if known.rows.get(&superior).is_none_or(|row| !write.scope.holds(row.admin_unit_id)) {
        return wrong("superior_id", "organization_not_found");
    }
    let Some(row) = known.rows.get(&id) else { return Err(Failure::NotFound) };
    let own = domain::organization::Organization { kind: draft.kind, ..to_organization(row)? };
    Ok(check_superior(&known.organizations, &own, superior)?)
}
