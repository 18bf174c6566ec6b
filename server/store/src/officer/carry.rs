//! Who looked after a place looks after what comes in its place.

use domain::failure::Failure;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::write::{begin, end, is_there};
use crate::entities::place_officer;
use crate::fault::fault;
use crate::session::Write;

/// Of several, all of them, until the ward says otherwise: what nobody looks after is seen by nobody.
pub(crate) async fn carry(write: &mut Write, from: Uuid, to: &[Uuid]) -> Result<(), Failure> {
    use place_officer::Column as C;
    let open = place_officer::Entity::find().filter(C::PlaceId.eq(from)).filter(C::ValidTo.is_null());
    for row in open.all(&write.tx).await.map_err(fault)? {
        for place in to {
            if !is_there(&write.tx, *place, row.account_id, &row.role).await? {
                begin(write, *place, row.account_id, &row.role).await?;
            }
        }
        end(write, row).await?;
    }
    Ok(())
}
