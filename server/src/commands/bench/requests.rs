//! Requests through the whole router, without a network in between.

use std::time::{Duration, Instant};

use app::server_context::Asker;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::routing::get;
use domain::board::MeetingStage;
use domain::change::Fields;
use domain::filter::PlaceFilter;
use serde_json::json;
use store::course::WorkQuery;
use store::{Actor, DatabaseConnection, Operation};
use tower::ServiceExt;
use uuid::Uuid;

use super::table::Table;
use crate::config::Settings;
use crate::http;

/// Entries hashed at a time: one alone takes less than the clock tells.
const LINKS: u32 = 1000;

/// Runs of each request; the median counts.
const RUNS: usize = 41;

/// A piece of the inner city, about as large as a phone's map shows.
const BOX: [f64; 4] = [106.69, 10.77, 106.70, 10.78];

/// Answers how many places lie in the box. `alike` is how many lay in it in the small city: a box of as many
/// is measured too.
pub async fn measure(
    settings: &Settings,
    db: &DatabaseConnection,
    scale: u32,
    alike: Option<u64>,
    table: &mut Table,
) -> anyhow::Result<u64> {
    eprintln!("measuring at scale {scale} …");
    let router = http::router(http::context(db.clone(), settings), settings);
    let empty = Router::new().route("/", get(|| async { "" }));
    let base = median_of(&empty, "/").await?;
    let session = super::session(db);
    let place =
        session.places(&PlaceFilter { kind: Some(domain::place::PlaceKind::ApartmentBuilding), ..PlaceFilter::default() }, 1, None).await?;
    let id = place.items.first().map(|row| row.id).unwrap_or_default();
    let in_box = async |bbox| anyhow::Ok(session.places(&PlaceFilter { bbox: Some(bbox), ..PlaceFilter::default() }, 1, None).await?.total);
    let url = |[west, south, east, north]: [f64; 4]| format!("/api/v1/places?bbox={west},{south},{east},{north}&limit=50");
    let mut smaller = BOX;
    while alike.is_some() && Some(in_box(smaller).await?) > alike {
        smaller[2] -= (smaller[2] - smaller[0]) * 0.05;
        smaller[3] -= (smaller[3] - smaller[1]) * 0.05;
    }
    let requests = [
        ("summary", "/api/v1/summary".to_owned()),
        ("list search", "/api/v1/places?q=nguyen+thi&limit=50".to_owned()),
        ("bbox", url(smaller)),
        ("bbox, a square kilometre", url(BOX)),
        ("building's page", format!("/places/{id}")),
        ("dashboard", "/".to_owned()),
    ];
    for (what, uri) in &requests {
        let took = median_of(&router, uri).await?;
        table.add(what, scale, took, "an empty axum handler", base);
        if let Some(small) = table.took(what, 1).filter(|_| scale > 1) {
            table.add(what, format!("{scale} : 1"), took, "the same at scale 1", small);
        }
    }
    let bare = median(RUNS, async || store::bench::bare_query(db).await.map_err(Into::into)).await?;
    let written = median(RUNS, async || write(&session, id).await).await?;
    table.add("one status write", scale, written, "one bare query through the driver", bare);
    let links = median(RUNS, async || {
        std::hint::black_box(store::bench::chain_links(LINKS));
        Ok(())
    });
    let link = links.await? / LINKS;
    table.add("its place in the chain of the log", scale, link, "one status write", written);
    let work = median(RUNS, async || session.work(&WorkQuery::default(), 50).await.map(drop).map_err(Into::into)).await?;
    let funnel = median(RUNS, async || session.funnel(None).await.map(drop).map_err(Into::into)).await?;
    for (what, took) in [("worklist of the city", work), ("funnel of the city", funnel)] {
        table.add(what, scale, took, "one bare query through the driver", bare);
        if let Some(small) = table.took(what, 1).filter(|_| scale > 1) {
            table.add(what, format!("{scale} : 1"), took, "the same at scale 1", small);
        }
    }
    in_box(BOX).await
}

async fn write(session: &store::Session, id: Uuid) -> anyhow::Result<()> {
    let now = session.place(id).await?;
    let stage = if now.draft.board.meeting_stage == MeetingStage::Due { MeetingStage::Overdue } else { MeetingStage::Due };
    let said = Fields::from([("meeting_stage".into(), json!(stage))]);
    session.change_place_because(Operation::once(), id, now.revision, said, "gandan bench".into()).await?;
    Ok(())
}

async fn median_of(router: &Router, uri: &str) -> anyhow::Result<Duration> {
    median(RUNS, async || {
        let response = router
            .clone()
            .oneshot(Request::builder().uri(uri).extension(Asker { actor: Actor::local(), session_id: String::new() }).body(Body::empty())?)
            .await?;
        anyhow::ensure!(response.status().is_success(), "{uri} answered {}", response.status());
        to_bytes(response.into_body(), usize::MAX).await?;
        Ok(())
    })
    .await
}

async fn median(runs: usize, run: impl AsyncFn() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    run().await?;
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let start = Instant::now();
        run().await?;
        times.push(start.elapsed());
    }
    times.sort();
    Ok(times[runs / 2])
}
