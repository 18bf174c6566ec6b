//! Who printed a page about people, and when: on paper only, so that a sheet that lies about can be traced.

use chrono::{DateTime, Utc};
use domain::failure::Failure;
use leptos::prelude::*;

use super::{moment, texts};
use crate::visit::Visit;

/// Whoever looks, and since when this page stands.
#[derive(Clone, Debug)]
pub struct Viewer {
    name: String,
    at: DateTime<Utc>,
}

impl Viewer {
    /// By the name that their account shows.
    pub async fn of(visit: &Visit) -> Result<Self, Failure> {
        let name = match visit.asker.actor.account {
            None => visit.asker.actor.name.clone(),
            Some(_) => visit.session.own_account().await?.display_name,
        };
        Ok(Self { name, at: visit.session.now })
    }
}

/// The line itself. Browsers show nothing of it.
#[component]
pub fn PrintedBy(viewer: Viewer) -> impl IntoView {
    let t = texts();
    let words = t.tf("common.printed_by", &[("name", &viewer.name), ("at", &moment(t, viewer.at))]);
    view! { <p class="printed-by">{words}</p> }
}
