//! `gandan audit`.

use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use store::Keys;
use store::audit::{Broken, end, holds, let_go_until, seal, verify};

use super::open;
use crate::config::Settings;

#[derive(Args)]
pub struct Audit {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Read the whole change log; exit status 1 names the first entry that was changed, removed or cut off
    Verify {
        /// As an earlier check printed it, SEQ:HASH: the log must still hold that entry
        #[arg(long, value_name = "SEQ:HASH")]
        at_least: Option<String>,
    },
    /// Check a log that was kept without a secret, and vouch for it with the secret from now on
    Seal {
        /// The secret that it was kept with before, where there was one
        #[arg(long, env = "GANDAN_PREVIOUS_SECRET", default_value = "", hide_env_values = true)]
        previous_secret: String,
    },
}

impl Audit {
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        // To look changes nothing, not even the schema.
        let db = match &self.what {
            What::Verify { .. } => {
                store::connect(&settings.database_url).await.context("the database cannot be opened; check DATABASE_URL")?
            }
            What::Seal { .. } => open(&settings).await?,
        };
        let found = match self.what {
            What::Verify { at_least } => {
                if let Some(earlier) = at_least {
                    let (seq, hash) = earlier.split_once(':').context("--at-least is SEQ:HASH, as an earlier check printed it")?;
                    let seq: i64 = seq.parse().context("--at-least is SEQ:HASH, as an earlier check printed it")?;
                    if seq <= let_go_until(&db, &settings.keys()).await? {
                        println!("Mục {seq} đã hết thời hạn lưu trữ. / Entry {seq} was let go of when its time was over.");
                    } else if !holds(&db, seq, hash).await? {
                        println!("Mục {seq} không còn như trước. / Entry {seq} is no longer what it was.");
                        return Ok(ExitCode::from(1));
                    }
                }
                verify(&db, &settings.keys()).await?
            }
            What::Seal { previous_secret } => {
                if settings.secret.is_empty() {
                    anyhow::bail!("set the secret first, for example: export GANDAN_SECRET=$(openssl rand -hex 32)");
                }
                seal(&db, &Keys::new(&previous_secret), &settings.keys()).await?
            }
        };
        match found {
            Ok(entries) => {
                let (seq, hash) = end(&db).await?;
                println!("Nhật ký nguyên vẹn: {entries} mục. / The change log is whole: {entries} entries. {seq}:{hash}");
                Ok(ExitCode::SUCCESS)
            }
            Err(broken) => {
                println!("{}", words(&broken));
                Ok(ExitCode::from(1))
            }
        }
    }
}

fn words(broken: &Broken) -> String {
    match broken {
        Broken::Changed(seq) => format!("Mục {seq} đã bị sửa. / Entry {seq} was changed."),
        Broken::Removed(seq) => format!("Mục {seq} đã bị xóa. / Entry {seq} was removed."),
        Broken::CutOff(seq) => format!("Nhật ký bị cắt từ mục {seq}. / The log was cut off from entry {seq} on."),
        Broken::Rewritten => "Nhật ký đã bị viết lại. / The log was written anew.".into(),
        Broken::HeadNotOurs => {
            "Điểm cuối của nhật ký không do mã bí mật này xác nhận. / How far the log reaches is not vouched for by this secret.".into()
        }
        Broken::WithoutSecret => {
            "Không ai xác nhận nhật ký này: được giữ khi chưa có mã bí mật, hoặc đã bị viết lại. So với một bản sao lưu, rồi: gandan audit seal. / \
             Nobody vouches for this log: it was kept without a secret, or rewritten. Compare it with a backup, then: gandan audit seal."
                .into()
        }
    }
}
