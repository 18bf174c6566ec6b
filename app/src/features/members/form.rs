//! What the form of a member sends, and what it means.

use domain::failure::FieldErrors;
use domain::member::{Member, MemberDraft};
use serde::Deserialize;
use uuid::Uuid;

use crate::features::places::ResidenceTyped;

/// As it was typed. No Debug: it holds a name and a phone.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub operation: Uuid,
    /// The revision that was seen, of one who is corrected.
    pub revision: i64,
    /// Code of the ward, of somebody new.
    pub unit: String,
    pub name: String,
    pub phone: String,
    pub cell: String,
    pub post: String,
    pub residence: String,
    pub residence_linked: String,
    pub capacity: String,
    /// Words of a place that is looked for.
    pub place_q: String,
    /// "search": places are to be offered, nothing is to be saved.
    pub step: String,
}

impl Typed {
    pub fn of(member: &Member) -> Self {
        let draft = member.draft.clone();
        let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        Self {
            revision: member.revision,
            name: draft.name,
            phone: draft.phone,
            cell: id(draft.cell),
            post: draft.post.code().into(),
            residence: id(draft.residence),
            residence_linked: if draft.residence_linked { "true".into() } else { String::new() },
            capacity: draft.capacity.to_string(),
            ..Self::default()
        }
    }

    /// What was said of where they live.
    pub fn lives(&self) -> ResidenceTyped {
        ResidenceTyped { chosen: self.residence.clone(), words: self.place_q.clone(), searches: self.step == "search" }
    }

    /// Everything that is wrong at once. The errors hold nothing of what was typed.
    pub fn draft(&self) -> Result<MemberDraft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut id = |field: &str, typed: &str| match typed.trim() {
            "" => None,
            typed => typed.parse().map_err(|_| errors.push(field, "not_a_choice", "")).ok(),
        };
        let (cell, residence) = (id("cell", &self.cell), id("residence", &self.residence));
        let post = self.post.parse().unwrap_or_default();
        let capacity = match self.capacity.trim() {
            "" => errors_with(&mut errors, "required"),
            typed => typed.parse().unwrap_or_else(|_| errors_with(&mut errors, "members_number")),
        };
        let draft = MemberDraft {
            name: self.name.clone(),
            phone: self.phone.clone(),
            cell,
            post,
            residence,
            residence_linked: !self.residence_linked.is_empty(),
            capacity,
        };
        match draft.check() {
            Ok(draft) if errors.is_empty() => Ok(draft),
            Ok(_) => Err(errors),
            Err(mut all) => {
                all.0.extend(errors.0);
                Err(all)
            }
        }
    }
}

fn errors_with(errors: &mut FieldErrors, code: &str) -> u32 {
    errors.push("capacity", code, "");
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_is_said_at_once_and_nothing_of_it_repeated() {
        let typed = Typed { phone: "gọi tối".into(), cell: "x".into(), capacity: "nhiều".into(), ..Typed::default() };
        let errors = typed.draft().expect_err("four faults");
        let found: Vec<(&str, &str)> = errors.0.iter().map(|error| (error.field.as_str(), error.code.as_str())).collect();
        let expected = [("name", "required"), ("phone", "phone_not_understood"), ("cell", "not_a_choice"), ("capacity", "members_number")];
        assert_eq!(found, expected);
        assert!(errors.0.iter().all(|error| error.value.is_empty()));
    }
}
