//! A ward's buildings by name: what its lead prints for Monday.

use chrono::NaiveDate;
use domain::place::PlaceRow;
use leptos::prelude::*;

use crate::texts::Texts;
use crate::ui::{BoardMark, PartyMark, ago, count, date, texts};

#[component]
pub fn Buildings(rows: Vec<PlaceRow>, total: u64, link: String, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let more = total > rows.len() as u64;
    let lines: Vec<_> = rows.into_iter().map(|place| line(t, place, today)).collect();
    view! {
        <section class="card buildings" aria-labelledby="buildings">
            <h2 id="buildings">{t.t("ward.buildings")}" ("{count(t, total)}")"</h2>
            <table>
                <caption class="hidden">{t.t("ward.buildings_caption")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t.t("ward.name")}</th>
                        <th scope="col" class="number wide">{t.t("ward.apartments")}</th>
                        <th scope="col">{t.t("ward.board")}</th>
                        <th scope="col">{t.t("ward.party")}</th>
                        <th scope="col" class="wide">{t.t("ward.reviewed")}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
            {more.then(|| view! { <p><a href=link>{t.tf("ward.more", &[("count", &count(t, total))])}</a></p> })}
        </section>
    }
    .into_any()
}

fn line(t: Texts, place: PlaceRow, today: NaiveDate) -> AnyView {
    let reviewed = match place.reviewed_on {
        Some(day) => view! { <time datetime=day.to_string() title=date(t, day)>{ago(t, day, today)}</time> }.into_any(),
        None => view! { <span class="soft">{t.t("ward.never_reviewed")}</span> }.into_any(),
    };
    let address =
        [Some(place.address), place.former_district].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        <tr>
            <th scope="row"><a href=format!("/places/{}", place.id)>{place.name}</a><span class="soft address">{address}</span></th>
            <td class="number wide">{place.apartments.map(|number| count(t, u64::from(number)))}</td>
            <td><BoardMark board=place.board/></td>
            <td><PartyMark party=place.party/></td>
            <td class="wide">{reviewed}</td>
        </tr>
    }
    .into_any()
}
