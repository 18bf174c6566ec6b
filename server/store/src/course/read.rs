//! A board's course as it is shown, and the worklist.

use chrono::{DateTime, NaiveDate, Utc};
use domain::course::{BoardFact, Derived};
use domain::due::{DueKind, Postponed, end_of_week};
use domain::failure::{Failure, FieldErrors};
use domain::officer::LookedAfter;
use domain::permission::Action;
use domain::place::Place;
use sea_orm::sea_query::{Alias, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::Rulebook;
use super::facts::{facts_of, to_fact};
use super::keep::{derived, postponed_at};
use crate::account::actor_names;
use crate::actor::Scope;
use crate::admin_unit::unit_names;
use crate::entities::{board_fact, due, due_tally, place};
use crate::fault::fault;
use crate::officer::narrowed;
use crate::place::rows::parse;
use crate::session::Session;
use crate::tally::CITY;

/// A fact with who recorded it.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedFact {
    pub fact: BoardFact,
    pub by: String,
    pub at: DateTime<Utc>,
    /// What it was recorded by: what follows from it stands in the change log under the same.
    pub operation_id: Uuid,
    /// It was recorded for the whole cluster.
    pub of_cluster: bool,
}

/// Where a board stands, why, and what is to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Newest first; what was only known as a state when the first was recorded stands among them.
    pub facts: Vec<RecordedFact>,
    /// None for a place that has no board.
    pub derived: Option<Derived>,
    pub work: Vec<WorkRow>,
    pub postponed: Vec<Postponed>,
}

/// One line of the worklist.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkRow {
    pub place_id: Uuid,
    pub place_name: String,
    pub address: String,
    pub admin_unit_id: Uuid,
    pub admin_unit_name: String,
    pub kind: DueKind,
    /// The last day on which it is in time.
    pub on: NaiveDate,
    /// The day by which it is sorted: `on`, or until when it was put off.
    pub waits_until: NaiveDate,
}

/// What of the worklist is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorkQuery {
    /// Code of an admin unit in force.
    pub unit: Option<String>,
    pub kind: Option<DueKind>,
    /// By who looks after the place.
    pub looked_after: Option<LookedAfter>,
    /// Up to this day.
    pub until: Option<NaiveDate>,
    pub cursor: Option<String>,
}

/// One page of the worklist.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkPage {
    pub items: Vec<WorkRow>,
    pub next_cursor: Option<String>,
    pub overdue: u64,
    /// Due up to and with this Sunday, and not overdue.
    pub this_week: u64,
}

impl Session {
    /// The course of one place.
    pub async fn course(&self, place: &Place) -> Result<Course, Failure> {
        let scope = self.allow(Action::PlaceRead)?;
        if !scope.holds(place.draft.admin_unit_id) {
            return Err(Failure::NotFound);
        }
        let ids: Vec<Uuid> = [Some(place.id), place.draft.parent_id].into_iter().flatten().collect();
        let book = Rulebook::read(&self.db).await?;
        let found = facts_of(&self.db, &ids).await?;
        let cluster = place.draft.parent_id.and_then(|parent| found.get(&parent));
        let derived = derived([found.get(&place.id), cluster], &book, &place.draft, place.created_at.date_naive(), self.today);
        let rows = board_fact::Entity::find()
            .filter(board_fact::Column::PlaceId.is_in(ids))
            .order_by_desc(board_fact::Column::Day)
            .order_by_desc(board_fact::Column::Id)
            .all(&self.db)
            .await
            .map_err(fault)?;
        let actors: Vec<String> = rows.iter().map(|row| row.recorded_by.clone()).collect();
        let names = actor_names(&self.db, actors).await?;
        let facts = rows.into_iter().map(|row| {
            let by = names.get(&row.recorded_by).cloned().unwrap_or_default();
            let of_cluster = row.place_id != place.id;
            Ok(RecordedFact { fact: to_fact(&row)?, by, at: row.recorded_at, operation_id: row.operation_id, of_cluster })
        });
        let work = due::Entity::find().filter(due::Column::PlaceId.eq(place.id)).order_by_asc(due::Column::WaitsUntil);
        let work = work.all(&self.db).await.map_err(fault)?;
        Ok(Course {
            facts: facts.collect::<Result<_, Failure>>()?,
            derived,
            work: work
                .into_iter()
                .map(|row| work_row(row, place.draft.name.clone(), String::new(), String::new()))
                .collect::<Result<_, _>>()?,
            postponed: postponed_at(&self.db, place.id).await?,
        })
    }

    /// What is to be done in the actor's units, earliest first.
    pub async fn work(&self, query: &WorkQuery, limit: u64) -> Result<WorkPage, Failure> {
        use due::Column as C;
        let scope = self.allow(Action::WorkRead)?;
        let mut all = scope.on(C::AdminUnitId);
        let unit = match &query.unit {
            None => None,
            Some(code) => Some(self.unit_to_count(&scope, code).await?),
        };
        all = all.add_option(unit.map(|unit| C::AdminUnitId.eq(unit)));
        all = all.add_option(query.kind.map(|kind| C::Kind.eq(kind.code())));
        let (overdue, this_week) = match query.looked_after.filter(|which| *which != LookedAfter::All) {
            None => self.counted_work(&scope, unit, query.kind).await?,
            Some(LookedAfter::Nobody) if unit.is_none() && scope == Scope::Everywhere => {
                // Nobody's places of a whole city would have to be counted one by one.
                return Err(FieldErrors::one("unit", "nobody_needs_unit", "").into());
            }
            Some(which) => {
                all = narrowed(all, which, self.actor.account, C::PlaceId, C::AdminUnitId);
                self.counted_one_by_one(&all).await?
            }
        };
        let mut page =
            due::Entity::find().filter(all.clone()).filter(Condition::all().add_option(query.until.map(|day| C::WaitsUntil.lte(day))));
        if let Some(cursor) = &query.cursor {
            page = page.filter(after(cursor)?);
        }
        let page = page.order_by_asc(C::WaitsUntil).order_by_asc(C::PlaceId).order_by_asc(C::Kind).limit(limit + 1);
        let mut rows = page.all(&self.db).await.map_err(fault)?;
        let more = rows.len() as u64 > limit;
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let next_cursor = rows.last().filter(|_| more).map(|row| format!("{}.{}.{}", row.waits_until, row.place_id, row.kind));
        let ids: Vec<Uuid> = rows.iter().map(|row| row.place_id).collect();
        let places = place::Entity::find().filter(place::Column::Id.is_in(ids));
        let places = places.select_only().columns([place::Column::Id, place::Column::Name, place::Column::Address]);
        let places: Vec<(Uuid, String, String)> = places.into_tuple().all(&self.db).await.map_err(fault)?;
        let units = unit_names(&self.db).await?;
        let items = rows.into_iter().map(|row| {
            let found = places.iter().find(|(id, ..)| *id == row.place_id);
            let (name, address) = found.map(|(_, name, address)| (name.clone(), address.clone())).unwrap_or_default();
            let unit = units.get(&row.admin_unit_id).map(|(_, name)| name.clone()).unwrap_or_default();
            work_row(row, name, address, unit)
        });
        Ok(WorkPage { items: items.collect::<Result<_, Failure>>()?, next_cursor, overdue, this_week })
    }

    /// The same of some places only, for which no sums are kept: it costs as much as there is.
    async fn counted_one_by_one(&self, which: &Condition) -> Result<(u64, u64), Failure> {
        use due::Column as C;
        let count = async |when: SimpleExpr| due::Entity::find().filter(which.clone()).filter(when).count(&self.db).await.map_err(fault);
        Ok((count(C::WaitsUntil.lt(self.today)).await?, count(C::WaitsUntil.between(self.today, end_of_week(self.today))).await?))
    }

    /// What is overdue, and what is due until Sunday: from sums that cost the same however much it is.
    async fn counted_work(&self, scope: &Scope, unit: Option<Uuid>, kind: Option<DueKind>) -> Result<(u64, u64), Failure> {
        use due_tally::Column as C;
        let which = match (unit, scope) {
            (Some(unit), _) => Condition::all().add(C::AdminUnitId.eq(unit)),
            (None, Scope::Everywhere) => Condition::all().add(C::AdminUnitId.eq(CITY)),
            (None, Scope::Units(_)) => scope.on(C::AdminUnitId),
        };
        let which = which.add_option(kind.map(|kind| C::Kind.eq(kind.code())));
        let sum = async |when: SimpleExpr| -> Result<u64, Failure> {
            let found = due_tally::Entity::find().filter(which.clone()).filter(when).select_only();
            let found = found.column_as(C::Count.sum().cast_as(Alias::new("bigint")), "sum");
            let sum: Option<Option<i64>> = found.into_tuple().one(&self.db).await.map_err(fault)?;
            Ok(sum.flatten().and_then(|sum| u64::try_from(sum).ok()).unwrap_or_default())
        };
        Ok((sum(C::Day.lt(self.today)).await?, sum(C::Day.between(self.today, end_of_week(self.today))).await?))
    }
}

fn work_row(row: due::Model, place_name: String, address: String, admin_unit_name: String) -> Result<WorkRow, Failure> {
    Ok(WorkRow {
        place_id: row.place_id,
        place_name,
        address,
        admin_unit_id: row.admin_unit_id,
        admin_unit_name,
        kind: parse(&row.kind)?,
        on: row.day,
        waits_until: row.waits_until,
    })
}

/// What comes after the row that the cursor names.
fn after(cursor: &str) -> Result<Condition, Failure> {
    use due::Column as C;
    let unclear = || Failure::from(FieldErrors::one("cursor", "cursor_not_understood", ""));
    let mut parts = cursor.splitn(3, '.');
    let mut part = || parts.next().ok_or_else(unclear);
    let (day, place, kind) = (part()?, part()?, part()?);
    let day: NaiveDate = domain::text::day(day).ok_or_else(unclear)?;
    let place: Uuid = place.parse().map_err(|_| unclear())?;
    let kind: DueKind = kind.parse().map_err(|_| unclear())?;
    let same_place = Condition::all().add(C::PlaceId.eq(place)).add(C::Kind.gt(kind.code()));
    let same_day = Condition::all().add(C::WaitsUntil.eq(day)).add(Condition::any().add(C::PlaceId.gt(place)).add(same_place));
    Ok(Condition::any().add(C::WaitsUntil.gt(day)).add(same_day))
}
