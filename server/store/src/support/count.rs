//! Counting a month. What is opened for it stands in the access log, by ids, as opened by this action.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::failure::Failure;
use domain::household::HouseholdDraft;
use domain::permission::Action;
use domain::request::RequestState;
use domain::setting::days_after;
use domain::support_table::{MonthCounts, NO_OFFICE, last_of};
use domain::visit::VisitDraft;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::audit::begins;
use crate::entities::{admin_unit, household, household_assignment, request, visit};
use crate::fault::fault;
use crate::sealed::find_records;
use crate::session::Session;

/// An id of a unit, its code, and from when to when it holds.
type Unit = (Uuid, String, NaiveDate, Option<NaiveDate>);

impl Session {
    /// Counts a month that begins on this day.
    pub(super) async fn count_support(&self, month: NaiveDate) -> Result<MonthCounts, Failure> {
        use admin_unit::Column as U;
        let last = last_of(month);
        let units = admin_unit::Entity::find().select_only().column(U::Id).column(U::Code).column(U::ValidFrom).column(U::ValidTo);
        let units: Vec<Unit> = units.into_tuple().all(&self.db).await.map_err(fault)?;
        let held = |(_, _, from, to): &&Unit| *from <= last && to.is_none_or(|to| last < to);
        let mut counts = MonthCounts::of_wards(units.iter().filter(held).map(|(_, code, ..)| code.clone()));
        let codes: HashMap<Uuid, String> = units.into_iter().map(|(id, code, ..)| (id, code)).collect();

        let known = household::Entity::find().filter(household::Column::Restricted.eq(false)).order_by_asc(household::Column::Id);
        let known = known.all(&self.db).await.map_err(fault)?;
        let counted: HashSet<Uuid> = known.iter().map(|row| row.id).collect();
        let over = begins(days_after(last, 1));
        let is_helped = |row: &household::Model| row.created_at < over && row.ended_on.is_none_or(|ended| last < ended);
        let helped: Vec<household::Model> = known.into_iter().filter(is_helped).collect();
        for row in &helped {
            if let Some(code) = codes.get(&row.admin_unit_id) {
                *counts.households.entry(code.clone()).or_default() += 1;
            }
        }
        let assigned = self.assigned_on(last).await?;
        counts.with_member = helped.iter().filter(|row| assigned.contains(&row.id)).count() as u64;
        self.count_categories(&mut counts, helped, last).await?;
        self.count_visits(&mut counts, &counted, (month, last)).await?;
        self.count_requests(&mut counts, &counted, (month, last)).await?;
        Ok(counts)
    }

    /// Households that somebody is assigned to on this day.
    async fn assigned_on(&self, day: NaiveDate) -> Result<HashSet<Uuid>, Failure> {
        use household_assignment::Column as C;
        let rows = household_assignment::Entity::find().filter(C::FromDay.lte(day)).filter(C::ToDay.gte(day));
        let rows = rows.filter(Condition::any().add(C::EndedOn.is_null()).add(C::EndedOn.gt(day))).select_only().column(C::HouseholdId);
        Ok(rows.into_tuple::<Uuid>().all(&self.db).await.map_err(fault)?.into_iter().collect())
    }

    async fn count_categories(&self, counts: &mut MonthCounts, helped: Vec<household::Model>, day: NaiveDate) -> Result<(), Failure> {
        let sealed = helped.into_iter().map(|row| (row.id, row.sealed)).collect();
        let opened: Vec<(Uuid, HouseholdDraft)> = self.open_all(crate::household::TABLE, sealed).await?;
        for support in opened.iter().flat_map(|(_, draft)| &draft.supports).filter(|support| support.holds_on(day)) {
            *counts.categories.entry(support.category.code().to_owned()).or_default() += 1;
        }
        Ok(())
    }

    async fn count_visits(
        &self,
        counts: &mut MonthCounts,
        of: &HashSet<Uuid>,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<(), Failure> {
        use visit::Column as C;
        let corrected = visit::Entity::find().filter(C::Corrects.is_not_null()).select_only().column(C::Corrects);
        let corrected: HashSet<Uuid> = corrected.into_tuple::<Uuid>().all(&self.db).await.map_err(fault)?.into_iter().collect();
        // That nobody was at home is never counted, so it is not opened either.
        let rows = visit::Entity::find().filter(C::Day.between(first, last)).filter(C::UntilNext.eq(false)).order_by_asc(C::Id);
        let rows = rows.all(&self.db).await.map_err(fault)?.into_iter();
        let sealed = rows.filter(|row| of.contains(&row.household_id) && !corrected.contains(&row.id)).map(|row| (row.id, row.sealed));
        let opened: Vec<(Uuid, VisitDraft)> = self.open_all(crate::visit::TABLE, sealed.collect()).await?;
        for (_, visit) in &opened {
            counts.add_visit(visit);
        }
        Ok(())
    }

    /// By the office that a request lies with now.
    async fn count_requests(
        &self,
        counts: &mut MonthCounts,
        of: &HashSet<Uuid>,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<(), Failure> {
        use request::Column as C;
        let in_month = Condition::any().add(C::ReceivedOn.between(first, last)).add(C::AnsweredOn.between(first, last));
        let rows = request::Entity::find().filter(in_month).all(&self.db).await.map_err(fault)?;
        for row in rows.into_iter().filter(|row| of.contains(&row.household_id)) {
            let office = row.office.unwrap_or_else(|| NO_OFFICE.to_owned());
            let is_answered = [RequestState::Answered, RequestState::Confirmed].iter().any(|state| state.code() == row.state);
            if let Some(answered) = row.answered_on.filter(|day| is_answered && (first..=last).contains(day)) {
                let days = u32::try_from((answered - row.received_on).num_days()).unwrap_or_default();
                counts.days_to_answer.entry(office.clone()).or_default().push(days);
            }
            if (first..=last).contains(&row.received_on) {
                *counts.requests.entry(office).or_default() += 1;
            }
        }
        Ok(())
    }

    /// Opens records of all wards, to be counted and forgotten. They belong to no single ward or place.
    async fn open_all<T: serde::de::DeserializeOwned>(
        &self,
        kind: &'static str,
        sealed: Vec<(Uuid, String)>,
    ) -> Result<Vec<(Uuid, T)>, Failure> {
        find_records(self, Action::SupportTablesFreeze, kind, Uuid::nil(), sealed, |all| all).await
    }
}
