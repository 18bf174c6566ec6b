//! `/metrics`: how many requests there were, how they ended and how long they took, for a watchdog with an
//! administrator's token. Routes are named as the program spells them: no id, no search, no name.

use std::sync::Arc;
use std::time::Instant;

use app::server_context::{Asker, ServerContext};
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::permission::Action;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::problem;

/// Upper ends of the buckets of a duration, in seconds.
const BUCKETS: [f64; 8] = [0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 5.0, 30.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ended {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// What one running program has counted.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    requests: Family<Ended, Counter>,
    seconds: Family<Route, Histogram>,
    running: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let (requests, running) = (Family::default(), Gauge::default());
        let seconds = Family::<Route, Histogram>::new_with_constructor(|| Histogram::new(BUCKETS));
        let mut registry = Registry::with_prefix("gandan");
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "How long an answer took to begin", seconds.clone());
        registry.register("http_requests_running", "Requests that are being answered", running.clone());
        Self { registry: Arc::new(registry), requests, seconds, running }
    }
}

pub fn routes(metrics: Metrics) -> Router<ServerContext> {
    Router::new().route("/metrics", get(async move |asker: Asker, headers: HeaderMap| show(&metrics, &asker, &headers)))
}

fn show(metrics: &Metrics, asker: &Asker, headers: &HeaderMap) -> Response {
    if let Err(failure) = asker.actor.scope(Action::MetricsRead) {
        return problem(headers, &failure);
    }
    let mut text = String::new();
    match encode(&mut text, &metrics.registry) {
        Ok(()) => ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response(),
        Err(_) => problem(headers, &domain::failure::Failure::Unavailable),
    }
}

/// Takes the request off `running` also where the one who asked went away.
struct Running(Gauge);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Counts a request and its answer.
pub async fn count(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    metrics.running.inc();
    let _running = Running(metrics.running.clone());
    // Whatever is none of our routes is one: strangers must not be able to add to the list.
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = if request.method().is_safe() { "read" } else { "write" }.to_owned();
    let response = next.run(request).await;
    metrics.seconds.get_or_create(&Route { route: route.clone() }).observe(started.elapsed().as_secs_f64());
    metrics.requests.get_or_create(&Ended { method, route, status: response.status().as_u16() }).inc();
    response
}
