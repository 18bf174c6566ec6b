//! Invented organizations go with the invented city.

use domain::change::difference;
use domain::failure::Failure;
use domain::organization::OrganizationDraft;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::ORGANIZATION;
use super::rows::to_draft;
use crate::entities::organization;
use crate::fault::fault;
use crate::session::Write;

/// Takes the invented organizations out, with their ledgers and links. What people added stays.
pub(crate) async fn remove_sample_organizations(write: &mut Write) -> Result<(), Failure> {
    let rows = organization::Entity::find().filter(organization::Column::Sample.eq(true)).all(&write.tx).await.map_err(fault)?;
    for row in &rows {
        write.log(ORGANIZATION, row.id, row.revision + 1, &difference(&to_draft(row)?, &OrganizationDraft::default())).await?;
    }
    let ids: Vec<Uuid> = rows.into_iter().map(|row| row.id).collect();
    for ids in ids.chunks(500) {
        organization::Entity::delete_many()
            .filter(organization::Column::Id.is_in(ids.iter().copied()))
            .exec(&write.tx)
            .await
            .map_err(fault)?;
    }
    Ok(())
}
