//! `gandan token`.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use store::Operation;

use super::user::unknown;
use super::{open, session};
use crate::config::Settings;

#[derive(Args)]
pub struct Token {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Make a token with a user's own rights; it stands alone on the last line and is not shown again
    Create {
        #[arg(long)]
        user: String,
        /// What it is for
        #[arg(long, default_value = "command line")]
        name: String,
        /// May write too, not only read
        #[arg(long)]
        write: bool,
        #[arg(long, default_value_t = 30)]
        days: i64,
    },
}

impl Token {
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let session = session(open(&settings).await?, &settings);
        let What::Create { user, name, write, days } = self.what;
        let account = session.account_named(&user).await.map_err(|failure| unknown(failure, &user))?;
        let token = session.make_token(Operation::once(), account.id, &name, write, days).await?;
        println!("{token}");
        Ok(ExitCode::SUCCESS)
    }
}
