//! Places as a file: whole, in list order, fetched as they are written.

use std::io::Cursor;

use domain::failure::Failure;
use domain::filter::PlaceFilter;
use domain::permission::Action;
use domain::place::Place;
use formats::{ExportRow, Format, write_places};
use store::Session;
use uuid::Uuid;

/// Places that are fetched at a time.
const CHUNK: usize = 500;

/// The file in memory: a workbook cannot be sent before its end is known.
pub async fn places(session: &Session, filter: &PlaceFilter, format: Format) -> Result<Vec<u8>, Failure> {
    let ids: Vec<Uuid> = session.place_ids(filter).await?;
    session.note_access(Action::PlaceExport, "place", ids.len() as u64).await?;
    let banner = session.has_sample().await?.then_some("DỮ LIỆU MẪU");
    let (sender, receiver) = tokio::sync::mpsc::channel::<Vec<Place>>(4);
    let writer = tokio::task::spawn_blocking(move || {
        let mut file = Cursor::new(Vec::new());
        let rows = Received { receiver, chunk: Vec::new().into_iter() }.map(|place| ExportRow {
            id: place.id,
            unit_code: place.admin_unit_code,
            unit_name: place.admin_unit_name,
            draft: place.draft,
        });
        write_places(format, rows, banner, &mut file).map(|()| file.into_inner())
    });
    for ids in ids.chunks(CHUNK) {
        if sender.send(session.places_whole(ids).await?).await.is_err() {
            break;
        }
    }
    drop(sender);
    match writer.await {
        Ok(Ok(file)) => Ok(file),
        failed => {
            tracing::error!(failed = ?failed.map(|written| written.map(|file| file.len())), "an export could not be written");
            Err(Failure::Unavailable)
        }
    }
}

/// Places one by one, out of the chunks that arrive.
struct Received {
    receiver: tokio::sync::mpsc::Receiver<Vec<Place>>,
    chunk: std::vec::IntoIter<Place>,
}

impl Iterator for Received {
    type Item = Place;

    fn next(&mut self) -> Option<Place> {
        loop {
            if let Some(place) = self.chunk.next() {
                return Some(place);
            }
            self.chunk = self.receiver.blocking_recv()?.into_iter();
        }
    }
}
