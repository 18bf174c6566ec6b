//! `gandan serve`.

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use tracing_subscriber::EnvFilter;

use super::open;
use crate::config::Settings;
use crate::http;

#[derive(Args)]
pub struct Serve {
    /// Address and port, for example 127.0.0.1:3000
    #[arg(long)]
    listen: Option<String>,
}

impl Serve {
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let filter = EnvFilter::try_from_env("GANDAN_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,tower_http=info"));
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
        let listen = self.listen.unwrap_or_else(|| settings.listen.clone());
        let address: SocketAddr = listen.parse().with_context(|| format!("{listen:?} is no address with a port, like 127.0.0.1:3000"))?;
        if !address.ip().is_loopback() {
            anyhow::bail!("until there is sign-in the program listens on this machine only: use 127.0.0.1, not {}", address.ip());
        }
        let db = open(&settings).await?;
        let router = http::router(http::context(db, &settings), &settings);
        let listener = tokio::net::TcpListener::bind(address).await.with_context(|| format!("{address} cannot be listened on"))?;
        println!(
            "Gần Dân: http://{}  (chưa có đăng nhập: chỉ nghe trên máy này / no sign-in yet: this machine only)",
            listener.local_addr()?
        );
        axum::serve(listener, router).with_graceful_shutdown(stopped()).await?;
        Ok(ExitCode::SUCCESS)
    }
}

async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
            return;
        }
    }
    let _ = interrupted.await;
}
