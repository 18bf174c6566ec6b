//! Links open and close, and the register says so.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::organization::{Link, PlaceOrganization, at_place};
use domain::place::Place;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::LINK;
use super::known::Known;
use crate::actor::Scope;
use crate::admin_unit::units_by_id;
use crate::entities::organization_link;
use crate::fault::fault;
use crate::place::{load, save_change};
use crate::session::Write;

/// A link that begins.
pub(super) struct Opened {
    pub id: Uuid,
    pub link: Link,
    pub review_on: Option<NaiveDate>,
    /// Why it holds although the rules warned: the change log keeps it.
    pub overruled: Option<String>,
}

impl Opened {
    pub fn new(link: Link, review_on: Option<NaiveDate>) -> Self {
        Self { id: Uuid::now_v7(), link, review_on, overruled: None }
    }
}

/// Ends the links of these rows on these days, begins others, and writes in the register what each place has
/// now. `known` holds all links of these places.
pub(super) async fn settle(
    write: &mut Write,
    known: &Known,
    closed: &BTreeMap<Uuid, NaiveDate>,
    opened: Vec<Opened>,
) -> Result<(), Failure> {
    let before = known.all_links();
    let mut after: Vec<Link> = opened.iter().map(|opened| opened.link.clone()).collect();
    for (row, link) in &known.links {
        match closed.get(&row.id) {
            None => after.push(link.clone()),
            Some(to) if *to > link.from => after.push(Link { to: Some(*to), ..link.clone() }),
            Some(_) => {}
        }
    }
    let touched = known.links.iter().filter(|(row, _)| closed.contains_key(&row.id)).map(|(_, link)| link.place_id);
    let touched: BTreeSet<Uuid> = touched.chain(opened.iter().map(|opened| opened.link.place_id)).collect();
    let changes = shares(known, &before, &after, &touched, write.today);
    let of_party = |kinds: &BTreeSet<PlaceOrganization>| kinds.iter().any(|kind| kind.is_party());
    for (row, link) in &known.links {
        let Some(to) = closed.get(&row.id) else { continue };
        let party = known.organizations.get(&link.organization_id).is_some_and(|organization| organization.kind.is_party());
        let left = changes.get(&link.place_id).is_some_and(|(had, has)| of_party(had) && !of_party(has));
        end(write, row, *to, party && left && *to > link.from).await?;
    }
    for opened in opened {
        begin(write, opened, known).await?;
    }
    restate(write, &changes).await
}

/// What links gave places, and give now.
pub(super) type Shares = BTreeMap<Uuid, (BTreeSet<PlaceOrganization>, BTreeSet<PlaceOrganization>)>;

pub(super) fn shares(known: &Known, before: &[Link], after: &[Link], places: &BTreeSet<Uuid>, today: NaiveDate) -> Shares {
    let has = |links: &[Link], place| at_place(place, &known.organizations, links, today);
    places.iter().map(|place| (*place, (has(before, *place), has(after, *place)))).collect()
}

/// The register says of each place what it has now.
pub(super) async fn restate(write: &mut Write, shares: &Shares) -> Result<(), Failure> {
    let places: Vec<Uuid> = shares.keys().copied().collect();
    for place in load(&write.tx, &places).await? {
        if let Some((had, has)) = shares.get(&place.id) {
            register(write, &place, had, has).await?;
        }
    }
    Ok(())
}

async fn end(write: &mut Write, row: &organization_link::Model, to: NaiveDate, needs_home: bool) -> Result<(), Failure> {
    let change = FieldChange { field: "to".into(), from: json!(row.ended_on), to: json!(to) };
    let id = row.id;
    let mut row = row.clone().into_active_model();
    row.ended_on = Set(Some(to));
    row.needs_home = Set(needs_home);
    row.ended_operation_id = Set(Some(write.operation_id()));
    row.update(&write.tx).await.map_err(fault)?;
    write.log(LINK, id, 2, &[change]).await
}

/// Opens a link. `known` tells which organizations are of the party.
pub(super) async fn begin(write: &mut Write, opened: Opened, known: &Known) -> Result<(), Failure> {
    let Opened { id, link, review_on, overruled } = opened;
    // A home, or what stands in its place until it is looked at again.
    let of_party = known.organizations.get(&link.organization_id).is_some_and(|organization| organization.kind.is_party());
    if link.to.is_none() && (of_party || review_on.is_some()) {
        let found = organization_link::Entity::update_many()
            .col_expr(organization_link::Column::NeedsHome, Expr::value(false))
            .filter(organization_link::Column::PlaceId.eq(link.place_id))
            .filter(organization_link::Column::NeedsHome.eq(true));
        found.exec(&write.tx).await.map_err(fault)?;
    }
    let row = organization_link::ActiveModel {
        id: Set(id),
        place_id: Set(link.place_id),
        organization_id: Set(link.organization_id),
        kind: Set(link.kind.map(|kind| kind.code().into())),
        began_on: Set(link.from),
        ended_on: Set(link.to),
        review_on: Set(review_on),
        needs_home: Set(false),
        operation_id: Set(write.operation_id()),
        ended_operation_id: Set(None),
    };
    organization_link::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
    let said = domain::change::fields(&link)
        .into_iter()
        .chain([("review_on".to_owned(), json!(review_on)), ("overruled".to_owned(), json!(overruled))]);
    let said = said.filter(|(_, value)| !value.is_null()).map(|(field, to)| FieldChange { field, from: Value::Null, to });
    let said: Vec<FieldChange> = said.collect();
    write.log(LINK, id, 1, &said).await
}

/// What links gave a place and give no more is taken out, what they give now is put in; all else stays as the
/// register says it.
async fn register(
    write: &mut Write,
    place: &Place,
    had: &BTreeSet<PlaceOrganization>,
    has: &BTreeSet<PlaceOrganization>,
) -> Result<(), Failure> {
    let mut draft = place.draft.clone();
    draft.organizations.retain(|kind| has.contains(kind) || !had.contains(kind));
    draft.organizations.extend(has);
    if had != has {
        draft.organizations_confirmed_on = draft.organizations_confirmed_on.max(Some(write.today));
    }
    let units = units_by_id(&write.tx, [draft.admin_unit_id]).await?;
    // What was decided about an organization holds at each of its places, also at one that came to another
    // ward since: whoever decides about the one need not be able to change the other.
    let own = std::mem::replace(&mut write.scope, Scope::Everywhere);
    let saved = save_change(write, place, draft, &units).await;
    write.scope = own;
    saved.map(drop)
}

/// A place that ends leaves its organizations without it, from that day on.
pub(crate) async fn end_links_of(write: &mut Write, place: Uuid, on: NaiveDate) -> Result<(), Failure> {
    let known = Known::load(&write.tx, [], &[place]).await?;
    let open = known.links.iter().filter(|(_, link)| link.place_id == place && link.to.is_none());
    let after = |link: &Link| link.from.succ_opt().unwrap_or(link.from).max(on);
    let closed: BTreeMap<Uuid, NaiveDate> = open.map(|(row, link)| (row.id, after(link))).collect();
    settle(write, &known, &closed, Vec::new()).await
}

/// A duplicate goes on in the place that stays: so do its links.
pub(crate) async fn hand_over(write: &mut Write, duplicate: Uuid, stays: Uuid) -> Result<(), Failure> {
    let known = Known::load(&write.tx, [], &[duplicate, stays]).await?;
    let open = |place: Uuid| known.links.iter().filter(move |(_, link)| link.place_id == place && link.to.is_none());
    let today = write.today;
    let closed: BTreeMap<Uuid, NaiveDate> = open(duplicate).map(|(row, _)| (row.id, today)).collect();
    if closed.is_empty() {
        return Ok(());
    }
    let linked: BTreeSet<Uuid> = open(stays).map(|(_, link)| link.organization_id).collect();
    let moved = open(duplicate).filter(|(_, link)| !linked.contains(&link.organization_id));
    let opened = moved.map(|(row, link)| Opened::new(Link { place_id: stays, from: today, ..link.clone() }, row.review_on)).collect();
    settle(write, &known, &closed, opened).await
}
