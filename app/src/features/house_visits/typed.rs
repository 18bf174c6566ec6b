//! What the form of a visit sends, kept as it was typed, and what it means.

use chrono::NaiveDate;
use domain::failure::FieldErrors;
use domain::text;
use domain::visit::{HelpGiven, HelpKind, VisitDraft, VisitEntry, VisitHow, VisitOutcome};
use store::Operation;
use uuid::Uuid;

use super::amount::read_amount;

/// Fields of the form for help that was given: kind, dong, pieces.
pub const HELP: [(&str, &str, &str); 3] =
    [("help1", "amount1", "quantity1"), ("help2", "amount2", "quantity2"), ("help3", "amount3", "quantity3")];

/// Names and values. Nothing in it is believed.
// No Debug: it holds what was promised.
#[derive(Clone, Default)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    pub fn read(sent: Vec<(String, String)>) -> Self {
        Self(sent)
    }

    /// The form as it opens: of a day, and perhaps of what came of it.
    pub fn begun(today: NaiveDate, outcome: Option<VisitOutcome>) -> Self {
        let outcome = outcome.unwrap_or(VisitOutcome::Met).code().to_owned();
        Self(vec![("on".into(), today.to_string()), ("outcome".into(), outcome)])
    }

    /// An entry that is to be corrected.
    pub fn of(entry: &VisitEntry) -> Self {
        let draft = &entry.draft;
        let mut typed = vec![
            ("corrects".to_owned(), entry.id.to_string()),
            ("on".into(), draft.on.to_string()),
            ("how".into(), draft.how.code().into()),
            ("outcome".into(), draft.outcome.code().into()),
            ("promised".into(), draft.promised.clone()),
            ("next_on".into(), draft.next_on.map(|day| day.to_string()).unwrap_or_default()),
        ];
        for (help, (kind, amount, quantity)) in draft.help.iter().zip(HELP) {
            typed.push((kind.into(), help.kind.code().into()));
            typed.push((amount.into(), help.amount.map(|amount| amount.to_string()).unwrap_or_default()));
            typed.push((quantity.into(), help.quantity.map(|quantity| quantity.to_string()).unwrap_or_default()));
        }
        Self(typed)
    }

    pub fn get(&self, name: &str) -> String {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn said(&self, name: &str) -> Option<String> {
        Some(text::clean(&self.get(name))).filter(|said| !said.is_empty())
    }

    pub fn corrects(&self) -> Option<Uuid> {
        self.get("corrects").parse().ok()
    }

    /// What came of it, as far as it can be read.
    pub fn outcome(&self) -> Option<VisitOutcome> {
        self.get("outcome").parse().ok()
    }

    /// The visit that the form speaks of. A day that is not said is today: buttons of one tap say none.
    pub fn draft(&self, today: NaiveDate) -> Result<VisitDraft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let on = self.day("on", &mut errors).unwrap_or(today);
        let how = match self.said("how").map(|how| how.parse()) {
            None => VisitHow::InPerson,
            Some(Ok(how)) => how,
            Some(Err(_)) => {
                errors.push("how", "not_a_choice", "");
                VisitHow::InPerson
            }
        };
        let outcome = self.outcome();
        if outcome.is_none() {
            errors.push("outcome", "not_a_choice", "");
        }
        let help = HELP.iter().filter_map(|names| self.help(*names, &mut errors)).collect();
        let next_on = self.day("next_on", &mut errors);
        match outcome {
            Some(outcome) if errors.is_empty() => Ok(VisitDraft { on, how, outcome, help, promised: self.get("promised"), next_on }),
            _ => Err(errors),
        }
    }

    fn help(&self, (kind, amount, quantity): (&str, &str, &str), errors: &mut FieldErrors) -> Option<HelpGiven> {
        let read_amount = |typed: String| read_amount(&typed).ok_or("amount_not_understood");
        let read_quantity = |typed: String| read_amount_of_things(&typed).ok_or("quantity_not_understood");
        let money = self.said(amount).map(read_amount).transpose();
        let pieces = self.said(quantity).map(read_quantity).transpose();
        let money = money.unwrap_or_else(|code| said_wrong(amount, code, errors));
        let pieces = pieces.unwrap_or_else(|code| said_wrong(quantity, code, errors));
        match self.said(kind).map(|kind| kind.parse::<HelpKind>()) {
            Some(Ok(kind)) => Some(HelpGiven { kind, amount: money, quantity: pieces }),
            Some(Err(_)) => said_wrong(kind, "not_a_choice", errors),
            None if money.is_some() || pieces.is_some() => said_wrong(kind, "required", errors),
            None => None,
        }
    }

    fn day(&self, name: &str, errors: &mut FieldErrors) -> Option<NaiveDate> {
        let typed = self.said(name)?;
        text::day(&typed).or_else(|| said_wrong(name, "day_not_understood", errors))
    }

    /// One operation for all that was said.
    pub fn operation(&self, household: Uuid, draft: &VisitDraft) -> Operation {
        let id = self.get("operation").parse().unwrap_or_else(|_| Uuid::now_v7());
        Operation::new(id, &("visit", household, draft, self.corrects()))
    }
}

/// What was typed stays out of the error: it may say something about somebody.
fn said_wrong<T>(field: &str, code: &str, errors: &mut FieldErrors) -> Option<T> {
    errors.push(field, code, "");
    None
}

fn read_amount_of_things(typed: &str) -> Option<u32> {
    read_amount(typed).and_then(|count| u32::try_from(count).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date")
    }

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed::read(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn one_button_is_a_whole_visit() {
        let draft = typed(&[("outcome", "nobody_home")]).draft(today()).expect("no fault");
        assert_eq!(draft, VisitDraft::simply(today(), VisitOutcome::NobodyHome));
    }

    #[test]
    fn an_entry_opens_in_the_form_as_it_was_said() {
        let help = vec![HelpGiven { kind: HelpKind::CashOrGoods, amount: Some(500_000), quantity: Some(2) }];
        let draft =
            VisitDraft { help, promised: "Mang gạo".into(), next_on: Some(today()), ..VisitDraft::simply(today(), VisitOutcome::Met) };
        let (id, household) = (Uuid::now_v7(), Uuid::nil());
        let entry = VisitEntry { id, household, draft: draft.clone(), corrects: None, corrected: false, recorded_by: String::new() };
        let typed = Typed::of(&entry);
        assert_eq!((typed.corrects(), typed.draft(today())), (Some(id), Ok(draft)));
    }

    #[test]
    fn what_cannot_be_read_is_named_and_not_repeated() {
        let fields = [("outcome", "x"), ("on", "hôm kia"), ("amount1", "hai triệu"), ("help2", "gold"), ("quantity3", "5")];
        let errors = typed(&fields).draft(today()).expect_err("five faults");
        let found: Vec<(&str, &str, &str)> =
            errors.0.iter().map(|error| (error.field.as_str(), error.code.as_str(), error.value.as_str())).collect();
        assert_eq!(
            found,
            [
                ("on", "day_not_understood", ""),
                ("outcome", "not_a_choice", ""),
                ("amount1", "amount_not_understood", ""),
                ("help2", "not_a_choice", ""),
                ("help3", "required", ""),
            ]
        );
    }
}
