//! `GET /api/v1/organizations` and `GET /api/v1/organizations/{id}`. Of members there is a number and never a list; who
//! recorded a decision is for the pages.

use app::server_context::{Asker, ServerContext};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use chrono::NaiveDate;
use domain::failure::{Failure, FieldErrors};
use domain::organization::{LinkKind, OrganizationEventKind, OrganizationKind, OrganizationQuery};
use serde::Serialize;
use store::Session;
use store::organization::{LedgerEntry, OrganizationRow, OrganizationView, PlaceAt};
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer;
use crate::http::problem::Problem;

/// One organization in a list.
#[derive(Serialize, ToSchema)]
pub struct OrganizationItem {
    id: Uuid,
    kind: OrganizationKind,
    name: String,
    /// Code of its ward, commune or special zone.
    admin_unit_code: String,
    /// The organization above it.
    superior_id: Option<Uuid>,
    /// How many members it counts.
    members: Option<u32>,
    founded_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    /// How many places have a share in it now.
    places: u64,
}

/// One page of organizations.
#[derive(Serialize, ToSchema)]
pub struct OrganizationList {
    items: Vec<OrganizationItem>,
    /// Ask with it for the next page; null on the last.
    next_cursor: Option<String>,
    /// How many the filter finds in all.
    total: u64,
}

/// A place and its share in an organization.
#[derive(Serialize, ToSchema)]
pub struct LinkedPlace {
    place_id: Uuid,
    name: String,
    /// None for an organization that is not of the party.
    link: Option<LinkKind>,
    from: NaiveDate,
    /// The first day without it; null while it lasts.
    to: Option<NaiveDate>,
    review_on: Option<NaiveDate>,
}

/// One decision of its ledger.
#[derive(Serialize, ToSchema)]
pub struct OrganizationDecision {
    kind: OrganizationEventKind,
    on: NaiveDate,
    number: Option<String>,
    issuer: Option<String>,
    /// The organization that it is about, and the others that it speaks of.
    organization_id: Uuid,
    others: Vec<Uuid>,
}

/// An organization with its places, now and before, and its ledger; newest first.
#[derive(Serialize, ToSchema)]
pub struct OrganizationWhole {
    id: Uuid,
    revision: i64,
    kind: OrganizationKind,
    name: String,
    admin_unit_code: String,
    superior_id: Option<Uuid>,
    members: Option<u32>,
    cell_committee: Option<bool>,
    founded_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    subordinates: Vec<Uuid>,
    places: Vec<LinkedPlace>,
    past_places: Vec<LinkedPlace>,
    decisions: Vec<OrganizationDecision>,
}

#[utoipa::path(
    get, path = "/api/v1/organizations",
    params(
        ("q" = Option<String>, Query, description = "Words of the name; diacritics do not matter"),
        ("unit" = Option<String>, Query, description = "Code of an admin unit in force"),
        ("kind" = Option<OrganizationKind>, Query, description = "All kinds where nothing is asked"),
        ("state" = Option<domain::organization::OrganizationState>, Query, description = "Active ones where nothing is asked"),
        ("limit" = Option<u64>, Query, description = "1 to 500, 50 where nothing is asked"),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before"),
    ),
    responses((status = 200, body = OrganizationList), (status = 400, body = Problem))
)]
pub async fn list(State(context): State<ServerContext>, asker: Asker, headers: HeaderMap, uri: Uri) -> Response {
    answer(&headers, page(&context.session(&asker), &uri).await)
}

async fn page(session: &Session, uri: &Uri) -> Result<OrganizationList, Failure> {
    let query: OrganizationQuery =
        serde_html_form::from_str(uri.query().unwrap_or_default()).map_err(|_| FieldErrors::one("query", "query_not_understood", ""))?;
    let (filter, limit) = (query.check()?, query.limit(50, 500)?);
    let cursor = Some(query.cursor.as_str()).filter(|cursor| !cursor.is_empty());
    let page = session.organizations(&filter, limit, cursor).await?;
    let items = page.items.into_iter().map(item).collect();
    Ok(OrganizationList { items, next_cursor: page.next_cursor, total: page.total })
}

#[utoipa::path(get, path = "/api/v1/organizations/{id}", params(("id" = String, Path)), responses((status = 200, body = OrganizationWhole), (status = 404, body = Problem)))]
pub async fn get(State(context): State<ServerContext>, asker: Asker, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let found = match id.parse::<Uuid>() {
        Ok(id) => context.session(&asker).organization(id).await,
        Err(_) => Err(Failure::NotFound),
    };
    answer(&headers, found.map(whole))
}

fn item(row: OrganizationRow) -> OrganizationItem {
    OrganizationItem {
        id: row.id,
        kind: row.kind,
        name: row.name,
        admin_unit_code: row.admin_unit_code,
        superior_id: row.superior_id,
        members: row.members,
        founded_on: row.founded_on,
        ended_on: row.ended_on,
        places: row.places,
    }
}

fn whole(view: OrganizationView) -> OrganizationWhole {
    OrganizationWhole {
        id: view.id,
        revision: view.revision,
        kind: view.draft.kind,
        name: view.draft.name,
        admin_unit_code: view.admin_unit_code,
        superior_id: view.draft.superior_id,
        members: view.draft.members,
        cell_committee: view.draft.cell_committee,
        founded_on: view.founded_on,
        ended_on: view.ended_on,
        subordinates: view.subordinates.into_iter().map(|below| below.id).collect(),
        places: view.places.into_iter().map(linked).collect(),
        past_places: view.past.into_iter().map(linked).collect(),
        decisions: view.ledger.into_iter().map(decision).collect(),
    }
}

fn linked(at: PlaceAt) -> LinkedPlace {
    LinkedPlace { place_id: at.place_id, name: at.name, link: at.kind, from: at.from, to: at.to, review_on: at.review_on }
}

fn decision(entry: LedgerEntry) -> OrganizationDecision {
    let event = entry.event;
    OrganizationDecision {
        kind: event.kind,
        on: event.on,
        number: event.number,
        issuer: event.issuer,
        organization_id: event.organization_id,
        others: event.others.into_iter().collect(),
    }
}
