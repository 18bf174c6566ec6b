//! `/places/bulk/{id}`: what was changed, how it stands now, and the way back.

use leptos::prelude::*;
use store::place::{BulkDone, BulkReceipt, Stands};
use uuid::Uuid;

use super::words::{change_words, said_words};
use crate::texts::Texts;
use crate::ui::{Notice, PostForm, count, moment};
use crate::visit::{Page, Visit};

pub fn page(visit: &Visit, operation: Uuid, found: BulkReceipt) -> Page {
    let t = visit.texts;
    Page::new(t.t("bulk.receipt_title"), move || {
        let of = |fits: fn(&Stands) -> bool| found.places.iter().filter(|place| fits(&place.stands)).count() as u64;
        let back = of(|stands| *stands == Stands::TakenBack);
        let since = of(|stands| matches!(stands, Stands::ChangedSince { .. }));
        let number = move |key: &str, number: u64| t.tf(key, &[("count", &count(t, number))]);
        let about =
            t.tf("bulk.by", &[("count", &count(t, found.places.len() as u64)), ("who", &found.by), ("moment", &moment(t, found.at))]);
        let undone: Vec<_> = found
            .undone
            .iter()
            .map(|(who, at)| view! { <p>{t.tf("bulk.taken_back_by", &[("who", who), ("moment", &moment(t, *at))])}</p> })
            .collect();
        let was_undone = !undone.is_empty();
        let rows: Vec<_> = found.places.iter().map(|place| done(t, place)).collect();
        view! {
            <div class="narrow bulk">
                <p><a href="/places">"← "{t.t("places.title")}</a></p>
                <h1>{t.t("bulk.receipt_title")}</h1>
                <p><strong>{said_words(t, &found.said)}</strong><br/><span class="soft">{about}</span></p>
                {was_undone.then(|| view! {
                    <Notice tone="good">
                        {undone}
                        <p>{number("bulk.as_before", back)}{(since > 0).then(|| format!(" {}", number("bulk.stay", since)))}</p>
                    </Notice>
                })}
                {(!was_undone).then(|| view! { <Notice tone="good"><p>{t.t("places.saved")}</p></Notice> })}
                {found.may_undo.then(|| view! {
                    <PostForm action=format!("/places/bulk/{operation}/undo")>
                        <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                        {(since > 0).then(|| view! { <p>{number("bulk.will_stay", since)}</p> })}
                        <button class="plain">{t.t("bulk.undo")}</button>
                    </PostForm>
                })}
                <section class="card">
                    <h2>{t.t("bulk.places")}</h2>
                    <ul class="bulk-rows">{rows}</ul>
                </section>
            </div>
        }
    })
}

fn done(t: Texts, place: &BulkDone) -> AnyView {
    let stands = match &place.stands {
        Stands::AsChanged => None,
        Stands::TakenBack => Some(t.t("bulk.taken_back")),
        Stands::ChangedSince { by, at } => Some(t.tf("bulk.changed_since", &[("who", by), ("moment", &moment(t, *at))])),
    };
    let lines: Vec<_> = change_words(t, &place.changes, None).into_iter().map(|line| view! { <br/>{line} }).collect();
    view! {
        <li>
            <a href=format!("/places/{}", place.id)>{place.name.clone()}</a>" "<span class="soft">{place.admin_unit_name.clone()}</span>
            {stands.map(|words| view! { " · "<strong>{words}</strong> })}
            {lines}
        </li>
    }
    .into_any()
}
