//! `gandan retention`.

use std::process::ExitCode;

use clap::Args;
use store::sealed::ErasedAgain;

use super::{open, session};
use crate::config::Settings;

#[derive(Args)]
pub struct Retention {
    /// Only say what would go
    #[arg(long)]
    dry_run: bool,
}

impl Retention {
    /// The serving program does the same once a day.
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let db = open(&settings).await?;
        let session = session(db, &settings);
        if !self.dry_run {
            // A backup that was put back by the database's own tools holds what was erased since.
            match session.erase_again().await? {
                Ok(ErasedAgain::Erased(records)) if records > 0 => println!("Xóa lại / erased again: {records}"),
                Ok(_) => {}
                Err(problem) => eprintln!("{problem}"),
            }
        }
        let done = session.enforce_retention(self.dry_run).await.map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
        println!("Nhật ký thay đổi / change log: {}", done.change_log);
        println!("Nhật ký truy cập / access log: {}", done.access_log);
        println!("Thao tác đã trả lời / answered operations: {}", done.operations);
        println!("Đường dẫn hết hạn / expired links: {}", done.links);
        println!("Tệp nhập đã quá thời hạn giữ / files of imports: {}", done.import_files);
        println!("Liên hệ của ban quản trị đã hết nhiệm kỳ / contacts of boards out of office: {}", done.contacts);
        println!("Hộ hết thời hạn hỗ trợ, nay kết thúc / households whose support was over, ended now: {}", done.households_ended);
        println!("Hồ sơ hộ / records of households: {}", done.households);
        println!("Lần thăm / visits: {}", done.visits);
        println!("Đề nghị / requests: {}", done.requests);
        println!("Bằng chứng đồng ý / proofs of consent: {}", done.consents);
        println!("Hồ sơ đảng viên / records of members: {}", done.members);
        println!("Phân công đã kết thúc / assignments that ended: {}", done.assignments);
        println!("Nhiệm vụ đã kết thúc / tasks that ended: {}", done.tasks);
        println!("Đánh giá hằng tháng / monthly checks: {}", done.monthly_checks);
        println!("Yêu cầu về dữ liệu cá nhân đã trả lời / answered requests over one's own record: {}", done.person_requests);
        println!("Vụ lộ dữ liệu đã thông báo / notified breaches: {}", done.breaches);
        if done.change_log_is_broken {
            println!(
                "Phần cũ nhất của nhật ký không nguyên vẹn nên được giữ lại; xem: gandan audit verify. / \
                 The oldest part of the log is not whole and stays; see: gandan audit verify."
            );
            return Ok(ExitCode::from(1));
        }
        Ok(ExitCode::SUCCESS)
    }
}
