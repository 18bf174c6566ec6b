//! `gandan demo`.

use std::process::ExitCode;

use chrono::{NaiveDate, Utc};
use clap::Args;
use domain::failure::Failure;
use domain::permission::Role;
use store::account::SampleAccount;
use store::account::password::Hasher;
use store::organization::{SampleLink, SampleOrganization};
use store::sample::SamplePlace;
use store::sample_people::{SampleHousehold, SampleMember, SampleRequest};
use store::{Actor, Session};

use super::{demo_ward, local, open};
use crate::config::Settings;

/// Of all accounts of the demo. Whoever reads this knows it, so a program with them stays on its own machine.
pub const PASSWORD: &str = "gan-dan-mau-2026";

/// Their names, as people are told them.
pub const ACCOUNTS: &str = "city, admin, lead, staff, officer, viewer, member, privacy";

/// The ward of those demo accounts that belong to one: Sài Gòn.
const WARD: &str = "26740";

/// Looks after buildings of that ward. The account `staff` looks after none, so that it sees what the ward has.
const OFFICER: &str = "officer";

/// One account for each role, and one that looks after buildings.
async fn accounts() -> anyhow::Result<Vec<SampleAccount>> {
    let hasher = Hasher::new(1);
    let mut accounts = Vec::new();
    for (user_name, display_name, role) in [
        ("admin", "Quản trị viên mẫu", Role::Administrator),
        ("city", "Ban Tổ chức mẫu", Role::City),
        ("lead", "Lãnh đạo phường mẫu", Role::WardLead),
        ("staff", "Cán bộ phường mẫu", Role::WardStaff),
        (OFFICER, "Cán bộ địa bàn mẫu", Role::WardStaff),
        ("viewer", "Người xem mẫu", Role::WardViewer),
        ("member", "Đảng viên mẫu", Role::Member),
        ("privacy", "Phụ trách bảo vệ dữ liệu mẫu", Role::DataProtectionOfficer),
    ] {
        accounts.push(SampleAccount {
            user_name: user_name.into(),
            display_name: display_name.into(),
            role,
            unit_code: role.is_of_a_unit().then(|| WARD.into()),
            password_hash: hasher.hash(PASSWORD).await?,
        });
    }
    Ok(accounts)
}

/// The invented people of the city; the account `member` is the first member of its ward.
async fn add_people(session: &Session, city: &'static demo::City) -> Result<(u64, u64), Failure> {
    let people: &'static mut demo::People = Box::leak(Box::new(city.people()));
    let mut first = Some("member".to_owned());
    let mut members = Vec::with_capacity(people.members.len());
    for member in std::mem::take(&mut people.members) {
        let user_name = if member.unit_code == WARD { first.take() } else { None };
        members.push(SampleMember { id: member.id, unit_code: member.unit_code, draft: member.draft, task: member.task, user_name });
    }
    let request = |request: demo::DemoRequest| SampleRequest {
        draft: request.draft,
        received_on: request.received_on,
        forwarded: request.forwarded,
        answered: request.answered,
        confirmed_on: request.confirmed_on,
    };
    let people: &'static demo::People = people;
    let households = people.households().map(move |household| SampleHousehold {
        id: household.id,
        place: household.place,
        draft: household.draft,
        consent: household.consent,
        assignment: household.assignment,
        visits: household.visits,
        requests: household.requests.into_iter().map(request).collect(),
    });
    session.load_sample_people(members, Box::new(households)).await
}

/// The invented organizations that buildings have a share in.
async fn add_organizations(session: &Session, city: &demo::City) -> Result<u64, Failure> {
    let organizations = city.organizations().into_iter().map(|organization| SampleOrganization {
        id: organization.id,
        unit_code: organization.unit_code,
        draft: organization.draft,
        founded: organization.founded,
        links: organization.links.into_iter().map(link).collect(),
    });
    session.load_sample_organizations(organizations.collect()).await
}

fn link(link: demo::DemoLink) -> SampleLink {
    SampleLink { place: link.place, kind: link.kind, from: link.from, review_on: link.review_on }
}

#[derive(Args)]
pub struct Demo {
    /// The day on which the invented city stands (default: today)
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<NaiveDate>,
    /// So many times as many places
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=200))]
    scale: u32,
    /// Take the invented city out again
    #[arg(long, conflicts_with_all = ["as_of", "scale"])]
    remove: bool,
    /// Do nothing, and say so, where the database is not empty
    #[arg(long)]
    if_empty: bool,
}

impl Demo {
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let db = open(&settings).await?;
        let today = local(Utc::now()).date_naive();
        let as_of = self.as_of.unwrap_or(today);
        let session = Session::new(db, settings.keys(), Actor::local(), Utc::now(), as_of.max(today));
        if self.remove {
            let removed = session.remove_sample().await?;
            println!("Đã xóa {removed} địa điểm mẫu. / {removed} sample places removed.");
            return Ok(ExitCode::SUCCESS);
        }
        if self.if_empty && !session.is_empty().await? {
            // A sample city of before there was sign-in: nobody could open it any more.
            if session.has_sample().await? && session.accounts().await?.is_empty() {
                session.add_sample_accounts(accounts().await?).await?;
                println!("Đăng nhập / sign in: {ACCOUNTS} · {PASSWORD}");
            }
            println!("Cơ sở dữ liệu đã có dữ liệu. / The database holds data already.");
            return Ok(ExitCode::SUCCESS);
        }
        // Lives until the command ends: its places are made one by one while they are written.
        let city: &'static demo::City = Box::leak(Box::new(demo::city(as_of, self.scale)));
        let (units, former) = (city.units.clone(), city.former_units.clone());
        let places = city.places().map(|place| {
            let demo::DemoPlace { id, unit_code, draft, facts } = place;
            SamplePlace { id, unit_code, draft, facts }
        });
        match session.load_sample(units, former, demo::VALID_FROM, Box::new(places)).await {
            Ok(loaded) => {
                println!("Đã nạp thành phố mẫu: {loaded} địa điểm. / Sample city loaded: {loaded} places.");
                session.add_sample_accounts(accounts().await?).await?;
                let organizations = add_organizations(&session, city).await?;
                println!("Tổ chức mẫu: {organizations}. / Sample organizations: {organizations}.");
                let (agreements, contacts) = demo_ward::add(&session, city, WARD, OFFICER).await?;
                println!(
                    "Phường mẫu: {agreements} thỏa thuận, {contacts} liên hệ. / Sample ward: {agreements} agreements, {contacts} contacts."
                );
                let (members, households) = add_people(&session, city).await?;
                println!("Đảng viên mẫu: {members}, hộ mẫu: {households}. / Sample members: {members}, households: {households}.");
                println!("Đăng nhập / sign in: {ACCOUNTS} · {PASSWORD}");
                Ok(ExitCode::SUCCESS)
            }
            Err(Failure::NotAllowed) => {
                anyhow::bail!("the database is not empty; the sample city goes only into an empty one (choose another DATABASE_URL)")
            }
            Err(failure) => Err(failure.into()),
        }
    }
}
