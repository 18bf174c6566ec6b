//! The invented people of the demo city, in and out of the database. They are sealed as real ones are.

use chrono::NaiveDate;
use domain::assignment::AssignmentDraft;
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::household::{Consent, HouseholdDraft, code_of};
use domain::member::{MemberDraft, MemberState, MonthlyCheck, TaskDraft};
use domain::permission::Action;
use domain::request::{Office, RequestDraft, RequestState};
use domain::setting::{Setting, days_after, months_after};
use domain::visit::{NOBODY_HOME_DAYS, VisitDraft, VisitOutcome};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

use crate::entities::{
    account, admin_unit, consent, household, household_assignment, member, member_task, monthly_check, place, request, support_figure,
    visit,
};
use crate::fault::{broken, fault};
use crate::sealed::new_records;
use crate::session::{Operation, Session, Write};
use crate::setting::{holidays, rules};

/// A member of the demo city: the unit by its code.
pub struct SampleMember {
    pub id: Uuid,
    pub unit_code: String,
    pub draft: MemberDraft,
    pub task: Option<(TaskDraft, Vec<MonthlyCheck>)>,
    /// The account with which somebody tries the member's own pages.
    pub user_name: Option<String>,
}

/// A request of a household of the demo city, with how far it came.
pub struct SampleRequest {
    pub draft: RequestDraft,
    pub received_on: NaiveDate,
    pub forwarded: Option<(Office, NaiveDate)>,
    pub answered: Option<(String, NaiveDate)>,
    pub confirmed_on: Option<NaiveDate>,
}

/// A household of the demo city, at one of its places.
pub struct SampleHousehold {
    pub id: Uuid,
    pub place: Uuid,
    pub draft: HouseholdDraft,
    pub consent: Consent,
    pub assignment: Option<AssignmentDraft>,
    /// Oldest first.
    pub visits: Vec<VisitDraft>,
    pub requests: Vec<SampleRequest>,
}

/// Households written at a time.
const CHUNK: usize = 500;

impl Session {
    /// Adds the invented people to the demo city, and answers how many members and households those are.
    pub async fn load_sample_people(
        &self,
        members: Vec<SampleMember>,
        households: Box<dyn Iterator<Item = SampleHousehold> + Send>,
    ) -> Result<(u64, u64), Failure> {
        self.write(Action::DemoLoad, Operation::once(), move |write| {
            Box::pin(async move {
                let count = members.len() as u64;
                add_members(write, members).await?;
                let (mut chunk, mut added) = (Vec::with_capacity(CHUNK), 0);
                for household in households {
                    chunk.push(household);
                    added += 1;
                    if chunk.len() == CHUNK {
                        add_households(write, std::mem::take(&mut chunk)).await?;
                    }
                }
                add_households(write, chunk).await?;
                Ok((count, added))
            })
        })
        .await
    }
}

fn invented(errors: FieldErrors) -> Failure {
    broken(&format!("the demo city is broken: {errors:?}"))
}

fn said(sealed: &str) -> [FieldChange; 1] {
    [FieldChange { field: "record".into(), from: Value::Null, to: json!(sealed) }]
}

async fn add_members(write: &mut Write, members: Vec<SampleMember>) -> Result<(), Failure> {
    let units = admin_unit::Entity::find().filter(admin_unit::Column::ValidTo.is_null()).select_only();
    let units = units.columns([admin_unit::Column::Code, admin_unit::Column::Id]).into_tuple::<(String, Uuid)>();
    let units: HashMap<String, Uuid> = units.all(&write.tx).await.map_err(fault)?.into_iter().collect();
    let accounts = account::Entity::find().filter(account::Column::Sample.eq(true)).all(&write.tx).await.map_err(fault)?;
    for members in members.chunks(CHUNK) {
        let ids: Vec<Uuid> = members.iter().map(|member| member.id).collect();
        let sealers = new_records(write, crate::member::TABLE, &ids).await?;
        let (mut rows, mut tasks, mut checks) = (Vec::new(), Vec::new(), Vec::new());
        for (sample, sealer) in members.iter().zip(sealers) {
            let draft = sample.draft.clone().check().map_err(invented)?;
            let sealed = sealer.seal_all(&draft)?;
            write.log(crate::member::TABLE, sample.id, 1, &said(&sealed)).await?;
            let user = |row: &&account::Model| Some(row.user_name.as_str()) == sample.user_name.as_deref();
            rows.push(member::ActiveModel {
                id: Set(sample.id),
                admin_unit_id: Set(units.get(&sample.unit_code).copied().unwrap_or_default()),
                state: Set(MemberState::Active.code().into()),
                ended_on: Set(None),
                account_id: Set(accounts.iter().find(user).map(|row| row.id)),
                // Whoever adds the same invented person again may.
                alike: Set(None),
                sealed: Set(sealed),
                recorded_by: Set(write.actor().to_owned()),
                sample: Set(true),
                revision: Set(1),
                created_at: Set(write.now),
                updated_at: Set(write.now),
            });
            let Some((task, months)) = sample.task.clone() else { continue };
            let id = Uuid::now_v7();
            let task = task.check().map_err(invented)?;
            tasks.push(member_task::ActiveModel {
                id: Set(id),
                member_id: Set(sample.id),
                from_day: Set(task.from),
                to_day: Set(task.to),
                ended_on: Set(None),
                sealed: Set(sealer.seal(&format!("task {id}"), &task.aim)?),
                recorded_at: Set(write.now),
            });
            for check in months {
                let text = serde_json::to_string(&check).map_err(|error| broken(&error))?;
                checks.push(monthly_check::ActiveModel {
                    task_id: Set(id),
                    month: Set(check.month),
                    sealed: Set(sealer.seal(&format!("check {id} {}", check.month), &text)?),
                });
            }
        }
        member::Entity::insert_many(rows).exec_without_returning(&write.tx).await.map_err(fault)?;
        insert_all::<member_task::Entity, _>(write, tasks).await?;
        insert_all::<monthly_check::Entity, _>(write, checks).await?;
    }
    Ok(())
}

/// In parts: databases take so many values in one statement.
async fn insert_all<E, A>(write: &Write, rows: Vec<A>) -> Result<(), Failure>
where
    E: EntityTrait,
    A: sea_orm::ActiveModelTrait<Entity = E>,
{
    let mut rows = rows.into_iter();
    loop {
        let part: Vec<A> = rows.by_ref().take(500).collect();
        if part.is_empty() {
            return Ok(());
        }
        E::insert_many(part).exec_without_returning(&write.tx).await.map_err(fault)?;
    }
}

async fn add_households(write: &mut Write, samples: Vec<SampleHousehold>) -> Result<(), Failure> {
    if samples.is_empty() {
        return Ok(());
    }
    let places: Vec<Uuid> = samples.iter().map(|sample| sample.place).collect();
    let units = place::Entity::find().filter(place::Column::Id.is_in(places)).select_only();
    let units = units.columns([place::Column::Id, place::Column::AdminUnitId]).into_tuple::<(Uuid, Uuid)>();
    let units: HashMap<Uuid, Uuid> = units.all(&write.tx).await.map_err(fault)?.into_iter().collect();
    let (rules, holidays) = (rules(&write.tx).await?, holidays(&write.tx).await?);
    let ids: Vec<Uuid> = samples.iter().map(|sample| sample.id).collect();
    let sealers = new_records(write, crate::household::TABLE, &ids).await?;
    let visits: usize = samples.iter().map(|sample| sample.visits.len()).sum();
    let requests: usize = samples.iter().map(|sample| sample.requests.len()).sum();
    let visit_ids: Vec<Uuid> = (0..visits).map(|_| Uuid::now_v7()).collect();
    let request_ids: Vec<Uuid> = (0..requests).map(|_| Uuid::now_v7()).collect();
    let mut visit_keys = new_records(write, crate::visit::TABLE, &visit_ids).await?.into_iter().zip(visit_ids);
    let mut request_keys = new_records(write, crate::request::TABLE, &request_ids).await?.into_iter().zip(request_ids);
    let actor = write.actor().to_owned();
    let (mut rows, mut consents, mut assigned, mut visited, mut asked) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (sample, sealer) in samples.into_iter().zip(sealers) {
        let unit = units.get(&sample.place).copied().unwrap_or_default();
        let draft = sample.draft.check().map_err(invented)?;
        let sealed = sealer.seal_all(&draft)?;
        write.log(crate::household::TABLE, sample.id, 1, &said(&sealed)).await?;
        let last_met = sample.visits.iter().filter(|visit| visit.outcome == VisitOutcome::Met).map(|visit| visit.on).max();
        let rhythm = |day: NaiveDate| days_after(day, rules.on(Setting::VisitDays, day));
        let next = sample.visits.last().map(|visit| visit.next_on.unwrap_or_else(|| rhythm(visit.on)));
        rows.push(household::ActiveModel {
            id: Set(sample.id),
            code: Set(code_of(sample.id)),
            admin_unit_id: Set(unit),
            place_id: Set(sample.place),
            came_from: Set(None),
            alike: Set(None),
            sealed: Set(sealed),
            supported_until: Set(draft.supported_until()),
            ended_on: Set(None),
            end_kind: Set(None),
            restricted: Set(false),
            last_met_on: Set(last_met),
            next_visit_on: Set(next),
            needs_no_visits: Set(false),
            recorded_by: Set(actor.clone()),
            sample: Set(true),
            revision: Set(1),
            created_at: Set(write.now),
            updated_at: Set(write.now),
        });
        consents.push(consent::ActiveModel {
            id: Set(Uuid::now_v7()),
            household_id: Set(sample.id),
            given_on: Set(sample.consent.given_on),
            how: Set(sample.consent.how.code().into()),
            text_version: Set(sample.consent.text_version),
            form_number: Set(sample.consent.form_number),
            recorded_by: Set(actor.clone()),
            recorded_at: Set(write.now),
            withdrawn_on: Set(None),
            kept_until: Set(None),
        });
        if let Some(draft) = sample.assignment {
            let id = Uuid::now_v7();
            assigned.push(household_assignment::ActiveModel {
                id: Set(id),
                household_id: Set(sample.id),
                member_id: Set(draft.member),
                from_day: Set(draft.from),
                to_day: Set(draft.to),
                ended_on: Set(None),
                end_kind: Set(None),
                sealed: Set(sealer.seal(&format!("assignment {id}"), &draft.aim)?),
                recorded_by: Set(actor.clone()),
                recorded_at: Set(write.now),
            });
        }
        for draft in sample.visits {
            let Some((sealer, id)) = visit_keys.next() else { break };
            let sealed = sealer.seal_all(&draft)?;
            write.log(crate::visit::TABLE, id, 1, &said(&sealed)).await?;
            let kept_until = if draft.until_next() {
                days_after(draft.on, NOBODY_HOME_DAYS)
            } else {
                months_after(draft.on, rules.on(Setting::VisitMonths, draft.on))
            };
            visited.push(visit::ActiveModel {
                id: Set(id),
                household_id: Set(sample.id),
                day: Set(draft.on),
                sealed: Set(sealed),
                corrects: Set(None),
                until_next: Set(draft.until_next()),
                kept_until: Set(kept_until),
                recorded_by: Set(actor.clone()),
                recorded_at: Set(write.now),
            });
        }
        for sample_request in sample.requests {
            let Some((sealer, id)) = request_keys.next() else { break };
            let draft = sample_request.draft.check().map_err(invented)?;
            let sealed = sealer.seal_all(&draft)?;
            write.log(crate::request::TABLE, id, 1, &said(&sealed)).await?;
            let state = match (&sample_request.forwarded, &sample_request.answered, sample_request.confirmed_on) {
                (_, _, Some(_)) => RequestState::Confirmed,
                (_, Some(_), None) => RequestState::Answered,
                (Some(_), None, None) => RequestState::Forwarded,
                (None, None, None) => RequestState::Received,
            };
            asked.push(request::ActiveModel {
                id: Set(id),
                household_id: Set(sample.id),
                admin_unit_id: Set(unit),
                state: Set(state.code().into()),
                received_on: Set(sample_request.received_on),
                office: Set(sample_request.forwarded.map(|(office, _)| office.code().into())),
                forwarded_on: Set(sample_request.forwarded.map(|(_, on)| on)),
                due_on: Set(domain::request::due_on(sample_request.received_on, &rules, &holidays)),
                answered_on: Set(sample_request.answered.as_ref().map(|(_, on)| *on)),
                confirmed_on: Set(sample_request.confirmed_on),
                reopened: Set(0),
                reopened_on: Set(None),
                sealed: Set(sealed),
                answer_sealed: Set(sample_request.answered.map(|(text, _)| sealer.seal("answer", &text)).transpose()?),
                recorded_by: Set(actor.clone()),
                revision: Set(1),
                created_at: Set(write.now),
                updated_at: Set(write.now),
            });
        }
    }
    insert_all::<household::Entity, _>(write, rows).await?;
    insert_all::<consent::Entity, _>(write, consents).await?;
    insert_all::<household_assignment::Entity, _>(write, assigned).await?;
    insert_all::<visit::Entity, _>(write, visited).await?;
    insert_all::<request::Entity, _>(write, asked).await
}

/// Takes the invented people out, and every household at a place that goes with the city.
pub(crate) async fn remove_sample_people(write: &mut Write, places: &[Uuid]) -> Result<(), Failure> {
    let mut ids: Vec<Uuid> = Vec::new();
    let of = household::Entity::find().filter(household::Column::Sample.eq(true)).select_only().column(household::Column::Id);
    ids.extend(of.into_tuple::<Uuid>().all(&write.tx).await.map_err(fault)?);
    for places in places.chunks(500) {
        let there = Condition::all().add(household::Column::PlaceId.is_in(places.iter().copied())).add(household::Column::Sample.eq(false));
        let of = household::Entity::find().filter(there).select_only().column(household::Column::Id);
        ids.extend(of.into_tuple::<Uuid>().all(&write.tx).await.map_err(fault)?);
    }
    crate::household::remove(write, &ids, None).await?;
    let of = member::Entity::find().filter(member::Column::Sample.eq(true)).select_only().column(member::Column::Id);
    let ids: Vec<Uuid> = of.into_tuple().all(&write.tx).await.map_err(fault)?;
    crate::member::remove(write, &ids).await?;
    // Consents of invented households prove nothing.
    let proofs = consent::Entity::delete_many().filter(consent::Column::FormNumber.starts_with(crate::sample_people::FORM));
    proofs.exec(&write.tx).await.map_err(fault)?;
    // Nor do frozen months that counted nobody else.
    if household::Entity::find().count(&write.tx).await.map_err(fault)? == 0 {
        support_figure::Entity::delete_many().exec(&write.tx).await.map_err(fault)?;
    }
    // Accounts of the demo go too: whoever stays a member has none then.
    let gone = account::Entity::find().filter(account::Column::Sample.eq(true)).select_only().column(account::Column::Id);
    let gone: Vec<Uuid> = gone.into_tuple().all(&write.tx).await.map_err(fault)?;
    let unlinked = member::Entity::update_many().col_expr(member::Column::AccountId, Expr::value(None::<Uuid>));
    unlinked.filter(member::Column::AccountId.is_in(gone)).exec(&write.tx).await.map(drop).map_err(fault)
}

/// How numbers of invented forms begin.
pub const FORM: &str = "MAU-";
