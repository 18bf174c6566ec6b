//! Lists, counts by unit, and points on the map: all through the same filter.

use std::collections::HashMap;

use domain::failure::{Failure, FieldErrors};
use domain::filter::PlaceFilter;
use domain::permission::Action;
use domain::place::PlaceRow;
use domain::text;
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, Func, LikeExpr, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::cell;
use super::rows::parse;
use crate::admin_unit::{unit_names, units_called_formerly};
use crate::entities::{admin_unit, place};
use crate::fault::fault;
use crate::officer::narrowed;
use crate::session::Session;

/// More than these are not shown as possibly the same.
const MOST_ALIKE: u64 = 10;

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacePage {
    pub items: Vec<PlaceRow>,
    /// Ask with it for the next page; none on the last.
    pub next_cursor: Option<String>,
    /// How many places the filter finds in all.
    pub total: u64,
}

/// Places of one unit that the filter finds: a bubble on the map.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct PlaceGroup {
    pub admin_unit_id: Uuid,
    pub count: i64,
    pub not_recognised: i64,
    pub unknown: i64,
}

#[derive(FromQueryResult)]
struct Listed {
    id: Uuid,
    kind: String,
    name: String,
    address: String,
    admin_unit_id: Uuid,
    former_district: Option<String>,
    lon: Option<f64>,
    lat: Option<f64>,
    apartments: Option<i32>,
    board: String,
    party: String,
    reviewed_on: Option<chrono::NaiveDate>,
    closed_on: Option<chrono::NaiveDate>,
}

const COLUMNS: [place::Column; 13] = [
    place::Column::Id,
    place::Column::Kind,
    place::Column::Name,
    place::Column::Address,
    place::Column::AdminUnitId,
    place::Column::FormerDistrict,
    place::Column::Lon,
    place::Column::Lat,
    place::Column::Apartments,
    place::Column::Board,
    place::Column::Party,
    place::Column::ReviewedOn,
    place::Column::ClosedOn,
];

impl Session {
    /// A page of places: exact spelling first, then in Vietnamese order.
    pub async fn places(&self, filter: &PlaceFilter, limit: u64, cursor: Option<&str>) -> Result<PlacePage, Failure> {
        let found = self.found(filter).await?;
        let rank = rank(filter);
        let mut page = found.clone();
        if let Some(cursor) = cursor {
            page = page.filter(self.after(cursor, &rank).await?);
        }
        // First which, from what an index holds; then what stands in these few.
        let ranked: Vec<(Uuid, i32)> = page
            .select_only()
            .column(place::Column::Id)
            .expr_as(rank.clone(), "rank")
            .order_by_asc(rank)
            .order_by_asc(place::Column::NameSort)
            .order_by_asc(place::Column::Id)
            .limit(limit + 1)
            .into_tuple()
            .all(&self.db)
            .await
            .map_err(fault)?;
        let more = ranked.len() as u64 > limit;
        // What fits on one page is counted already.
        let total = match (cursor, more) {
            (None, false) => ranked.len() as u64,
            _ => found.count(&self.db).await.map_err(fault)?,
        };
        let ranked = &ranked[..ranked.len().min(usize::try_from(limit).unwrap_or(usize::MAX))];
        let next_cursor = ranked.last().filter(|_| more).map(|(id, rank)| format!("{rank}.{id}"));
        let mut rows: HashMap<Uuid, Listed> = place::Entity::find()
            .filter(place::Column::Id.is_in(ranked.iter().map(|(id, _)| *id)))
            .select_only()
            .columns(COLUMNS)
            .into_model::<Listed>()
            .all(&self.db)
            .await
            .map_err(fault)?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let rows = ranked.iter().filter_map(|(id, _)| rows.remove(id)).collect();
        Ok(PlacePage { items: self.to_rows(rows).await?, next_cursor, total })
    }

    /// Open places that may be the same as this one: the same name in the same unit without regard to
    /// diacritics, or a point within some 30 metres; at most ten.
    pub async fn likely_duplicates(&self, place: &domain::place::Place) -> Result<Vec<PlaceRow>, Failure> {
        use place::Column as C;
        let of_kind = PlaceFilter { kind: Some(place.draft.kind), ..PlaceFilter::default() };
        let called =
            Condition::all().add(C::NameFolded.eq(text::fold(&place.draft.name))).add(C::AdminUnitId.eq(place.draft.admin_unit_id));
        // One question for each index: a single one with "or" reads the whole table.
        let mut alike = vec![self.found(&of_kind).await?.filter(called)];
        if let (Some(lon), Some(lat)) = (place.draft.lon, place.draft.lat) {
            let north = 30.0 / 111_320.0;
            let east = north / lat.to_radians().cos().max(0.01);
            let near = PlaceFilter { bbox: Some([lon - east, lat - north, lon + east, lat + north]), ..of_kind };
            alike.push(self.found(&near).await?);
        }
        let mut rows: Vec<Listed> = Vec::new();
        for found in alike {
            let found = found.filter(C::Id.ne(place.id)).select_only().columns(COLUMNS).order_by_asc(C::Id).limit(MOST_ALIKE);
            let found: Vec<Listed> = found.into_model().all(&self.db).await.map_err(fault)?;
            rows.extend(found.into_iter().filter(|row| rows.iter().all(|known| known.id != row.id)).collect::<Vec<_>>());
        }
        rows.truncate(usize::try_from(MOST_ALIKE).unwrap_or(usize::MAX));
        self.to_rows(rows).await
    }

    /// Up to `most` places with a point, for the map; in no order that matters.
    pub async fn place_points(&self, filter: &PlaceFilter, most: u64) -> Result<Vec<PlaceRow>, Failure> {
        let found = self.found(filter).await?.filter(place::Column::Lon.is_not_null());
        let rows = found.select_only().columns(COLUMNS).limit(most).into_model().all(&self.db).await.map_err(fault)?;
        self.to_rows(rows).await
    }

    /// How many places the filter finds in each unit, and how many of them lack a board.
    pub async fn place_groups(&self, filter: &PlaceFilter) -> Result<Vec<PlaceGroup>, Failure> {
        let sum_where =
            |condition: SimpleExpr| Expr::expr(CaseStatement::new().case(condition, 1).finally(0)).sum().cast_as(Alias::new("bigint"));
        self.found(filter)
            .await?
            .select_only()
            .column(place::Column::AdminUnitId)
            .column_as(place::Column::Id.count(), "count")
            .expr_as(sum_where(place::Column::Board.is_in(["under_way", "missing", "not_required"])), "not_recognised")
            .expr_as(sum_where(place::Column::Board.eq("unknown")), "unknown")
            .group_by(place::Column::AdminUnitId)
            .into_model()
            .all(&self.db)
            .await
            .map_err(fault)
    }

    /// Ids of all that the filter finds, in list order: what an export walks through.
    pub async fn place_ids(&self, filter: &PlaceFilter) -> Result<Vec<Uuid>, Failure> {
        self.found(filter)
            .await?
            .select_only()
            .column(place::Column::Id)
            .order_by_asc(place::Column::NameSort)
            .order_by_asc(place::Column::Id)
            .into_tuple()
            .all(&self.db)
            .await
            .map_err(fault)
    }

    /// Of all that the filter finds, what the actor may change at once: the first of them, in list order.
    pub async fn places_to_change(&self, filter: &PlaceFilter, most: u64) -> Result<PlacePage, Failure> {
        let own = self.allow(Action::PlacesChange)?.on(place::Column::AdminUnitId);
        let open = PlaceFilter { closed: false, ..filter.clone() };
        let found = self.found(&open).await?.filter(own);
        let total = found.clone().count(&self.db).await.map_err(fault)?;
        let rows = found.select_only().columns(COLUMNS).order_by_asc(place::Column::NameSort).order_by_asc(place::Column::Id).limit(most);
        let rows = rows.into_model().all(&self.db).await.map_err(fault)?;
        Ok(PlacePage { items: self.to_rows(rows).await?, next_cursor: None, total })
    }

    async fn found(&self, filter: &PlaceFilter) -> Result<Select<place::Entity>, Failure> {
        use place::Column as C;
        let mut all = self.allow(Action::PlaceRead)?.on(C::AdminUnitId);
        if !filter.closed {
            all = all.add(C::ClosedOn.is_null()).add(C::MergedInto.is_null());
        }
        if let Some(kind) = filter.kind {
            // Of two indexes SQLite takes the one with an equality, which here is every third place of the city;
            // inside a function the column has no index, and the one of the box is taken.
            all = match filter.bbox {
                None => all.add(C::Kind.eq(kind.code())),
                Some(_) => all.add(Expr::expr(Func::lower(Expr::col((place::Entity, C::Kind)))).eq(kind.code())),
            };
        }
        if let Some(segment) = filter.segment {
            all = all.add(C::Segment.eq(segment.code()));
        }
        if let Some(board) = filter.board {
            all = all.add(C::Board.is_in(board.categories().into_iter().map(|category| category.code())));
        }
        if let Some(required) = filter.required {
            all = all.add(C::Required.eq(required));
        }
        if let Some(stage) = filter.stage {
            all = all.add(C::Stage.eq(stage.code()));
        }
        if let Some(party) = filter.party {
            all = all.add(C::Party.is_in(party.categories().into_iter().map(|category| category.code())));
        }
        if let Some(agreement) = filter.agreement {
            let has = Condition::any().add(C::AgreementNumber.is_not_null()).add(C::AgreementOn.is_not_null());
            all = all.add(if agreement { has } else { has.not() });
        }
        if let Some(committee) = filter.committee {
            let has = Condition::all().add(C::CellCommittee.eq(true));
            all = all.add(if committee { has } else { Condition::any().add(C::CellCommittee.eq(false)).add(C::CellCommittee.is_null()) });
        }
        if let Some(head) = filter.head {
            all = all.add(C::HeadPost.eq(head.code()));
        }
        if let Some(district) = &filter.district {
            all = all.add(C::FormerDistrict.eq(district));
        }
        if let Some([west, south, east, north]) = filter.bbox {
            all = all.add(C::Lon.between(west, east)).add(C::Lat.between(south, north));
            all = all.add_option(cell::within([west, south, east, north]).map(|cells| C::Cell.is_in(cells)));
        }
        if let Some(q) = &filter.q {
            let mut words = Condition::all();
            for word in text::fold(q).split(' ').filter(|word| !word.is_empty()) {
                words = words.add(C::SearchFolded.like(LikeExpr::new(format!("%{word}%"))));
            }
            let formerly = units_called_formerly(&self.db, q).await?;
            all = all.add(Condition::any().add(words).add_option((!formerly.is_empty()).then(|| C::AdminUnitId.is_in(formerly))));
        }
        if let Some(code) = &filter.unit {
            all = all.add(C::AdminUnitId.eq(self.unit_in_force(code).await?));
        }
        if let Some(which) = filter.looked_after {
            all = narrowed(all, which, self.actor.account, C::Id, C::AdminUnitId);
        }
        Ok(place::Entity::find().filter(all))
    }

    /// Whoever asks for a unit that is none is told so: an empty list would read as "nothing there".
    async fn unit_in_force(&self, code: &str) -> Result<Uuid, Failure> {
        use admin_unit::Column as C;
        let sight = self.allow(Action::PlaceRead)?.on(C::Id);
        let found = admin_unit::Entity::find().filter(sight).filter(C::Code.eq(code)).filter(C::ValidTo.is_null());
        let id: Option<Uuid> = found.select_only().column(C::Id).into_tuple().one(&self.db).await.map_err(fault)?;
        id.ok_or_else(|| FieldErrors::one("unit", "unit_not_found", code).into())
    }

    /// What comes after the row that the cursor names.
    async fn after(&self, cursor: &str, rank: &SimpleExpr) -> Result<Condition, Failure> {
        let unclear = || Failure::from(FieldErrors::one("cursor", "cursor_not_understood", ""));
        let (last_rank, id) = cursor.split_once('.').ok_or_else(unclear)?;
        let last_rank: i32 = last_rank.parse().map_err(|_| unclear())?;
        let id: Uuid = id.parse().map_err(|_| unclear())?;
        let sight = self.allow(Action::PlaceRead)?.on(place::Column::AdminUnitId);
        let last = place::Entity::find_by_id(id).filter(sight).one(&self.db).await.map_err(fault)?.ok_or_else(unclear)?;
        let later_name = Condition::any()
            .add(place::Column::NameSort.gt(&last.name_sort))
            .add(Condition::all().add(place::Column::NameSort.eq(&last.name_sort)).add(place::Column::Id.gt(id)));
        Ok(Condition::any().add(rank.clone().gt(last_rank)).add(Condition::all().add(rank.clone().eq(last_rank)).add(later_name)))
    }

    /// The places of a query as lines of a list, in its order.
    pub(super) async fn rows_of(&self, query: Select<place::Entity>) -> Result<Vec<PlaceRow>, Failure> {
        let rows = query.select_only().columns(COLUMNS).into_model().all(&self.db).await.map_err(fault)?;
        self.to_rows(rows).await
    }

    async fn to_rows(&self, rows: Vec<Listed>) -> Result<Vec<PlaceRow>, Failure> {
        let units = unit_names(&self.db).await?;
        rows.into_iter()
            .map(|row| {
                let (code, name) = units.get(&row.admin_unit_id).cloned().unwrap_or_default();
                Ok(PlaceRow {
                    id: row.id,
                    kind: parse(&row.kind)?,
                    name: row.name,
                    address: row.address,
                    admin_unit_code: code,
                    admin_unit_name: name,
                    former_district: row.former_district,
                    lon: row.lon,
                    lat: row.lat,
                    apartments: row.apartments.and_then(|count| u32::try_from(count).ok()),
                    board: parse(&row.board)?,
                    party: parse(&row.party)?,
                    reviewed_on: row.reviewed_on,
                    closed_on: row.closed_on,
                })
            })
            .collect()
    }
}

/// 0 where the words stand as they were typed, 1 where only without diacritics.
fn rank(filter: &PlaceFilter) -> SimpleExpr {
    let Some(q) = &filter.q else { return Expr::val(0) };
    let exact = text::clean(q).to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let stands = place::Column::SearchExact.like(LikeExpr::new(format!("%{exact}%")).escape('\\'));
    CaseStatement::new().case(stands, 0).finally(1).into()
}
