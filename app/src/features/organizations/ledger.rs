//! What was decided about an organization, newest first.

use domain::organization::OrganizationEventKind;
use leptos::prelude::*;
use store::organization::{LedgerEntry, OrganizationName};
use uuid::Uuid;

use crate::texts::Texts;
use crate::ui::{PostForm, date, moment, texts};

/// "Sáp nhập 15-QĐ/ĐU".
pub fn decision_words(t: Texts, entry: &LedgerEntry) -> String {
    let kind = t.code("organization_event", entry.event.kind.code());
    entry.event.number.as_ref().map_or(kind.clone(), |number| format!("{kind} {number}"))
}

/// Organizations by name, each a link, on one line.
#[component]
pub fn NamedList(all: Vec<OrganizationName>) -> impl IntoView {
    let t = texts();
    let last = all.len().saturating_sub(1);
    let names = all.into_iter().enumerate().map(|(at, one)| {
        let ended = one.ended_on.map(|day| t.tf("organizations.ended_on", &[("day", &date(t, day))]));
        view! {
            <a href=format!("/organizations/{}", one.id)>{one.name}</a>
            {ended.map(|ended| view! { " "<span class="tag">{ended}</span> })}
            {(at < last).then_some(", ")}
        }
    });
    names.collect::<Vec<_>>()
}

/// `decides`: whoever looks at it may record decisions here, and take back the one that was recorded last.
#[component]
pub fn Ledger(entries: Vec<LedgerEntry>, own: Uuid, decides: bool) -> impl IntoView {
    let t = texts();
    let last = entries.iter().filter(|_| decides).max_by_key(|entry| (entry.at, entry.event.id)).map(|entry| entry.event.id);
    let items = entries.into_iter().map(|entry| {
        let undo = (last == Some(entry.event.id)).then(|| view! { <Undo event=entry.event.id own=own/> }.into_any());
        view! { <Entry entry=entry own=own>{undo}</Entry> }.into_any()
    });
    let items: Vec<_> = items.collect();
    view! {
        <section class="card">
            <h2>{t.t("organizations.ledger")}</h2>
            {items.is_empty().then(|| view! { <p class="soft">{t.t("organizations.ledger_empty")}</p> })}
            <ol class="timeline">{items}</ol>
        </section>
    }
}

#[component]
fn Undo(event: Uuid, own: Uuid) -> impl IntoView {
    let t = texts();
    view! {
        <details class="no-print">
            <summary>{t.t("organizations.undo")}</summary>
            <PostForm action=format!("/organizations/{own}/undo")>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <input type="hidden" name="event" value=event.to_string()/>
                <p class="soft">{t.t("organizations.undo_meaning")}</p>
                <button class="plain">{t.t("organizations.undo_now")}</button>
            </PostForm>
        </details>
    }
}

#[component]
fn Entry(entry: LedgerEntry, own: Uuid, children: Children) -> impl IntoView {
    use OrganizationEventKind::{Merged, Split};
    let t = texts();
    let words = decision_words(t, &entry);
    let by = if entry.by.is_empty() { t.t("audit.local") } else { entry.by.clone() };
    let recorded = t.tf("course.recorded", &[("by", &by), ("at", &moment(t, entry.at))]);
    // Seen from the one that goes on, the others are named; seen from another, the one that goes on.
    let (label, others) = match (entry.event.kind, entry.about.id == own) {
        (Merged, true) => ("organizations.merged_here", entry.others),
        (Merged, false) => ("organizations.merged_into", vec![entry.about]),
        (Split, true) => ("organizations.split_into", entry.others),
        (Split, false) => ("organizations.split_from", vec![entry.about]),
        _ => ("", Vec::new()),
    };
    let others = (!others.is_empty()).then(|| view! { <li><span class="soft">{t.t(label)}": "</span><NamedList all=others/></li> });
    let superior = entry
        .to_superior
        .map(|above| view! { <li><span class="soft">{t.t("organizations.to_superior")}": "</span><NamedList all=vec![above]/></li> });
    let unit = entry.to_unit.map(|unit| view! { <li><span class="soft">{t.t("organizations.to_unit")}": "</span>{unit}</li> });
    let homeless: Vec<_> = entry.without_home.iter().map(|(_, name)| name.clone()).collect();
    view! {
        <li class="happened">
            <p><span class="day">{date(t, entry.event.on)}</span>" "<strong>{words}</strong><br/><span class="soft">{recorded}</span></p>
            <ul>
                {entry.event.issuer.map(|issuer| view! { <li><span class="soft">{t.t("organizations.issuer")}": "</span>{issuer}</li> })}
                {others}
                {superior}
                {unit}
                {(!homeless.is_empty()).then(|| view! { <li><span class="soft">{t.t("organizations.left_without_home")}" "</span>{homeless.join(", ")}</li> })}
                {entry.event.overruled.map(|why| view! { <li><span class="soft">{t.t("course.overruled")}" "</span>{why}</li> })}
            </ul>
            {children()}
        </li>
    }
}
