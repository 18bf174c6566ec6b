//! The list of organizations: found by words, by ward, by kind, and whether they go on.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::failure::{Failure, FieldErrors};
use domain::organization::{OrganizationFilter, OrganizationKind, OrganizationState};
use domain::permission::Action;
use domain::text;
use sea_orm::sea_query::{Expr, ExprTrait, IntoCondition, LikeExpr, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::admin_unit::unit_names;
use crate::entities::{organization, organization_link, place};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::Session;

/// One line of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganizationRow {
    pub id: Uuid,
    pub kind: OrganizationKind,
    pub name: String,
    pub admin_unit_id: Uuid,
    pub admin_unit_code: String,
    /// With its kind: "Phường Sài Gòn".
    pub admin_unit_name: String,
    pub superior_id: Option<Uuid>,
    pub members: Option<u32>,
    pub founded_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    /// How many places have a share in it now.
    pub places: u64,
}

/// One page of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrganizationPage {
    pub items: Vec<OrganizationRow>,
    /// Ask with it for the next page; none on the last.
    pub next_cursor: Option<String>,
    /// How many the filter finds in all.
    pub total: u64,
}

/// It had a place that has ended, and has none that is there.
fn needs_home() -> Condition {
    let linked = |open: bool| {
        use organization_link::Column as L;
        let place = Expr::col((place::Entity, place::Column::Id)).equals((organization_link::Entity, L::PlaceId));
        let own = Expr::col((organization_link::Entity, L::OrganizationId)).equals((organization::Entity, organization::Column::Id));
        let mut linked = Query::select();
        linked.expr(Expr::val(1)).from(organization_link::Entity).inner_join(place::Entity, place).and_where(own);
        if open {
            linked.and_where(L::EndedOn.is_null()).and_where(place::Column::ClosedOn.is_null());
        } else {
            linked.and_where(place::Column::ClosedOn.is_not_null()).and_where(place::Column::MergedInto.is_null());
        }
        Expr::exists(linked.take())
    };
    Condition::all().add(linked(false)).add(linked(true).not())
}

impl Session {
    /// A page of organizations, in Vietnamese order.
    pub async fn organizations(&self, filter: &OrganizationFilter, limit: u64, cursor: Option<&str>) -> Result<OrganizationPage, Failure> {
        use organization::Column as C;
        let scope = self.allow(Action::OrganizationRead)?;
        let mut all = scope.on(C::AdminUnitId);
        if let Some(code) = &filter.unit {
            all = all.add(C::AdminUnitId.eq(self.unit_to_count(&scope, code).await?));
        }
        all = all.add_option(filter.kind.map(|kind| C::Kind.eq(kind.code())));
        all = all.add(match filter.state {
            Some(OrganizationState::Ended) => C::EndedOn.is_not_null().into_condition(),
            Some(OrganizationState::NeedsHome) => Condition::all().add(C::EndedOn.is_null()).add(needs_home()),
            Some(OrganizationState::Active) | None => C::EndedOn.is_null().into_condition(),
        });
        for word in text::fold(filter.q.as_deref().unwrap_or_default()).split(' ').filter(|word| !word.is_empty()) {
            all = all.add(C::NameFolded.like(LikeExpr::new(format!("%{word}%"))));
        }
        let found = organization::Entity::find().filter(all.clone());
        let mut page = found.clone();
        if let Some(cursor) = cursor {
            page = page.filter(self.later_than(cursor).await?);
        }
        let mut rows = page.order_by_asc(C::NameSort).order_by_asc(C::Id).limit(limit + 1).all(&self.db).await.map_err(fault)?;
        let more = rows.len() as u64 > limit;
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let total = match (cursor, more) {
            (None, false) => rows.len() as u64,
            _ => found.count(&self.db).await.map_err(fault)?,
        };
        let next_cursor = rows.last().filter(|_| more).map(|row| row.id.to_string());
        Ok(OrganizationPage { items: self.listed(rows).await?, next_cursor, total })
    }

    /// What comes after the row that the cursor names.
    async fn later_than(&self, cursor: &str) -> Result<Condition, Failure> {
        use organization::Column as C;
        let unclear = || Failure::from(FieldErrors::one("cursor", "cursor_not_understood", ""));
        let id: Uuid = cursor.parse().map_err(|_| unclear())?;
        let sight = self.allow(Action::OrganizationRead)?.on(C::AdminUnitId);
        let last = organization::Entity::find_by_id(id).filter(sight).one(&self.db).await.map_err(fault)?.ok_or_else(unclear)?;
        let alike = Condition::all().add(C::NameSort.eq(&last.name_sort)).add(C::Id.gt(id));
        Ok(Condition::any().add(C::NameSort.gt(&last.name_sort)).add(alike))
    }

    async fn listed(&self, rows: Vec<organization::Model>) -> Result<Vec<OrganizationRow>, Failure> {
        use organization_link::Column as C;
        let open = organization_link::Entity::find().filter(C::OrganizationId.is_in(rows.iter().map(|row| row.id)));
        let open = open.filter(C::EndedOn.is_null()).select_only().column(C::OrganizationId).column_as(C::Id.count(), "count");
        let counts: Vec<(Uuid, i64)> = open.group_by(C::OrganizationId).into_tuple().all(&self.db).await.map_err(fault)?;
        let counts: HashMap<Uuid, i64> = counts.into_iter().collect();
        let units = unit_names(&self.db).await?;
        let listed = rows.into_iter().map(|row| {
            let (admin_unit_code, admin_unit_name) = units.get(&row.admin_unit_id).cloned().unwrap_or_default();
            Ok(OrganizationRow {
                id: row.id,
                kind: parse(&row.kind)?,
                name: row.name,
                admin_unit_id: row.admin_unit_id,
                admin_unit_code,
                admin_unit_name,
                superior_id: row.superior_id,
                members: row.members.and_then(|members| u32::try_from(members).ok()),
                founded_on: row.founded_on,
                ended_on: row.ended_on,
                places: counts.get(&row.id).and_then(|count| u64::try_from(*count).ok()).unwrap_or_default(),
            })
        });
        listed.collect()
    }
}
