//! Months that nobody froze in time, because the program did not run: what can still be said of them. A number is told
//! only where every row that it counts is still there as it was at the month's end; the rest is left out and said to be.

use chrono::{DateTime, NaiveDate, Utc};
use domain::failure::Failure;
use domain::member::first_of;
use domain::permission::Action;
use domain::setting::{Setting, days_after, months_after};
use domain::support_table::{SupportMeasure, last_of, month_to_freeze};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::freeze::Frozen;
use crate::audit::begins;
use crate::entities::{admin_unit, household, record_key, request, support_figure};
use crate::fault::fault;
use crate::household::TABLE as HOUSEHOLD;
use crate::member::TABLE as MEMBER;
use crate::session::Session;
use crate::setting::rules;

impl Session {
    /// Freezes what was missed between the first month that is frozen and the latest that is to be, oldest first, as far
    /// as it can still be counted. Says what came of each.
    pub async fn freeze_support_missed(&self) -> Result<Vec<(NaiveDate, Frozen)>, Failure> {
        self.allow(Action::SupportTablesFreeze)?;
        let mut done = Vec::new();
        for month in missed(&self.months_frozen().await?, month_to_freeze(self.today)) {
            done.push((month, self.freeze_support(month).await?));
        }
        Ok(done)
    }

    /// Months of the city's list that are not frozen and cannot be any more, latest first.
    pub async fn support_months_missed(&self) -> Result<Vec<NaiveDate>, Failure> {
        self.allow(Action::SupportTablesRead)?;
        let frozen = self.months_frozen().await?;
        let mut missed = missed(&frozen, frozen.first().copied().unwrap_or(NaiveDate::MIN));
        missed.reverse();
        Ok(missed)
    }

    /// By their first days, latest first.
    pub(super) async fn months_frozen(&self) -> Result<Vec<NaiveDate>, Failure> {
        use support_figure::Column as C;
        let months = support_figure::Entity::find().select_only().column(C::Month).distinct().order_by_desc(C::Month);
        months.into_tuple().all(&self.db).await.map_err(fault)
    }

    /// The tables that can be counted of a month: all of the latest, and of those before it the ones of which nothing
    /// has gone.
    pub(super) async fn countable(&self, month: NaiveDate) -> Result<Vec<SupportMeasure>, Failure> {
        use SupportMeasure::*;
        let mut all = SupportMeasure::all().to_vec();
        if month >= month_to_freeze(self.today) {
            return Ok(all);
        }
        let (last, rules) = (last_of(month), rules(&self.db).await?);
        let over = begins(days_after(last, 1));
        // A household that was erased took along whatever was done for it.
        if self.went_since(HOUSEHOLD, over).await? {
            return Ok(Vec::new());
        }
        let is_kept = |setting, since| months_after(since, rules.on(setting, month).min(rules.on(setting, self.today))) > self.today;
        if !self.all_in_wards_of(last).await? {
            all.retain(|measure| *measure != HouseholdsByWard);
        }
        if !is_kept(Setting::AssignmentMonths, last) || self.went_since(MEMBER, over).await? {
            all.retain(|measure| *measure != Coverage);
        }
        if !is_kept(Setting::VisitMonths, first_of(month)) {
            all.retain(|measure| !matches!(measure, VisitsByHow | HelpByKind));
        }
        if !is_kept(Setting::RequestMonths, first_of(month)) {
            all.retain(|measure| *measure != RequestsByOffice);
        }
        // What was answered and is asked again does not say any more when it was answered first.
        if !all.contains(&RequestsByOffice) || self.asked_again_since(last).await? {
            all.retain(|measure| !matches!(measure, AnswersByOffice | MedianDaysByOffice));
        }
        Ok(all)
    }

    /// Whether a record of this kind that was there at that moment was erased since.
    async fn went_since(&self, kind: &str, moment: DateTime<Utc>) -> Result<bool, Failure> {
        use record_key::Column as C;
        let gone = record_key::Entity::find().filter(C::Kind.eq(kind)).filter(C::CreatedAt.lt(moment)).filter(C::ErasedAt.gte(moment));
        Ok(gone.count(&self.db).await.map_err(fault)? > 0)
    }

    /// Whether all households lie in wards of that day: where a ward went over into another since, nobody knows any more
    /// which of the old ones a household was of.
    async fn all_in_wards_of(&self, day: NaiveDate) -> Result<bool, Failure> {
        use admin_unit::Column as U;
        let held = Condition::any().add(U::ValidTo.is_null()).add(U::ValidTo.gt(day));
        let held = admin_unit::Entity::find().filter(U::ValidFrom.lte(day)).filter(held).select_only().column(U::Id);
        let held: Vec<uuid::Uuid> = held.into_tuple().all(&self.db).await.map_err(fault)?;
        let of = household::Entity::find().select_only().column(household::Column::AdminUnitId).distinct();
        let of: Vec<uuid::Uuid> = of.into_tuple().all(&self.db).await.map_err(fault)?;
        Ok(of.iter().all(|unit| held.contains(unit)))
    }

    async fn asked_again_since(&self, day: NaiveDate) -> Result<bool, Failure> {
        use request::Column as C;
        let again = request::Entity::find().filter(C::ReceivedOn.lte(day)).filter(C::ReopenedOn.gt(day));
        Ok(again.count(&self.db).await.map_err(fault)? > 0)
    }
}

/// Months after the first frozen one and before `latest` that are not frozen, oldest first.
fn missed(frozen: &[NaiveDate], latest: NaiveDate) -> Vec<NaiveDate> {
    let Some(first) = frozen.iter().min() else { return Vec::new() };
    let months = std::iter::successors(Some(months_after(*first, 1)), |month| Some(months_after(*month, 1)));
    months.take_while(|month| *month < latest).filter(|month| !frozen.contains(month)).collect()
}
