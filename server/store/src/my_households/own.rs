//! Which households are a member's own. Every look and every write of a member goes through here.

use chrono::NaiveDate;
use domain::failure::Failure;
use domain::member::MemberState;
use domain::permission::Action;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::actor::Scope;
use crate::entities::{household, household_assignment, member};
use crate::fault::fault;
use crate::session::Session;

/// A household that the actor helps today; for any other there is none.
pub(crate) async fn own_household(session: &Session, id: Uuid) -> Result<household::Model, Failure> {
    let scope = session.allow(Action::OwnHouseholdRead)?;
    own_row(&session.db, session.actor.account, &scope, session.today, id).await
}

/// The same inside a write.
pub(crate) async fn own_row(
    db: &impl ConnectionTrait,
    account: Option<Uuid>,
    scope: &Scope,
    today: NaiveDate,
    id: Uuid,
) -> Result<household::Model, Failure> {
    own_rows(db, account, scope, today, Some(id)).await?.pop().ok_or(Failure::NotFound)
}

/// All of them, or the one that is asked for: assigned today to the member of this account, in a ward of their role,
/// neither ended nor restricted.
pub(super) async fn own_rows(
    db: &impl ConnectionTrait,
    account: Option<Uuid>,
    scope: &Scope,
    today: NaiveDate,
    one: Option<Uuid>,
) -> Result<Vec<household::Model>, Failure> {
    let assigned = own_assignments(db, account, scope, today, one).await?;
    let mut found = Vec::with_capacity(assigned.len());
    for rows in assigned.chunks(500) {
        let rows = household::Entity::find()
            .filter(household::Column::Id.is_in(rows.iter().map(|row| row.household_id)))
            .filter(scope.on(household::Column::AdminUnitId))
            .filter(household::Column::EndedOn.is_null())
            .filter(household::Column::Restricted.eq(false));
        found.extend(rows.all(db).await.map_err(fault)?);
    }
    Ok(found)
}

/// The member of this account, in a ward of their role.
pub(super) async fn own_member(db: &impl ConnectionTrait, account: Option<Uuid>, scope: &Scope) -> Result<Option<member::Model>, Failure> {
    let Some(account) = account else { return Ok(None) };
    let member = member::Entity::find()
        .filter(member::Column::AccountId.eq(account))
        .filter(member::Column::State.eq(MemberState::Active.code()))
        .filter(scope.on(member::Column::AdminUnitId));
    member.one(db).await.map_err(fault)
}

/// The assignments of today of the member of this account, in a ward of their role.
pub(super) async fn own_assignments(
    db: &impl ConnectionTrait,
    account: Option<Uuid>,
    scope: &Scope,
    today: NaiveDate,
    one: Option<Uuid>,
) -> Result<Vec<household_assignment::Model>, Failure> {
    use household_assignment::Column as A;
    let Some(member) = own_member(db, account, scope).await? else { return Ok(Vec::new()) };
    let mut assigned = household_assignment::Entity::find()
        .filter(A::MemberId.eq(member.id))
        .filter(A::FromDay.lte(today))
        .filter(A::ToDay.gte(today))
        .filter(A::EndedOn.is_null());
    if let Some(one) = one {
        assigned = assigned.filter(A::HouseholdId.eq(one));
    }
    assigned.all(db).await.map_err(fault)
}
