//! What the ward of the demo accounts has beyond its places: agreements, heads of its boards, what was decided about its
//! organizations and areas, who looks after which building, and work that was put off. Said through the same doors as a
//! person would say it.

use chrono::{Days, NaiveDate};
use domain::change::fields;
use domain::due::PostponeDraft;
use domain::failure::Failure;
use domain::officer::OfficerRole;
use store::course::WorkQuery;
use store::organization::SampleOrganization;
use store::{Operation, Session};

/// Puts it in, after the accounts. Says how many agreements and contacts there are.
pub async fn add(session: &Session, city: &demo::City, code: &str, officer: &str) -> Result<(usize, usize), Failure> {
    let ward = city.ward(code);
    let counts = (ward.agreements.len(), ward.contacts.len());
    for (place, agreement) in ward.agreements {
        session.add_agreement(Operation::once(), place, fields(&agreement)).await?;
    }
    for (place, holder) in ward.contacts {
        session.add_board_contact(Operation::once(), place, holder).await?;
    }
    let organizations = ward.organizations.into_iter().map(|demo::DemoOrganization { id, unit_code, draft, founded, .. }| {
        SampleOrganization { id, unit_code, draft, founded, links: Vec::new() }
    });
    session.load_sample_organizations(organizations.collect()).await?;
    for (organization, decision) in ward.decisions {
        session.decide(Operation::once(), organization, decision).await?;
    }
    if let Some(redraw) = ward.redraw {
        session.redraw_areas(Operation::once(), redraw).await?;
    }
    let account = session.accounts().await?.into_iter().find(|account| account.user_name == officer);
    // Every other building has somebody: what nobody looks after is to be seen too.
    for (at, place) in ward.buildings.into_iter().step_by(2).enumerate() {
        if let Some(account) = &account {
            session.assign_officer(Operation::once(), place, account.id, OfficerRole::Officer).await?;
            if at < 3 {
                session.assign_officer(Operation::once(), place, account.id, OfficerRole::CellFollower).await?;
            }
        }
    }
    put_off(session, code).await?;
    Ok(counts)
}

/// The work that has waited longest waits for somebody else.
async fn put_off(session: &Session, code: &str) -> Result<(), Failure> {
    let today: NaiveDate = session.today;
    let asked = WorkQuery { unit: Some(code.to_owned()), ..WorkQuery::default() };
    if let Some(oldest) = session.work(&asked, 1).await?.items.first() {
        let reason = "Chờ chủ đầu tư gửi danh sách chủ sở hữu".to_owned();
        let until = today.checked_add_days(Days::new(30));
        let draft = PostponeDraft { kind: oldest.kind, due_on: oldest.on, until, reason };
        session.postpone(Operation::once(), oldest.place_id, draft).await?;
    }
    Ok(())
}
