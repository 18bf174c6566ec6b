//! Recording households. Nothing is written without a consent, which is written with it.

use domain::assignment::AssignmentEnd;
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::household::{Consent, ConsentDraft, HouseholdDraft, code_of};
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use crate::actor::Actor;
use crate::assignment::{Changed, close};
use crate::entities::{consent, household};
use crate::fault::fault;
use crate::place::load_own;
use crate::sealed::{alike, new_record, sealer};
use crate::session::{Operation, Session, Write};

impl Session {
    /// Records a household of a place, by its consent. Whatever is wrong with that, nothing is kept: the record, its
    /// key and the consent are written together or not at all.
    pub async fn add_household(
        &self,
        operation: Operation,
        place: Uuid,
        consent: ConsentDraft,
        draft: HouseholdDraft,
    ) -> Result<Uuid, Failure> {
        self.write(Action::HouseholdAdd, operation, move |write| {
            Box::pin(async move {
                let consent = consent.check(write.today)?;
                let place = load_own(write, place).await?;
                if place.draft.closed_on.is_some() {
                    return Err(FieldErrors::one("place", "place_is_closed", "").into());
                }
                let id = Uuid::now_v7();
                save_household(write, id, (place.id, place.draft.admin_unit_id), &consent, draft, false).await?;
                Ok(id)
            })
        })
        .await
    }

    /// Says it anew, and where in the ward the household lives now; none: where it did. Whoever did not see what stands
    /// now is told so. Where it wants nobody of its house, whoever of it helps no longer does, and it does not move to
    /// one of them.
    pub async fn change_household(
        &self,
        operation: Operation,
        id: Uuid,
        revision: i64,
        place: Option<Uuid>,
        draft: HouseholdDraft,
    ) -> Result<Changed, Failure> {
        self.allow(Action::HouseholdChange)?;
        // Where those live who help it is opened by its own door, with its entry.
        let helpers = if draft.neighbours_allowed { None } else { Some(self.helpers_of(id).await?) };
        let actor = self.actor.clone();
        self.write(Action::HouseholdChange, operation, move |write| {
            Box::pin(async move {
                let row = not_restricted(own_seen(write, &actor, id).await?)?;
                if row.revision != revision {
                    return Err(FieldErrors::one("name", "changed_meanwhile", "").into());
                }
                let draft = draft.check()?;
                let place = place.unwrap_or(row.place_id);
                let came_from = row.came_from.filter(|_| place == row.place_id);
                if place != row.place_id {
                    check_home(write, place, row.admin_unit_id).await?;
                }
                let near = match &helpers {
                    Some(helpers) => helpers.living_at(write, id, place).await?,
                    None => Vec::new(),
                };
                if place != row.place_id && !near.is_empty() {
                    return Err(FieldErrors::one("residence", "helper_lives_there", "").into());
                }
                let ended = near.len() as u32;
                for assignment in near {
                    close(write, assignment, AssignmentEnd::HouseholdAsked).await?;
                }
                let alike = alike_of(write, row.admin_unit_id, place, Some(id), &draft).await?;
                let sealed = sealer(write, TABLE, id).await?.seal_all(&draft)?;
                let change = FieldChange { field: "record".into(), from: json!(row.sealed), to: json!(sealed) };
                let mut row = row.into_active_model();
                row.sealed = Set(sealed);
                row.place_id = Set(place);
                row.came_from = Set(came_from);
                row.alike = Set(alike);
                row.supported_until = Set(draft.supported_until());
                row.recorded_by = Set(write.actor().to_owned());
                row.revision = Set(revision + 1);
                row.updated_at = Set(write.now);
                row.update(&write.tx).await.map_err(fault)?;
                write.log(TABLE, id, revision + 1, &[change]).await?;
                Ok(Changed { revision: revision + 1, ended })
            })
        })
        .await
    }
}

/// Households move within their ward, to places that are there. To another ward they go by a consent given there.
async fn check_home(write: &Write, place: Uuid, unit: Uuid) -> Result<(), Failure> {
    let refused = |code: &str| Err(FieldErrors::one("residence", code, "").into());
    match load_own(write, place).await {
        Ok(home) if home.draft.admin_unit_id != unit => refused("choose_a_place"),
        Ok(home) if home.draft.closed_on.is_some() => refused("place_is_closed"),
        Ok(_) => Ok(()),
        Err(Failure::NotFound) => refused("choose_a_place"),
        Err(other) => Err(other),
    }
}

/// A household of the actor's own units; for any other there is none.
pub(crate) async fn own(write: &Write, id: Uuid) -> Result<household::Model, Failure> {
    let found = household::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
    found.filter(|row| write.scope.holds(row.admin_unit_id)).ok_or(Failure::NotFound)
}

/// The same, for whoever may open it: a restricted record is there for those who answer for it, and nobody else.
pub(crate) async fn own_seen(write: &Write, actor: &Actor, id: Uuid) -> Result<household::Model, Failure> {
    let row = own(write, id).await?;
    if row.restricted && !opens_restricted(actor, row.admin_unit_id) { Err(Failure::NotFound) } else { Ok(row) }
}

/// A record whose person asked to have it restricted is opened by those who answer for it.
pub(crate) fn opens_restricted(actor: &Actor, unit: Uuid) -> bool {
    actor.may_in(Action::PersonRead, unit)
}

/// Nothing is done with a record that was restricted, as long as it is.
pub(super) fn not_restricted(row: household::Model) -> Result<household::Model, Failure> {
    if row.restricted { Err(FieldErrors::one("household", "household_is_restricted", "").into()) } else { Ok(row) }
}

/// Writes down a household that consented, at a place of a unit.
pub(crate) async fn save_household(
    write: &mut Write,
    id: Uuid,
    (place, unit): (Uuid, Uuid),
    said: &Consent,
    draft: HouseholdDraft,
    sample: bool,
) -> Result<(), Failure> {
    let draft = draft.check()?;
    let sealed = new_record(write, TABLE, id).await?.seal_all(&draft)?;
    let alike = alike_of(write, unit, place, None, &draft).await?;
    let used = consent::Entity::find().filter(consent::Column::FormNumber.eq(said.form_number.as_str()));
    if used.count(&write.tx).await.map_err(fault)? > 0 {
        return Err(FieldErrors::one("form_number", "form_used_already", "").into());
    }
    let row = household::ActiveModel {
        id: Set(id),
        code: Set(code_of(id)),
        admin_unit_id: Set(unit),
        place_id: Set(place),
        came_from: Set(None),
        alike: Set(alike),
        sealed: Set(sealed.clone()),
        supported_until: Set(draft.supported_until()),
        ended_on: Set(None),
        end_kind: Set(None),
        restricted: Set(false),
        last_met_on: Set(None),
        next_visit_on: Set(None),
        needs_no_visits: Set(false),
        recorded_by: Set(write.actor().to_owned()),
        sample: Set(sample),
        revision: Set(1),
        created_at: Set(write.now),
        updated_at: Set(write.now),
    };
    household::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
    let row = consent::ActiveModel {
        id: Set(Uuid::now_v7()),
        household_id: Set(id),
        given_on: Set(said.given_on),
        how: Set(said.how.code().into()),
        text_version: Set(said.text_version.clone()),
        form_number: Set(said.form_number.clone()),
        recorded_by: Set(write.actor().to_owned()),
        recorded_at: Set(write.now),
        withdrawn_on: Set(None),
        kept_until: Set(None),
    };
    consent::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
    // The place stays out of the log, which is kept longer than the household is.
    let recorded = |field: &str, to: Value| FieldChange { field: field.into(), from: Value::Null, to };
    write.log(TABLE, id, 1, &[recorded("record", json!(sealed)), recorded("consented_on", json!(said.given_on))]).await
}

/// The keyed sum of name and apartment; the same household twice is refused.
async fn alike_of(write: &Write, unit: Uuid, place: Uuid, but: Option<Uuid>, draft: &HouseholdDraft) -> Result<Option<String>, Failure> {
    let Some(sum) = alike(write, unit, &[&place.to_string(), &draft.name, &draft.unit]).await? else { return Ok(None) };
    let same = household::Entity::find().filter(household::Column::AdminUnitId.eq(unit)).filter(household::Column::Alike.eq(sum.as_str()));
    let same: Vec<Uuid> = same.select_only().column(household::Column::Id).into_tuple().all(&write.tx).await.map_err(fault)?;
    if same.iter().any(|id| Some(*id) != but) {
        return Err(FieldErrors::one("name", "recorded_already", "").into());
    }
    Ok(Some(sum))
}
