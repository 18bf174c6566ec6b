//! Which rows of a list are shown, and the ways to those before and after. The rows are people's: what is looked for may
//! have been posted, and goes on being posted.

use leptos::prelude::*;

use super::{PostForm, count, texts};

/// The rows of one page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// How many come before.
    pub skip: usize,
    pub shown: usize,
    pub total: usize,
    /// Rows of a whole page.
    pub most: usize,
}

impl Span {
    /// Where the page before begins; none on the first.
    fn before(self) -> Option<usize> {
        (self.skip > 0).then(|| self.skip.saturating_sub(self.most))
    }

    /// Where the page after begins; none on the last.
    fn after(self) -> Option<usize> {
        let next = self.skip + self.shown;
        (self.shown > 0 && next < self.total).then_some(next)
    }
}

/// `asked` are the fields of the list that is shown; with `posted` they do not come into an address.
#[component]
pub fn Pager(span: Span, #[prop(into)] action: String, asked: Vec<(&'static str, String)>, posted: bool) -> impl IntoView {
    let t = texts();
    let go = |to: Option<usize>, words: &str| {
        let skip = to?.to_string();
        let words = t.t(words);
        let asked: Vec<_> = asked
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| view! { <input type="hidden" name=*name value=value.clone()/> })
            .collect();
        let rest = view! { {asked}<input type="hidden" name="skip" value=skip/><button class="plain">{words}</button> };
        Some(if posted {
            view! { <PostForm action=action.clone() about_people=true>{rest}</PostForm> }.into_any()
        } else {
            view! { <form method="get" action=action.clone()>{rest}</form> }.into_any()
        })
    };
    let (before, after) = (go(span.before(), "pager.before"), go(span.after(), "pager.after"));
    let numbers = [("from", span.skip + 1), ("to", span.skip + span.shown), ("total", span.total)];
    let numbers = numbers.map(|(name, number)| (name, count(t, number as u64)));
    let here = t.tf("pager.here", &numbers.each_ref().map(|(name, number)| (*name, number.as_str())));
    (before.is_some() || after.is_some())
        .then(|| view! { <nav class="row pager no-print" aria-label=t.t("pager.title")>{before}<span>{here}</span>{after}</nav> })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_the_one_before_and_the_one_after() {
        let span = |skip, shown| Span { skip, shown, total: 250, most: 100 };
        assert_eq!((span(0, 100).before(), span(0, 100).after()), (None, Some(100)));
        assert_eq!((span(100, 100).before(), span(100, 100).after()), (Some(0), Some(200)));
        assert_eq!((span(200, 50).before(), span(200, 50).after()), (Some(100), None));
        // Whoever comes by an old address finds the way back.
        assert_eq!((span(300, 0).before(), span(300, 0).after()), (Some(200), None));
    }
}
