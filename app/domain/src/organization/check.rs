//! Whether a decision about an organization, or a link to one, can hold as it is told.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::ledger::{Link, Organization, OrganizationEvent, OrganizationEventKind, Organizations};
use crate::failure::{FieldError, FieldErrors};
use crate::place::limits;
use crate::text;

/// A decision that stands in the ledger of a ward, of whatever organization or board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The event or fact that it stands in.
    pub id: Uuid,
    pub number: String,
    pub on: NaiveDate,
}

/// The same number twice in a ward within a year. Numbers start anew each year. On one day it may be one
/// decision about several: that is a warning (`decision_number_shared`) and can be overruled; on two days
/// it cannot be (`decision_number_taken`).
pub fn number_twice(id: Uuid, number: &str, on: NaiveDate, of_ward: &[Decision]) -> Option<FieldError> {
    let folded = text::fold(number);
    let same = |other: &&Decision| other.id != id && other.on.year() == on.year() && text::fold(&other.number) == folded;
    let mut found = of_ward.iter().filter(same).peekable();
    found.peek()?;
    let other_day = found.find(|other| other.on != on).map(|other| other.on);
    let code = if other_day.is_some() { "decision_number_taken" } else { "decision_number_shared" };
    Some(FieldError { field: "number".into(), code: code.into(), value: other_day.unwrap_or(on).format("%d/%m/%Y").to_string() })
}

/// Cleans an event and finds everything in it that cannot be. `earlier` are all events of the
/// organizations that it speaks of, `of_ward` the decisions of its ward; new organizations of a founding
/// or a split stand in `organizations` without a day of founding.
pub fn check_event(
    organizations: &Organizations,
    links: &[Link],
    earlier: &[OrganizationEvent],
    of_ward: &[Decision],
    event: OrganizationEvent,
    today: NaiveDate,
) -> Result<OrganizationEvent, FieldErrors> {
    let mut event = event;
    let mut errors = FieldErrors::default();
    for (name, field, limit) in [
        ("number", &mut event.number, limits::NUMBER),
        ("issuer", &mut event.issuer, limits::NAME),
        ("overruled", &mut event.overruled, limits::NOTE),
    ] {
        *field = field.take().map(|value| text::clean(&value)).filter(|value| !value.is_empty());
        if field.as_ref().is_some_and(|value| value.chars().count() > limit) {
            errors.push(name, "too_long", limit);
        }
    }
    date(event.on, "on", today, &mut errors);
    if let Some(id) = event.involved().find(|id| !organizations.contains_key(id)) {
        let field = if id == event.organization_id { "organization_id" } else { "others" };
        errors.push(field, "organization_not_found", "");
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    others(&event, organizations, links, &mut errors);
    alive(&event, organizations, &mut errors);
    order(&event, earlier, &mut errors);
    after_links(&event, links, &mut errors);
    if let Some(error) = event.number.as_deref().and_then(|number| number_twice(event.id, number, event.on, of_ward))
        && !(error.code == "decision_number_shared" && event.overruled.is_some())
    {
        errors.0.push(error);
    }
    if errors.is_empty() { Ok(event) } else { Err(errors) }
}

fn date(day: NaiveDate, field: &str, today: NaiveDate, errors: &mut FieldErrors) {
    if day > today {
        errors.push(field, "date_in_future", "");
    } else if day.year() < 1930 {
        errors.push(field, "date_too_early", "1930");
    }
}

/// Who takes part in a merger or a split.
fn others(event: &OrganizationEvent, organizations: &Organizations, links: &[Link], errors: &mut FieldErrors) {
    use OrganizationEventKind::{Merged, Split};
    let needs = matches!(event.kind, Merged | Split);
    if needs && event.others.is_empty() {
        errors.push("others", "required", "");
    } else if !needs && !event.others.is_empty() {
        errors.push("others", "not_of_this_fact", "");
    }
    if event.others.contains(&event.organization_id) {
        errors.push("others", "organization_merges_with_itself", "");
    }
    let kind = |id: &Uuid| organizations.get(id).map(|organization| organization.kind);
    if event.others.iter().any(|id| kind(id) != kind(&event.organization_id)) {
        errors.push("others", "organizations_of_two_kinds", "");
    }
    if event.kind == Merged {
        // The one that goes on must not stand below one that ends.
        if event.others.iter().any(|other| superiors(organizations, event.organization_id).contains(other)) {
            errors.push("others", "circle_of_organizations", "");
        }
    }
    if event.kind != Split && !event.moves.is_empty() {
        errors.push("moves", "not_of_this_fact", "");
    }
    let own =
        |place: &Uuid| links.iter().any(|l| l.place_id == *place && l.organization_id == event.organization_id && l.holds_on(event.on));
    if event.kind == Split && event.moves.iter().any(|(place, new)| !own(place) || !event.others.contains(new)) {
        errors.push("moves", "place_not_of_this_organization", "");
    }
}

/// What has ended is spoken of no more, and what is to be founded has not begun.
fn alive(event: &OrganizationEvent, organizations: &Organizations, errors: &mut FieldErrors) {
    use OrganizationEventKind::{Founded, Split};
    for id in event.involved() {
        let Some(organization) = organizations.get(&id) else { continue };
        let field = if id == event.organization_id { "organization_id" } else { "others" };
        let begins = (event.kind == Founded && id == event.organization_id) || (event.kind == Split && event.others.contains(&id));
        if begins && organization.founded_on.is_some() {
            errors.push(field, "already_founded", "");
        } else if let Some(ended) = organization.ended_on {
            errors.push_day(field, "organization_dissolved", ended);
        } else if let Some(founded) = organization.founded_on.filter(|founded| !begins && event.on < *founded) {
            errors.push_day("on", "before_founding", founded);
        }
    }
}

/// Decisions that move links are taken in the order of their dates; a founding comes before all.
fn order(event: &OrganizationEvent, earlier: &[OrganizationEvent], errors: &mut FieldErrors) {
    use OrganizationEventKind::{Dissolved, Founded, Merged, Split};
    let of_same = |other: &&OrganizationEvent| other.id != event.id && other.involved().any(|id| event.involved().any(|it| it == id));
    let mut others = earlier.iter().filter(of_same);
    let found = match event.kind {
        Founded => others.map(|other| other.on).filter(|on| *on < event.on).min(),
        Merged | Split | Dissolved => others.map(|other| other.on).filter(|on| *on > event.on).max(),
        _ => others.find(|other| other.kind == Founded && other.on > event.on).map(|other| other.on),
    };
    if let Some(on) = found {
        let code = if event.kind == Founded { "founded_after_its_decisions" } else { "before_a_later_decision" };
        errors.push_day("on", code, on);
    }
}

/// A decision that moves or ends links is not earlier than they are, and a founding not later.
fn after_links(event: &OrganizationEvent, links: &[Link], errors: &mut FieldErrors) {
    use OrganizationEventKind::{Dissolved, Founded, Merged};
    let of_involved = || links.iter().filter(|link| event.involved().any(|id| id == link.organization_id)).map(|link| link.from);
    let found = match event.kind {
        Founded => of_involved().filter(|from| *from < event.on).min().map(|from| ("founded_after_its_links", from)),
        Merged | Dissolved => of_involved().filter(|from| *from > event.on).max().map(|from| ("before_a_later_link", from)),
        _ => None,
    };
    if let Some((code, from)) = found {
        errors.push_day("on", code, from);
    }
}

/// All above an organization. Ends at what was seen before, should there be a circle already.
fn superiors(organizations: &Organizations, id: Uuid) -> Vec<Uuid> {
    let above = |id: &Uuid| organizations.get(id).and_then(|organization| organization.superior_id);
    let mut found = Vec::new();
    let mut next = above(&id);
    while let Some(superior) = next.filter(|superior| !found.contains(superior)) {
        found.push(superior);
        next = above(&superior);
    }
    found
}

/// Whether `superior` may stand above `organization`: it lives, it is of the party if the other is, and
/// there is no circle.
pub fn check_superior(organizations: &Organizations, organization: &Organization, superior: Uuid) -> Result<(), FieldErrors> {
    let one = |code: &str| Err(FieldErrors::one("superior_id", code, ""));
    match organizations.get(&superior) {
        None => one("organization_not_found"),
        Some(above) if above.ended_on.is_some() => one("organization_dissolved"),
        Some(above) if above.kind.is_party() != organization.kind.is_party() => one("organizations_of_two_kinds"),
        Some(_) if superior == organization.id || superiors(organizations, superior).contains(&organization.id) => {
            one("circle_of_organizations")
        }
        Some(_) => Ok(()),
    }
}

/// Whether a place can be linked so. `links` are all of the organization.
pub fn check_link(organizations: &Organizations, links: &[Link], link: &Link, today: NaiveDate) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    date(link.from, "from", today, &mut errors);
    if let Some(to) = link.to {
        date(to, "to", today, &mut errors);
    }
    if link.to.is_some_and(|to| to <= link.from) {
        errors.push_day("to", "link_ends_before_it_begins", link.from);
    }
    let Some(organization) = organizations.get(&link.organization_id) else {
        return Err(FieldErrors::one("organization_id", "organization_not_found", ""));
    };
    if let Some(ended) = organization.ended_on.filter(|ended| link.to.is_none_or(|to| to > *ended)) {
        errors.push_day("organization_id", "organization_dissolved", ended);
    }
    if let Some(founded) = organization.founded_on.filter(|founded| link.from < *founded) {
        errors.push_day("from", "before_founding", founded);
    }
    match (organization.kind.is_party(), link.kind) {
        (true, None) => errors.push("kind", "required", ""),
        (false, Some(_)) => errors.push("kind", "not_of_this_fact", ""),
        _ => {}
    }
    let overlap = |other: &Link| other.to.is_none_or(|to| link.from < to) && link.to.is_none_or(|to| other.from < to);
    let others = || links.iter().filter(|other| other.organization_id == link.organization_id && overlap(other));
    if others().any(|other| other.place_id == link.place_id) {
        errors.push("organization_id", "already_linked", "");
    }
    let own = Some(super::LinkKind::OwnCell);
    if others().any(|other| other.place_id != link.place_id && (other.kind == own || link.kind == own)) {
        errors.push("kind", "own_cell_of_another_place", "");
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Whether a link can end so. On the day on which it began: it was a mistake, and never held.
pub fn check_end(link: &Link, to: NaiveDate, today: NaiveDate) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    date(to, "to", today, &mut errors);
    if to < link.from {
        errors.push_day("to", "link_ends_before_it_begins", link.from);
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Whether something can be looked at again on this day: it lies ahead, and not out of sight.
pub fn check_review(on: NaiveDate, today: NaiveDate) -> Result<(), FieldErrors> {
    if on <= today || on.year() > today.year() + 10 {
        return Err(FieldErrors::one("review_on", "review_not_ahead", ""));
    }
    Ok(())
}
