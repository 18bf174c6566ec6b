//! How much one address, and all together, may ask for. Sign-in has limits of its own, long before these.

use std::io;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

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
use tokio::time::Sleep;

use super::problem::texts;

/// Seconds' worth of requests that may come at once: a page asks for a dozen files, an office is one address.
const BURST: u32 = 12;
/// How long the other side may take nothing of an answer.
const PATIENCE: Duration = Duration::from_secs(30);
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
pub struct Connections {
    places: Arc<Semaphore>,
    /// How long the other side of one may take nothing of an answer.
    patience: Duration,
}

impl Connections {
    pub fn limited_to(most: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS))), patience: PATIENCE }
    }
}

impl<S> Accept<TcpStream, S> for Connections {
    type Stream = Held;
    type Service = S;
    type Future = std::future::Ready<io::Result<(Held, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let place = self.places.clone().try_acquire_owned().map_err(|_| io::ErrorKind::ConnectionRefused.into());
        std::future::ready(place.map(|place| (Held { stream, _place: place, patience: self.patience, stuck: None }, service)))
    }
}

/// A connection, and its place among those that may be open.
pub struct Held {
    stream: TcpStream,
    _place: OwnedSemaphorePermit,
    patience: Duration,
    /// Runs while the other side takes nothing of what it asked for.
    stuck: Option<Pin<Box<Sleep>>>,
}

impl Held {
    /// Ends a connection whose other side has taken nothing for too long: it would keep its place for ever.
    fn watch<T>(&mut self, context: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stuck = None;
            return written;
        }
        let patience = self.patience;
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        match stuck.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Held {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Held {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.watch(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, parts: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.watch(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;

    #[tokio::test]
    async fn a_connection_whose_other_side_takes_nothing_ends_and_gives_its_place_back() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let silent = TcpStream::connect(address).await.expect("a connection");
        let (stream, _) = listener.accept().await.expect("a connection");
        let connections = Connections { patience: Duration::from_millis(50), ..Connections::limited_to(1) };
        let (mut held, ()) = connections.accept(stream, ()).await.expect("a place");
        let ended = held.write_all(&vec![0; 64 * 1024 * 1024]).await.expect_err("it takes nothing");
        assert_eq!(ended.kind(), io::ErrorKind::TimedOut);
        drop(held);
        assert_eq!(connections.places.available_permits(), 1);
        drop(silent);
    }
}
