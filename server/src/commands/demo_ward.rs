//! What the ward of the demo accounts has beyond its places: agreements, heads of its boards, and who looks after which
//! building. Said through the same doors as a person would say it.

use domain::change::fields;
use domain::failure::Failure;
use domain::officer::OfficerRole;
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
    let account = session.accounts().await?.into_iter().find(|account| account.user_name == officer);
    // Every other building has somebody: what nobody looks after is to be seen too.
    for place in ward.buildings.into_iter().step_by(2) {
        if let Some(account) = &account {
            session.assign_officer(Operation::once(), place, account.id, OfficerRole::Officer).await?;
        }
    }
    Ok(counts)
}
