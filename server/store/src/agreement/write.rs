//! Adding an agreement, changing it, and the steps of its course.

use chrono::{Datelike, NaiveDate};
use domain::agreement::{AgreementDraft, AgreementStatus, AgreementStep};
use domain::change::{FieldChange, Fields, before, conflicts, difference, fields, overlay};
use domain::failure::{Failure, FieldErrors};
use domain::organization::{Decision, number_twice};
use domain::permission::Action;
use domain::place::Place;
use domain::text;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use serde_json::{Value, json};
use uuid::Uuid;

use super::cluster::{carry_to_buildings, is_of_cluster};
use super::keep::{remove, rows_of, says_one};
use super::party::name_party;
use super::{TABLE, to_draft, to_row};
use crate::course::derive_again;
use crate::entities::{agreement, place};
use crate::fault::fault;
use crate::place::{entries_after, load_own};
use crate::session::{Operation, Session, Write};

impl Session {
    /// Adds an agreement to a building or a cluster, in whatever state it is told, and answers its id.
    pub async fn add_agreement(&self, operation: Operation, place: Uuid, said: Fields) -> Result<Uuid, Failure> {
        self.write(Action::AgreementChange, operation, move |write| {
            Box::pin(async move {
                let place = load_own(write, place).await?;
                check_place(&place)?;
                let mut draft = overlay(&AgreementDraft::default(), &said)?.check(write.today)?;
                if draft == AgreementDraft::default() {
                    return Err(FieldErrors::one("number", "required", "").into());
                }
                name_party(write, &place, None, &mut draft).await?;
                let known = rows_of(&write.tx, &[place.id]).await?;
                // Whoever writes the first one down says what became of the one in the register.
                let says_own = says_one(&place.draft) && !is_of_cluster(&write.tx, &place.draft).await?;
                if known.is_empty() && says_own && draft.signed_on.is_none() {
                    let named = place.draft.agreement_number.clone().unwrap_or_default();
                    return Err(FieldErrors::one("signed_on", "agreement_of_the_register_first", named).into());
                }
                check_among(write, &place, None, &draft, &known).await?;
                let id = Uuid::now_v7();
                let mut row = to_row(id, &draft);
                row.place_id = Set(place.id);
                row.revision = Set(1);
                row.created_at = Set(write.now);
                row.updated_at = Set(write.now);
                agreement::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
                let mut changes = vec![FieldChange { field: "place_id".into(), from: Value::Null, to: json!(place.id) }];
                changes.extend(difference(&AgreementDraft::default(), &draft));
                write.log(TABLE, id, 1, &changes).await?;
                derive_again(write, &place, None).await?;
                carry_to_buildings(write, &place, &AgreementDraft::default()).await?;
                Ok(id)
            })
        })
        .await
    }

    /// Changes the fields that `said` names; answers the revision that now stands. What others changed meanwhile is
    /// kept, the same field changed by both is a conflict with both values.
    pub async fn change_agreement(&self, operation: Operation, id: Uuid, revision: i64, said: Fields) -> Result<i64, Failure> {
        self.change_agreement_by(None, operation, id, revision, said).await
    }

    /// Signs it, reviews it or ends it. `said` holds the day, and what belongs to the step.
    pub async fn step_agreement(
        &self,
        step: AgreementStep,
        operation: Operation,
        id: Uuid,
        revision: i64,
        said: Fields,
    ) -> Result<i64, Failure> {
        self.change_agreement_by(Some(step), operation, id, revision, said).await
    }

    async fn change_agreement_by(
        &self,
        step: Option<AgreementStep>,
        operation: Operation,
        id: Uuid,
        revision: i64,
        said: Fields,
    ) -> Result<i64, Failure> {
        self.write(Action::AgreementChange, operation, move |write| {
            Box::pin(async move {
                let (row, place) = own(write, id).await?;
                let current = to_draft(&row);
                if let Some(step) = step {
                    check_step(step, &current, &said)?;
                }
                let said = merged(write, &row, &current, revision, said).await?;
                let mut draft = overlay(&current, &said)?.check(write.today)?;
                draft.check_from(&current)?;
                name_party(write, &place, Some(&current), &mut draft).await?;
                let changes = difference(&current, &draft);
                if changes.is_empty() {
                    return Ok(row.revision);
                }
                let mut known = rows_of(&write.tx, &[place.id]).await?;
                known.retain(|other| other.id != id);
                check_among(write, &place, Some((id, &current)), &draft, &known).await?;
                let revision = row.revision + 1;
                let mut row = to_row(id, &draft);
                row.revision = Set(revision);
                row.updated_at = Set(write.now);
                row.update(&write.tx).await.map_err(fault)?;
                write.log(TABLE, id, revision, &changes).await?;
                derive_again(write, &place, None).await?;
                carry_to_buildings(write, &place, &current).await?;
                Ok(revision)
            })
        })
        .await
    }

    /// Takes a draft out that came to nothing. What was signed stays, and ends.
    pub async fn remove_agreement(&self, operation: Operation, id: Uuid) -> Result<Uuid, Failure> {
        self.write(Action::AgreementChange, operation, move |write| {
            Box::pin(async move {
                let (row, place) = own(write, id).await?;
                if to_draft(&row).status() != AgreementStatus::Draft {
                    return Err(FieldErrors::one("agreement", "agreement_is_signed", "").into());
                }
                remove(write, row).await?;
                derive_again(write, &place, None).await?;
                Ok(place.id)
            })
        })
        .await
    }
}

/// An agreement of a place that the actor may change; any other does not exist for them.
pub(super) async fn own(write: &Write, id: Uuid) -> Result<(agreement::Model, Place), Failure> {
    let row = agreement::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?.ok_or(Failure::NotFound)?;
    let place = load_own(write, row.place_id).await?;
    Ok((row, place))
}

fn check_place(place: &Place) -> Result<(), FieldErrors> {
    if !place.draft.has_board() {
        return Err(FieldErrors::one("place", "place_has_no_board", ""));
    }
    match place.draft.closed_on {
        Some(_) => Err(FieldErrors::one("place", "agreement_of_a_closed_place", "")),
        None => Ok(()),
    }
}

fn check_step(step: AgreementStep, current: &AgreementDraft, said: &Fields) -> Result<(), FieldErrors> {
    if !step.follows(current.status()) {
        return Err(FieldErrors::one(step.day(), "agreement_has_gone_on", ""));
    }
    match said.get(step.day()) {
        None | Some(Value::Null) => Err(FieldErrors::one(step.day(), "required", "")),
        Some(_) => Ok(()),
    }
}

/// What the person said, without what stands as they saw it; refused where somebody else changed the same field.
async fn merged(write: &Write, row: &agreement::Model, current: &AgreementDraft, revision: i64, said: Fields) -> Result<Fields, Failure> {
    let mut said = said;
    if revision < row.revision {
        let later = entries_after(&write.tx, row.id, revision).await?;
        let now = fields(current);
        let seen = before(&now, &later);
        said.retain(|field, value| seen.get(field) != Some(value));
        let found = conflicts(&said, &now, &later);
        if !found.is_empty() {
            return Err(Failure::Conflict { revision: row.revision, fields: found });
        }
    }
    Ok(said)
}

/// Among the others of its place, and among the numbers of its ward.
async fn check_among(
    write: &Write,
    place: &Place,
    before: Option<(Uuid, &AgreementDraft)>,
    draft: &AgreementDraft,
    others: &[agreement::Model],
) -> Result<(), Failure> {
    let mut errors = FieldErrors::default();
    let at_once = others.iter().map(to_draft).filter(|other| other.overlaps(draft));
    if let Some(other) = at_once.filter_map(|other| other.signed_on).max() {
        errors.push_day("signed_on", "agreement_in_force", other);
    }
    let numbered = |draft: &AgreementDraft| Some((draft.number.as_deref().map(text::fold)?, draft.signed_on?.year()));
    let is_new = before.is_none_or(|(_, before)| numbered(before) != numbered(draft));
    if let (Some(number), Some(on), None, true) = (&draft.number, draft.signed_on, &draft.overruled, is_new) {
        let id = before.map(|(id, _)| id).unwrap_or_default();
        let same = same_number(write, place.draft.admin_unit_id, number, on).await?;
        if let Some(found) = number_twice(id, number, on, &same) {
            errors.push("number", "agreement_number_twice", found.value);
        }
    }
    errors.into_result()
}

/// Agreements of a ward with this number that were signed in the same year.
async fn same_number(write: &Write, unit: Uuid, number: &str, on: NaiveDate) -> Result<Vec<Decision>, Failure> {
    use agreement::Column as C;
    let of_ward = place::Entity::find().filter(place::Column::AdminUnitId.eq(unit)).select_only().column(place::Column::Id).into_query();
    let (first, last) = (NaiveDate::from_ymd_opt(on.year(), 1, 1), NaiveDate::from_ymd_opt(on.year(), 12, 31));
    let query = agreement::Entity::find()
        .filter(C::NumberFolded.eq(text::fold(number)))
        .filter(C::SignedOn.between(first, last))
        .filter(C::PlaceId.in_subquery(of_ward));
    let rows = query.all(&write.tx).await.map_err(fault)?;
    Ok(rows.into_iter().filter_map(|row| Some(Decision { id: row.id, number: row.number?, on: row.signed_on? })).collect())
}
