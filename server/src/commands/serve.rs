//! `gandan serve`.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use axum_server::Handle;
use chrono::Utc;
use clap::Args;
use hyper_util::rt::TokioTimer;
use store::audit::{Broken, head_is_ours};
use store::sealed::KeyProblem;
use store::{DatabaseConnection, Keys};

use super::data_key::made_words;
use super::{demo, open, session};
use crate::config::Settings;
use crate::http;
use crate::jobs::backup::Backups;
use crate::jobs::{course, retention, tidy};

/// A connection that has not sent its headers by then is closed.
const HEADERS: Duration = Duration::from_secs(15);
/// Requests that run when the program is asked to stop may end until then.
const GRACE: Duration = Duration::from_secs(20);

#[derive(Args)]
pub struct Serve {
    /// Address and port, for example 127.0.0.1:3000
    #[arg(long)]
    listen: Option<String>,
}

impl Serve {
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let listen = self.listen.unwrap_or_else(|| settings.listen.clone());
        let address: SocketAddr = listen.parse().with_context(|| format!("{listen:?} is no address with a port, like 127.0.0.1:3000"))?;
        let db = open(&settings).await?;
        let demo = store::account::has_sample_accounts(&db).await?;
        if !address.ip().is_loopback() || !settings.public_url.is_empty() {
            refuse_unsafe(&settings, &db, demo).await?;
        }
        let begun = store::sealed::begin(&db, &settings.keys(), Utc::now()).await??;
        // A backup may have been put back by the database's own tools: nobody sees what was erased since.
        session(db.clone(), &settings).erase_again().await??;
        let backups = Backups::from_settings(&settings)?;
        let mut context = http::context(db.clone(), &settings);
        context.demo_sign_in = demo.then_some(demo::PASSWORD);
        let router = http::router(context, &settings);
        let listener = TcpListener::bind(address).with_context(|| format!("{address} cannot be listened on"))?;
        listener.set_nonblocking(true)?;
        let mut said = format!("Gần Dân: http://{}\n", listener.local_addr()?);
        if demo {
            said += &format!("Đăng nhập thử / sign in to try: {} · {}\n", demo::ACCOUNTS, demo::PASSWORD);
        }
        if let Some(made) = begun.made {
            said += &(made_words(&made) + "\n");
        }
        // Whoever started the program may have stopped listening; it serves all the same.
        let _ = std::io::stdout().write_all(said.as_bytes());
        let handle = Handle::new();
        tokio::spawn(stop(handle.clone()));
        tokio::spawn(tidy::run(db.clone()));
        tokio::spawn(course::run(db.clone(), settings.keys()));
        tokio::spawn(retention::run(db.clone(), settings.keys()));
        if let Some(backups) = backups {
            tokio::spawn(backups.run(db));
        }
        // HTTP/1 only: a proxy speaks the newer ones to people, and telling the versions apart would wait,
        // without a timer, for a connection that says nothing.
        let mut server =
            axum_server::from_tcp(listener)?.acceptor(http::Connections::limited_to(settings.connections)).http1_only().handle(handle);
        server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADERS);
        server.serve(router.into_make_service_with_connect_info::<SocketAddr>()).await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What must hold before anybody else can reach the program; each refusal says what to do.
async fn refuse_unsafe(settings: &Settings, db: &DatabaseConnection, demo: bool) -> anyhow::Result<()> {
    if settings.secret.is_empty() {
        bail!(
            "without a secret the program serves its own machine only; set one, for example: export GANDAN_SECRET=$(openssl rand -hex 32)"
        );
    }
    if settings.secret.chars().count() < Keys::SHORTEST_SECRET {
        bail!("the secret is shorter than {} characters; for example: export GANDAN_SECRET=$(openssl rand -hex 32)", Keys::SHORTEST_SECRET);
    }
    if demo {
        bail!("the accounts of the demo are open, and everybody knows their password; take the demo out first: gandan demo --remove");
    }
    if !settings.is_secure() {
        bail!(
            "passwords and cookies must travel over TLS: put a proxy in front that speaks it, and set GANDAN_PUBLIC_URL=https://… (see README, \"On the internet\")"
        );
    }
    if settings.trusted_proxies.is_empty() {
        bail!(
            "which proxy is believed about addresses? set GANDAN_TRUSTED_PROXIES='[\"127.0.0.1\"]', or everybody will look like one person"
        );
    }
    if settings.data_key.is_empty() && settings.data_key_file.is_empty() {
        bail!("{}", KeyProblem::NotSet);
    }
    match head_is_ours(db, &settings.keys()).await? {
        Ok(()) => Ok(()),
        Err(Broken::WithoutSecret) => bail!("the change log was kept without a secret so far; check and seal it first: gandan audit seal"),
        Err(_) => bail!("the change log was not kept with this secret; look first: gandan audit verify"),
    }
}

async fn stop(handle: Handle<SocketAddr>) {
    stopped().await;
    handle.graceful_shutdown(Some(GRACE));
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
