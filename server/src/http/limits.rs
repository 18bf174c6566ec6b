//! How much one address, and all together, may ask for. Sign-in has limits of its own, long before these.

use std::io;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};

use app::server_context::ClientAddress;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_server::accept::Accept;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use store::account::network;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::texts;

/// Seconds' worth of requests that may come at once: a page asks for a dozen files, an office is one address.
const BURST: u32 = 12;
/// After so many requests, addresses that have been quiet are forgotten.
const FORGET_AFTER: u32 = 10_000;

/// Requests of each address.
pub struct Requests {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    since_forgetting: AtomicU32,
}

impl Requests {
    /// `per_second` and address; none where it is 0.
    pub fn limited_to(per_second: u32) -> Option<Arc<Self>> {
        let quota = Quota::per_second(NonZeroU32::new(per_second)?).allow_burst(NonZeroU32::new(per_second.saturating_mul(BURST))?);
        Some(Arc::new(Self { limiter: RateLimiter::keyed(quota), since_forgetting: AtomicU32::new(0) }))
    }

    fn allows(&self, address: IpAddr) -> bool {
        if self.since_forgetting.fetch_add(1, Ordering::Relaxed) >= FORGET_AFTER {
            self.since_forgetting.store(0, Ordering::Relaxed);
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&network(address)).is_ok()
    }
}

/// 429 for an address that asks too often; needs the `ClientAddress`.
pub async fn slow_down(State(requests): State<Option<Arc<Requests>>>, request: Request, next: Next) -> Response {
    let address = request.extensions().get::<ClientAddress>().copied();
    if let (Some(requests), Some(ClientAddress(address))) = (requests, address)
        && !requests.allows(address)
    {
        let words = texts(request.headers()).t("common.too_many_requests");
        return (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, "2"), (CONTENT_TYPE, "text/plain; charset=utf-8")], words).into_response();
    }
    next.run(request).await
}

/// Lets in so many connections and no more; those beyond are closed at once, and never stand in a queue.
#[derive(Clone)]
pub struct Connections(Arc<Semaphore>);

impl Connections {
    pub fn limited_to(most: usize) -> Self {
        Self(Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS))))
    }
}

impl<S> Accept<TcpStream, S> for Connections {
    type Stream = Held;
    type Service = S;
    type Future = std::future::Ready<io::Result<(Held, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let place = self.0.clone().try_acquire_owned().map_err(|_| io::ErrorKind::ConnectionRefused.into());
        std::future::ready(place.map(|place| (Held { stream, _place: place }, service)))
    }
}

/// A connection, and its place among those that may be open.
pub struct Held {
    stream: TcpStream,
    _place: OwnedSemaphorePermit,
}

impl AsyncRead for Held {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Held {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, parts: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
