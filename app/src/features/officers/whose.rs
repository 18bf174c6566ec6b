//! Whose places a list shows. For people of a ward who look after some, it opens on those; all others are one
//! tap away.

use domain::failure::Failure;
use domain::officer::LookedAfter;
use domain::permission::Action;
use leptos::prelude::*;

use crate::texts::Texts;
use crate::ui::texts;
use crate::visit::Visit;

/// What a list shows, and whether whoever asks is offered the choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whose {
    /// As it stands in the URL; empty asks for nothing.
    pub value: String,
    pub offered: bool,
}

impl Whose {
    /// What the URL says; where it says nothing at all, one's own places, if there are any.
    pub async fn of(visit: &Visit, said: &str, plain: bool) -> Result<Self, Failure> {
        let offered = visit.may(Action::OfficerTake);
        let own = plain && offered && visit.session.looks_after_something().await?;
        let value = if own { LookedAfter::Me.to_string() } else { said.trim().to_owned() };
        Ok(Self { value, offered })
    }
}

/// "Tôi phụ trách"; for everything, nothing.
pub fn whose_words(t: Texts, value: &str) -> String {
    match value.parse() {
        Ok(LookedAfter::Me) => t.t("officers.mine"),
        Ok(LookedAfter::Nobody) => t.t("officers.nobodys"),
        Ok(LookedAfter::By(_)) => t.t("officers.of_somebody"),
        Ok(LookedAfter::All) | Err(_) => String::new(),
    }
}

/// The choice above a list: links, so that what one sends is what the other sees.
#[component]
pub fn WhoseTabs<F>(whose: Whose, link: F) -> impl IntoView
where
    F: Fn(String) -> String,
{
    let t = texts();
    let shown = whose.value.parse::<LookedAfter>().unwrap_or(LookedAfter::All);
    let choices = [(LookedAfter::Me, "officers.mine"), (LookedAfter::All, "officers.all"), (LookedAfter::Nobody, "officers.nobodys")];
    let links: Vec<_> = choices
        .into_iter()
        .map(|(choice, words)| {
            let current = choice == shown;
            let class = if current { "button" } else { "button plain" };
            view! { <a class=class href=link(choice.to_string()) aria-current=current.then_some("true")>{t.t(words)}</a> }
        })
        .collect();
    let somebody = matches!(shown, LookedAfter::By(_)).then(|| view! { <strong>{t.t("officers.of_somebody")}</strong> });
    whose.offered.then(|| view! { <nav class="row no-print whose" aria-label=t.t("officers.whose")>{links}{somebody}</nav> })
}

/// In the form of the other filters: the choice goes along; those who have no such choice tick nobody's places.
#[component]
pub fn KeptWhose(value: String, offered: bool) -> impl IntoView {
    let t = texts();
    let nobody = LookedAfter::Nobody.to_string();
    match (offered, value.is_empty(), value == nobody) {
        (true, true, _) => ().into_any(),
        (true, ..) => view! { <input type="hidden" name="looked_after" value=value/> }.into_any(),
        (false, empty, checked) => {
            let words = if empty || checked { t.t("officers.nobodys") } else { whose_words(t, &value) };
            let value = if empty { nobody } else { value };
            view! { <label class="check"><input type="checkbox" name="looked_after" value=value checked=!empty/><span>{words}</span></label> }.into_any()
        }
    }
}
