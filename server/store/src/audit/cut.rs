//! Letting the oldest part of the change log go, behind a checkpoint that the key vouches for.

use chrono::{DateTime, Utc};
use domain::failure::Failure;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Broken, Head, chunk, entry_hash};
use crate::entities::change_log;
use crate::fault::fault;
use crate::session::Write;

/// What was let go of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Entries up to this one are gone.
    pub seq: i64,
    pub entries: i64,
}

/// Removes entries from before `until`, oldest first and without a gap. A part that is not whole stays, so
/// that what was done to it is still found: `Err` says what is wrong.
pub(crate) async fn cut(write: &mut Write, until: DateTime<Utc>) -> Result<Result<Cut, Broken>, Failure> {
    use change_log::Column as C;
    let mut head = Head::read(&write.tx, write.keys()).await?;
    // Without a secret anybody could have vouched for it.
    if !head.trusted || head.row.key_id != write.keys().id() {
        return Ok(Err(Broken::HeadNotOurs));
    }
    let newer = change_log::Entity::find().filter(C::At.gte(until)).order_by_asc(C::Seq).one(&write.tx).await.map_err(fault)?;
    let last = newer.map_or(head.row.seq, |entry| entry.seq - 1);
    let (mut at, mut hash, mut entries) = (head.row.cut_seq, head.row.cut_hash.clone(), 0);
    'whole: loop {
        let rows = chunk(&write.tx, at).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.seq > last {
                break 'whole;
            }
            if row.previous_hash != hash || row.hash != entry_hash(&row) {
                return Ok(Err(Broken::Changed(row.seq)));
            }
            (at, hash) = (row.seq, row.hash);
            entries += 1;
        }
    }
    if entries == 0 {
        return Ok(Ok(Cut::default()));
    }
    head.row.cut_seq = at;
    head.row.cut_hash = hash;
    head.row.entries -= entries;
    // The database lets entries go only when the checkpoint stands.
    head.keep(&write.tx, write.keys()).await?;
    change_log::Entity::delete_many().filter(C::Seq.lte(at)).exec(&write.tx).await.map_err(fault)?;
    Ok(Ok(Cut { seq: at, entries }))
}
