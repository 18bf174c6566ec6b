//! Organizations as pages show them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::organization::{LinkKind, OrganizationDraft, OrganizationEvent, OrganizationKind};
use uuid::Uuid;

/// Another organization, named.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganizationName {
    pub id: Uuid,
    pub name: String,
    pub kind: OrganizationKind,
    pub ended_on: Option<NaiveDate>,
}

/// A place and its share in an organization.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceAt {
    pub link_id: Uuid,
    pub place_id: Uuid,
    pub name: String,
    pub address: String,
    /// Closed, or merged into another.
    pub closed: bool,
    /// None for an organization that is not of the party.
    pub kind: Option<LinkKind>,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    pub review_on: Option<NaiveDate>,
    /// The end of this left it without a party organization, and it has none yet.
    pub needs_home: bool,
}

/// An organization, seen from a place.
#[derive(Clone, Debug, PartialEq)]
pub struct At {
    pub link_id: Uuid,
    pub organization: OrganizationName,
    pub kind: Option<LinkKind>,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    pub review_on: Option<NaiveDate>,
    /// Whoever asks may open its page.
    pub in_sight: bool,
}

/// What a place has, and had.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrganizationsAt {
    pub now: Vec<At>,
    /// Newest first.
    pub past: Vec<At>,
    /// Since when it has been without a party organization, because one ended.
    pub without_home_since: Option<NaiveDate>,
}

/// A decision with the names behind its ids.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerEntry {
    pub event: OrganizationEvent,
    /// What it is about: another one than whose page is shown, where that one was merged or came out of it.
    pub about: OrganizationName,
    pub others: Vec<OrganizationName>,
    /// Of a transfer: the unit and the organization that it came to.
    pub to_unit: Option<String>,
    pub to_superior: Option<OrganizationName>,
    /// Names of places in sight that it left without a party organization.
    pub without_home: Vec<(Uuid, String)>,
    /// As whoever recorded it is called; empty for the command line.
    pub by: String,
    pub at: DateTime<Utc>,
    pub operation_id: Uuid,
}

/// One organization, with its places and its ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganizationView {
    pub id: Uuid,
    pub revision: i64,
    pub draft: OrganizationDraft,
    pub founded_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    pub admin_unit_code: String,
    /// With its kind: "Phường Sài Gòn".
    pub admin_unit_name: String,
    pub superior: Option<OrganizationName>,
    pub subordinates: Vec<OrganizationName>,
    /// Places linked now, as far as they are in sight.
    pub places: Vec<PlaceAt>,
    /// How many places linked now are out of sight.
    pub elsewhere: u64,
    /// Newest first.
    pub past: Vec<PlaceAt>,
    /// Newest first.
    pub ledger: Vec<LedgerEntry>,
}
