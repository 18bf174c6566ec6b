//! `gandan data-key`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use store::sealed::{ErasedAgain, KeyProblem, MasterKey, Rotated, begin};

use super::{open, session};
use crate::config::Settings;

/// Never an argument: those can be seen by everybody on the machine.
const NEW: &str = "GANDAN_NEW_DATA_KEY";

#[derive(Args)]
pub struct DataKey {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Say whether the data key is the one of this database, and how many records it seals
    Check,
    /// For a key that is lost for good: erase all that is sealed under it, and begin with the key that is set now
    BeginAnew {
        /// Yes, names and phones that are kept may go
        #[arg(long, required = true)]
        erase_what_is_sealed: bool,
    },
    /// Wrap the keys of all records under another data key, which GANDAN_NEW_DATA_KEY holds, or a file
    Rotate {
        /// The file in which the new key stands
        #[arg(long, env = "GANDAN_NEW_DATA_KEY_FILE", value_name = "FILE")]
        new_key_file: Option<PathBuf>,
    },
}

impl DataKey {
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let db = open(&settings).await?;
        let session = session(db.clone(), &settings);
        match self.what {
            What::Check => {
                let begun = begin(&db, &settings.keys(), session.now).await??;
                if let Some(made) = begun.made {
                    println!("{}", made_words(&made));
                }
                let (sealed, erased) = session.sealed_records().await?;
                println!(
                    "Khóa dữ liệu đúng: {sealed} bản ghi được bảo vệ, {erased} đã xóa. / The data key is right: {sealed} records sealed, {erased} erased."
                );
            }
            What::BeginAnew { .. } => {
                let Some(lost) = session.begin_data_key_anew().await? else {
                    bail!("the data key that is set is the right one; nothing was erased");
                };
                let begun = begin(&db, &settings.keys(), session.now).await??;
                println!("Đã xóa {lost} bản ghi không ai đọc được nữa. / {lost} records that nobody could read are erased.");
                begun.made.into_iter().for_each(|made| println!("{}", made_words(&made)));
            }
            What::Rotate { new_key_file } => {
                let new = new_key(new_key_file)?;
                let words = match session.rotate_data_key(new).await?? {
                    Rotated::NothingSealed => "Chưa có gì được bảo vệ bằng khóa cũ. / Nothing is sealed yet.".to_owned(),
                    Rotated::Already => "Cơ sở dữ liệu đã dùng khóa mới. / The database is under the new key already.".to_owned(),
                    Rotated::Wrapped(records) => {
                        format!("Đã chuyển {records} bản ghi sang khóa mới. / {records} records are under the new key.")
                    }
                };
                println!("{words}");
                println!(
                    "Từ nay chạy với khóa mới và khởi động lại chương trình; giữ khóa cũ chừng nào còn bản sao lưu trước lúc này. / \
                     From now on set the new key and start the program anew; keep the old one as long as there are backups of before."
                );
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn new_key(file: Option<PathBuf>) -> anyhow::Result<MasterKey> {
    let said = std::env::var(NEW).ok().filter(|text| !text.trim().is_empty());
    match (said, file) {
        (Some(_), Some(_)) => bail!("{NEW} and a file are both given; which of them is the new key?"),
        (Some(text), None) => MasterKey::parse(&text).with_context(|| KeyProblem::NotAKey(NEW.into()).to_string()),
        (None, Some(file)) => Ok(MasterKey::read(&file)?),
        (None, None) => bail!("the new key is needed, for example: {NEW}=$(openssl rand -hex 32) gandan data-key rotate"),
    }
}

/// Said once, while it can still be lost without harm.
pub fn made_words(file: &std::path::Path) -> String {
    format!(
        "Đã tạo khóa dữ liệu {0}: thiếu nó, không ai đọc được tên và số điện thoại đã lưu; hãy giữ một bản, không cùng chỗ với bản sao lưu. / \
         A data key was made, {0}: without it nobody can read the names and phones that are kept; keep a copy, not where the backups are.",
        file.display()
    )
}

/// What came of the list of erasures; nothing to say where nothing was sealed.
pub fn again_words(again: &ErasedAgain) -> Option<String> {
    match again {
        ErasedAgain::NothingSealed => None,
        ErasedAgain::Erased(records) => {
            Some(format!("Đã xóa lại theo danh sách xóa: {records}. / Erased again, by the list of erasures: {records}."))
        }
        ErasedAgain::NoList(file) => Some(format!(
            "Không có danh sách xóa {0}: những gì đã xóa sau bản sao lưu này đang có lại. Đặt GANDAN_ERASURE_LIST rồi chạy: gandan retention. / \
             There is no list of erasures {0}: what was erased since this backup is back. Set GANDAN_ERASURE_LIST, then: gandan retention.",
            file.display()
        )),
    }
}
