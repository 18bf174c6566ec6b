//! What happened at a place, newest first: facts on their day, and changes of the register, on one axis.

use chrono::{DateTime, NaiveDate, Utc};
use domain::change::ChangeEntry;
use domain::course::FactKind;
use leptos::prelude::*;
use store::course::RecordedFact;
use store::place::Around;
use uuid::Uuid;

use super::around::AroundLine;
use super::correct_page::PutRight;
use super::fact_words::{detail_words, title};
use super::facts::field_words;
use super::names::Names;
use crate::server_context::ServerContext;
use crate::ui::{Pager, Span, actor_words, date, moment, texts};

/// More changed fields than this are folded away: an import speaks of all of them.
const SHOWN: usize = 6;

/// Moments of one page.
const PAGE: usize = 100;

/// One moment of the axis.
#[derive(Clone, Debug, PartialEq)]
struct Moment {
    on: NaiveDate,
    at: DateTime<Utc>,
    /// Of one operation and one day; none: only the register changed.
    facts: Vec<RecordedFact>,
    /// What it changed of the place.
    entry: Option<ChangeEntry>,
    /// What it changed of all that belongs to the place.
    around: Vec<Around>,
}

impl Moment {
    /// On the day on which an entry was made.
    fn of(entry: &ChangeEntry) -> Self {
        Self { on: ServerContext::local(entry.at).date_naive(), at: entry.at, facts: Vec::new(), entry: None, around: Vec::new() }
    }

    /// Who made it, where only entries tell of it.
    fn first_entry(&self) -> Option<&ChangeEntry> {
        self.entry.as_ref().or_else(|| self.around.first().map(|around| &around.entry))
    }
}

/// Facts of one operation and day are one moment. What follows from a fact stands in the log under the same
/// operation: it is told with the fact, and not once more.
fn moments(facts: Vec<RecordedFact>, entries: Vec<ChangeEntry>, around: Vec<Around>) -> Vec<Moment> {
    let mut all: Vec<Moment> = Vec::new();
    // What a register did not say is nothing that happened.
    for fact in facts.into_iter().filter(|fact| !is_silent(fact)) {
        let same = |moment: &&mut Moment| {
            let alike = |first: &RecordedFact| first.operation_id == fact.operation_id && is_stated(first) == is_stated(&fact);
            moment.on == fact.fact.on && moment.facts.first().is_some_and(alike)
        };
        match all.iter_mut().find(same) {
            Some(moment) => moment.facts.push(fact),
            None => all.push(Moment { on: fact.fact.on, at: fact.at, facts: vec![fact], entry: None, around: Vec::new() }),
        }
    }
    for entry in entries {
        // An operation that records a first fact keeps what the register said before, too: that is not what changed it.
        // That a place came into the register is told by itself, whatever was said with it.
        let added = entry.row_revision == 1;
        let told = |facts: &[RecordedFact]| !added || !facts.iter().all(|fact| fact.fact.is_baseline());
        let own =
            |moment: &&mut Moment| moment.facts.first().is_some_and(|fact| fact.operation_id == entry.operation_id) && told(&moment.facts);
        match all.iter_mut().filter(own).max_by_key(|moment| (!moment.facts.iter().any(is_stated), moment.on)) {
            Some(moment) => moment.entry = Some(entry),
            None => all.push(Moment { entry: Some(entry.clone()), ..Moment::of(&entry) }),
        }
    }
    for around in around {
        let operation = around.entry.operation_id;
        let own = |moment: &&mut Moment| {
            let changed = moment.entry.iter().chain(moment.around.iter().map(|around| &around.entry));
            moment.facts.iter().map(|fact| fact.operation_id).chain(changed.map(|entry| entry.operation_id)).any(|id| id == operation)
        };
        match all.iter_mut().find(own) {
            Some(moment) => moment.around.push(around),
            None => all.push(Moment { around: vec![around.clone()], ..Moment::of(&around.entry) }),
        }
    }
    all.sort_by_key(|moment| std::cmp::Reverse((moment.on, moment.at)));
    all
}

fn is_silent(fact: &RecordedFact) -> bool {
    fact.fact.is_baseline() && fact.fact.value.is_none()
}

fn is_stated(fact: &RecordedFact) -> bool {
    fact.fact.kind == FactKind::Stated
}

#[component]
pub fn Timeline(
    facts: Vec<RecordedFact>,
    entries: Vec<ChangeEntry>,
    around: Vec<Around>,
    /// How many of the newest are passed over.
    skip: usize,
    place: Uuid,
    /// The place whose facts the reader may put right.
    writes: Option<Uuid>,
    names: Names,
) -> impl IntoView {
    let t = texts();
    let all = moments(facts, entries, around);
    let span = Span { skip, shown: all.len().saturating_sub(skip).min(PAGE), total: all.len(), most: PAGE };
    let items: Vec<_> = all
        .into_iter()
        .skip(skip)
        .take(PAGE)
        .map(|moment| {
            if moment.facts.is_empty() {
                view! { <Changed moment=moment names=names.clone()/> }.into_any()
            } else {
                view! { <Happened moment=moment writes=writes names=names.clone()/> }.into_any()
            }
        })
        .collect();
    view! {
        <section class="card" id="history">
            <h2>{t.t("places.history")}</h2>
            <ol class="timeline">{items}</ol>
            <Pager span=span action=format!("/places/{place}#history") asked=Vec::new() posted=false/>
        </section>
    }
}

/// Facts of one day, with who recorded them and what followed.
#[component]
fn Happened(moment: Moment, writes: Option<Uuid>, names: Names) -> impl IntoView {
    let t = texts();
    // What was recorded for the cluster is put right there; what the register said at first nobody recorded.
    let own = moment.facts.iter().filter(|fact| !fact.of_cluster && !fact.fact.is_baseline());
    let own: Vec<_> = own.flat_map(|fact| writes.map(|place| view! { <PutRight place=place fact=fact.fact.clone()/> })).collect();
    let Some(first) = moment.facts.first().cloned() else { return ().into_any() };
    let mut details: Vec<String> = Vec::new();
    for words in moment.facts.iter().flat_map(|fact| detail_words(t, &fact.fact)) {
        // Fields that were set by hand for one reason tell it once.
        if !details.contains(&words) {
            details.push(words);
        }
    }
    let details: Vec<_> = details.into_iter().map(|words| view! { <li>{words}</li> }).collect();
    let around: Vec<_> = moment.around.into_iter().map(|around| view! { <AroundLine around=around/> }).collect();
    let by = if first.by.is_empty() { t.t("audit.local") } else { first.by };
    let recorded = t.tf("course.recorded", &[("by", &by), ("at", &moment_words(moment.at))]);
    view! {
        <li class="happened">
            <p>
                <span class="day">{date(t, moment.on)}</span>" "<strong>{title(t, &first.fact)}</strong>
                {first.of_cluster.then(|| view! { " "<span class="tag">{t.t("course.of_cluster")}</span> })}
                <br/><span class="soft">{recorded}</span>
            </p>
            {(!details.is_empty()).then(|| view! { <ul>{details}</ul> })}
            {around}
            {own}
            {moment.entry.map(|entry| view! { <Changes entry=entry folded=true names=names/> })}
        </li>
    }
    .into_any()
}

fn moment_words(at: DateTime<Utc>) -> String {
    moment(texts(), at)
}

/// An entry of the log that no fact brought about.
#[component]
fn Changed(moment: Moment, names: Names) -> impl IntoView {
    let t = texts();
    let Some(first) = moment.first_entry().cloned() else { return ().into_any() };
    let by = actor_words(t, &first.actor);
    let told = !moment.around.is_empty();
    let title = (!told).then(|| view! { <strong>{t.code("action", &first.action)}</strong>" " });
    let around: Vec<_> = moment.around.into_iter().map(|around| view! { <AroundLine around=around/> }).collect();
    let changes = moment.entry.map(|entry| {
        let folded = told || entry.changes.len() > SHOWN;
        view! { <Changes entry=entry folded=folded names=names/> }
    });
    view! {
        <li>
            <p>{title}<span class="soft">{moment_words(first.at)}" · "{by}</span></p>
            {around}
            {changes}
        </li>
    }
    .into_any()
}

#[component]
fn Changes(entry: ChangeEntry, folded: bool, names: Names) -> impl IntoView {
    let t = texts();
    let added = entry.row_revision == 1;
    let changes: Vec<_> = entry
        .changes
        .iter()
        .map(|change| {
            let to = names.words(t, &change.field, &change.to);
            let words = if added { to } else { format!("{} → {to}", names.words(t, &change.field, &change.from)) };
            view! { <li><span class="soft">{field_words(t, &change.field)}": "</span>{words}</li> }
        })
        .collect();
    let count = changes.len().to_string();
    let list = view! { <ul>{changes}</ul> };
    if folded {
        view! { <details><summary>{t.tf("places.fields_changed", &[("count", &count)])}</summary>{list}</details> }.into_any()
    } else {
        list.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use domain::course::BoardFact;
    use store::place::About;

    fn at(day: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, day, 3, 0, 0).single().expect("a moment")
    }

    fn fact(operation: u128, kind: FactKind, on: u32, recorded: u32) -> RecordedFact {
        let on = NaiveDate::from_ymd_opt(2026, 11, on).expect("a day");
        let fact = BoardFact::new(Uuid::from_u128(1), kind, on);
        RecordedFact { fact, by: "Hoa".into(), at: at(recorded), operation_id: Uuid::from_u128(operation), of_cluster: false }
    }

    fn entry(operation: u128, recorded: u32) -> ChangeEntry {
        ChangeEntry {
            seq: 1,
            at: at(recorded),
            device_at: None,
            actor: "Hoa".into(),
            action: "place_change".into(),
            operation_id: Uuid::from_u128(operation),
            row_table: "place".into(),
            row_id: Uuid::nil(),
            row_revision: 2,
            changes: Vec::new(),
        }
    }

    #[test]
    fn facts_stand_on_their_day_among_the_changes_and_nothing_stands_twice() {
        let facts = vec![fact(7, FactKind::DossierSubmitted, 12, 20), fact(7, FactKind::Stated, 1, 20), fact(7, FactKind::Stated, 1, 20)];
        let found = moments(facts, vec![entry(7, 20), entry(9, 15), entry(8, 3)], Vec::new());
        let told: Vec<_> = found.iter().map(|moment| (moment.on.to_string(), moment.facts.len(), moment.entry.is_some())).collect();
        let expected = [("2026-11-15", 0, true), ("2026-11-12", 1, true), ("2026-11-03", 0, true), ("2026-11-01", 2, false)];
        assert_eq!(told, expected.map(|(on, facts, entry)| (on.to_owned(), facts, entry)));
    }

    #[test]
    fn that_a_place_came_into_the_register_is_told_before_what_that_said() {
        let said = |value: Option<&str>| {
            let mut said = fact(7, FactKind::Stated, 1, 3);
            (said.fact.reason, said.fact.value) = (Some(String::new()), value.map(Into::into));
            said
        };
        let added = ChangeEntry { row_revision: 1, ..entry(7, 3) };
        let told = |facts: Vec<RecordedFact>| {
            let found = moments(facts, vec![added.clone()], Vec::new());
            found.iter().map(|moment| (moment.facts.len(), moment.entry.is_some())).collect::<Vec<_>>()
        };
        assert_eq!(told(vec![said(Some("required"))]), [(0, true), (1, false)]);
        assert_eq!(told(vec![said(None)]), [(0, true)], "what it did not say did not happen");
    }

    #[test]
    fn what_belongs_to_the_place_is_told_with_the_change_that_it_brought_and_by_itself_otherwise() {
        let around = |operation, recorded| Around { about: About::Organization("Chi bộ 1".into()), entry: entry(operation, recorded) };
        let found =
            moments(vec![fact(7, FactKind::DossierSubmitted, 12, 20)], vec![entry(9, 15)], vec![around(9, 15), around(8, 3), around(8, 3)]);
        let told: Vec<_> = found.iter().map(|moment| (moment.on.to_string(), moment.entry.is_some(), moment.around.len())).collect();
        let expected = [("2026-11-15", true, 1), ("2026-11-12", false, 0), ("2026-11-03", false, 2)];
        assert_eq!(told, expected.map(|(on, entry, around)| (on.to_owned(), entry, around)));
    }
}
