//! What waits in the ward: plain numbers, each leading to its list.

use leptos::prelude::*;
use store::household::SupportNumbers;

use super::asked::Asked;
use crate::ui::{count, texts};

/// `unit` is the ward's code where there are several to choose from, else empty.
#[component]
pub fn Numbers(numbers: SupportNumbers, unit: String) -> impl IntoView {
    let t = texts();
    let of = |asked: Asked| Asked { unit: unit.clone(), ..asked }.link();
    let elsewhere = |path: &str| if unit.is_empty() { path.to_owned() } else { format!("{path}&unit={unit}") };
    let yes = || "1".to_owned();
    let all = [
        (numbers.without_member, "households.without_member", of(Asked { without_member: yes(), ..Asked::default() })),
        (numbers.visits_overdue, "households.visits_overdue", of(Asked { visit_overdue: yes(), ..Asked::default() })),
        (numbers.place_ended, "households.place_ended", of(Asked { place_ended: yes(), ..Asked::default() })),
        (numbers.requests_overdue, "households.requests_overdue", elsewhere("/requests?overdue=1")),
        (numbers.requests_due_soon, "households.requests_due_soon", elsewhere("/requests?due_soon=1")),
        (numbers.members_without_task, "households.members_without_task", elsewhere("/members?without_task=1")),
    ];
    // That a place ends is rare: nought of it is no news.
    let all =
        all.into_iter().filter(|(number, words, _)| *number > 0 || *words != "households.place_ended").map(|(number, words, link)| {
            view! { <li><a href=link><strong>{count(t, number)}</strong>" "<span>{t.t(words)}</span></a></li> }
        });
    let of = t.tf("households.helped_now", &[("count", &count(t, numbers.households))]);
    view! { <p>{of}</p> <ul class="waiting no-print">{all.collect::<Vec<_>>()}</ul> }
}
