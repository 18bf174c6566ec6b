//! What becomes of a household's record in the end, and of all that hangs on it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::household::KeptFor;
use domain::setting::{Rules, Setting, months_after};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use super::agreed::{agreed, no_longer};
use crate::entities::{consent, household, household_assignment, request, visit};
use crate::fault::fault;
use crate::sealed::erase;
use crate::session::Write;
use crate::setting::rules;

/// Until when a proof is kept of a record that goes today.
pub(super) fn proof_until(rules: &Rules, agreed: Option<&KeptFor>, today: NaiveDate) -> NaiveDate {
    months_after(today, no_longer(rules.on(Setting::ConsentProofMonths, today), agreed, |agreed| agreed.proof))
}

/// Takes households out for good: their rows, visits, requests and assignments, and with their keys whatever is left
/// of them. The proofs of their consents stay for their time, numbers and days only; `withdrawn_on` is said there.
pub(crate) async fn remove(write: &mut Write, ids: &[Uuid], withdrawn_on: Option<NaiveDate>) -> Result<(), Failure> {
    let rules = rules(&write.tx).await?;
    for ids in ids.chunks(500) {
        let agreed = agreed(&write.tx, ids).await?;
        let mut proofs: BTreeMap<NaiveDate, Vec<Uuid>> = BTreeMap::new();
        for id in ids {
            proofs.entry(proof_until(&rules, agreed.get(id), write.today)).or_default().push(*id);
        }
        let these = || ids.iter().copied();
        let of = visit::Entity::find().filter(visit::Column::HouseholdId.is_in(these()));
        let visits: Vec<Uuid> = of.select_only().column(visit::Column::Id).into_tuple().all(&write.tx).await.map_err(fault)?;
        crate::visit::remove(write, &visits).await?;
        let of = request::Entity::find().filter(request::Column::HouseholdId.is_in(these()));
        let requests: Vec<Uuid> = of.select_only().column(request::Column::Id).into_tuple().all(&write.tx).await.map_err(fault)?;
        crate::request::remove(write, &requests).await?;
        let of = household_assignment::Column::HouseholdId.is_in(these());
        household_assignment::Entity::delete_many().filter(of).exec(&write.tx).await.map_err(fault)?;
        for row in household::Entity::find().filter(household::Column::Id.is_in(these())).all(&write.tx).await.map_err(fault)? {
            let gone = FieldChange { field: "record".into(), from: json!(row.sealed), to: Value::Null };
            write.log(TABLE, row.id, row.revision + 1, &[gone]).await?;
        }
        household::Entity::delete_many().filter(household::Column::Id.is_in(these())).exec(&write.tx).await.map_err(fault)?;
        for (until, of) in proofs {
            let mut proof = consent::Entity::update_many().col_expr(consent::Column::KeptUntil, Expr::value(Some(until)));
            if withdrawn_on.is_some() {
                proof = proof.col_expr(consent::Column::WithdrawnOn, Expr::value(withdrawn_on));
            }
            proof.filter(consent::Column::HouseholdId.is_in(of)).exec(&write.tx).await.map_err(fault)?;
        }
        erase(write, ids).await?;
    }
    Ok(())
}
