//! Where a request comes from: the other end of the connection, or what a trusted proxy says of it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use app::server_context::ClientAddress;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;

/// Puts the `ClientAddress` beside the request.
pub async fn locate(State(trusted): State<Arc<[IpAddr]>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    let address = client(peer, request.headers(), &trusted);
    request.extensions_mut().insert(ClientAddress(address));
    next.run(request).await
}

/// The nearest address of `X-Forwarded-For` that is not a trusted proxy; anything further left was
/// written by whoever asked.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let trusts = |address: IpAddr| trusted.contains(&address.to_canonical());
    if !trusts(peer) {
        return peer.to_canonical();
    }
    let said = headers.get_all("x-forwarded-for").iter().map(|value| value.as_bytes()).collect::<Vec<_>>().join(&b","[..]);
    // Part by part: nonsense further left must not hide what the proxy itself wrote.
    for part in said.rsplit(|byte| *byte == b',') {
        match std::str::from_utf8(part).unwrap_or_default().trim().parse::<IpAddr>() {
            Ok(address) if trusts(address) => {}
            Ok(address) => return address.to_canonical(),
            Err(_) => break,
        }
    }
    peer.to_canonical()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn seen(peer: &str, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_str(forwarded).expect("a header"));
        let proxy: IpAddr = "10.0.0.1".parse().expect("an address");
        client(peer.parse().expect("an address"), &headers, &[proxy]).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        assert_eq!(seen("192.0.2.7", "203.0.113.5"), "192.0.2.7");
        assert_eq!(seen("10.0.0.1", "203.0.113.5"), "203.0.113.5");
        assert_eq!(seen("10.0.0.1", "1.2.3.4, 203.0.113.5"), "203.0.113.5");
        assert_eq!(seen("10.0.0.1", "203.0.113.5, 10.0.0.1"), "203.0.113.5");
        assert_eq!(seen("10.0.0.1", "nonsense"), "10.0.0.1");
        assert_eq!(seen("::ffff:10.0.0.1", "203.0.113.5"), "203.0.113.5");
    }
}
