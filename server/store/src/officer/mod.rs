//! Who looks after what: assigning, giving up, taking over in bulk, and the filter that lists and the worklist
//! share.

mod carry;
mod read;
mod take_over;
mod write;

use std::collections::BTreeSet;

use domain::failure::Failure;
use domain::officer::{LookedAfter, OfficerRole, ROLES};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

pub(crate) use carry::carry;
pub use read::{Person, TakenOver, WardOfficers};

use crate::entities::{account, account_role, place_officer};
use crate::fault::fault;

/// `rest`, of places that are looked after so. What it costs grows with the places of the person who is asked for;
/// only nobody's are looked for in all that is in sight.
pub(crate) fn narrowed(
    rest: Condition,
    which: LookedAfter,
    own: Option<Uuid>,
    place: impl ColumnTrait,
    unit: impl ColumnTrait,
) -> Condition {
    let whose = looked_after(which, own, place, unit);
    match which {
        LookedAfter::Me | LookedAfter::By(_) if !rest.is_empty() => {
            // Of two indexes SQLite takes the one of the unit or of the kind, which holds far more; what is denied
            // twice has none, and that of the few places is taken.
            Condition::all().add(Condition::all().add(rest.not()).not()).add(whose)
        }
        _ => rest.add(whose),
    }
}

/// The condition on the columns that hold a place's id and its unit.
fn looked_after(which: LookedAfter, own: Option<Uuid>, place: impl ColumnTrait, unit: impl ColumnTrait) -> Condition {
    match which {
        LookedAfter::All => Condition::all(),
        // Whoever has no account looks after nothing.
        LookedAfter::Me => Condition::all().add(place.in_subquery(places_of(own.unwrap_or_default()))),
        LookedAfter::By(account) => Condition::all().add(place.in_subquery(places_of(account))),
        LookedAfter::Nobody => Condition::all().add(Expr::exists(in_charge(place, unit)).not()),
    }
}

fn places_of(account: Uuid) -> SelectStatement {
    use place_officer::Column as C;
    Query::select()
        .column(C::PlaceId)
        .from(place_officer::Entity)
        .and_where(C::AccountId.eq(account))
        .and_where(C::ValidTo.is_null())
        .take()
}

/// Somebody looks after the place who still works in its unit.
fn in_charge(place: impl ColumnTrait, unit: impl ColumnTrait) -> SelectStatement {
    use place_officer::Column as C;
    let account = Expr::col((account::Entity, account::Column::Id)).equals((place_officer::Entity, C::AccountId));
    let role = Condition::all()
        .add(Expr::col((account_role::Entity, account_role::Column::AccountId)).equals((place_officer::Entity, C::AccountId)))
        .add(Expr::col((account_role::Entity, account_role::Column::AdminUnitId)).equals(unit.as_column_ref()));
    Query::select()
        .expr(Expr::val(1))
        .from(place_officer::Entity)
        .inner_join(account::Entity, account)
        .inner_join(account_role::Entity, role)
        .and_where(Expr::col((place_officer::Entity, C::PlaceId)).equals(place.as_column_ref()))
        .and_where(C::ValidTo.is_null())
        .and_where(C::Role.eq(OfficerRole::Officer.code()))
        .and_where(account::Column::ClosedOn.is_null())
        .and_where(account_role::Column::Role.is_in(role_codes()))
        .take()
}

fn role_codes() -> [&'static str; 2] {
    ROLES.map(domain::permission::Role::code)
}

/// Who works in these units and can look after places there: account, unit, display name.
async fn people_of(db: &impl ConnectionTrait, units: &BTreeSet<Uuid>) -> Result<BTreeSet<(Uuid, Uuid, String)>, Failure> {
    let given = account_role::Entity::find()
        .filter(account_role::Column::AdminUnitId.is_in(units.iter().copied()))
        .filter(account_role::Column::Role.is_in(role_codes()))
        .select_only()
        .columns([account_role::Column::AccountId, account_role::Column::AdminUnitId]);
    let given: Vec<(Uuid, Option<Uuid>)> = given.into_tuple().all(db).await.map_err(fault)?;
    let open = account::Entity::find()
        .filter(account::Column::Id.is_in(given.iter().map(|(account, _)| *account)))
        .filter(account::Column::ClosedOn.is_null())
        .select_only()
        .columns([account::Column::Id, account::Column::DisplayName]);
    let open: Vec<(Uuid, String)> = open.into_tuple().all(db).await.map_err(fault)?;
    let people = given.into_iter().filter_map(|(account, unit)| {
        let name = open.iter().find(|(id, _)| *id == account).map(|(_, name)| name.clone())?;
        Some((account, unit?, name))
    });
    Ok(people.collect())
}
