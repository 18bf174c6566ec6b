//! `gandan audit`.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use store::Keys;
use store::audit::{Broken, seal, verify};

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
    Verify,
    /// Check a log that was kept without a secret, and vouch for it with the secret from now on
    Seal {
        /// The secret that it was kept with before, where there was one
        #[arg(long, env = "GANDAN_PREVIOUS_SECRET", default_value = "", hide_env_values = true)]
        previous_secret: String,
    },
}

impl Audit {
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let db = open(&settings).await?;
        let found = match self.what {
            What::Verify => verify(&db, &settings.keys()).await?,
            What::Seal { previous_secret } => {
                if settings.secret.is_empty() {
                    anyhow::bail!("set the secret first, for example: export GANDAN_SECRET=$(openssl rand -hex 32)");
                }
                seal(&db, &Keys::new(&previous_secret), &settings.keys()).await?
            }
        };
        match found {
            Ok(entries) => {
                println!("Nhật ký nguyên vẹn: {entries} mục. / The change log is whole: {entries} entries.");
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
            "Nhật ký nguyên vẹn nhưng được giữ khi chưa có mã bí mật: gandan audit seal. / The log is whole, but was kept without a secret: gandan audit seal.".into()
        }
    }
}
