//! Who acts, and where they may.

use std::collections::BTreeSet;

use domain::failure::Failure;
use domain::permission::{Action, Reach, Role, reach};
use uuid::Uuid;

/// A role, and the units in force that it was given for: none for a role of the whole city.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub role: Role,
    pub units: BTreeSet<Uuid>,
}

/// Who acts. A stranger has no grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// None: a stranger, or the command line.
    pub account: Option<Uuid>,
    /// As the change log keeps it: an account's id, never a person's name.
    pub name: String,
    pub grants: Vec<Grant>,
    /// A token that was made for reading.
    pub reads_only: bool,
    /// A token, not a person at a browser: it changes nobody's way in, no rule, and makes no other tokens.
    pub by_token: bool,
}

impl Actor {
    /// The command line: whoever has a shell on the server.
    pub fn local() -> Self {
        Self::with_role("local", Role::Local, [])
    }

    /// Whether this is the command line.
    pub fn is_local(&self) -> bool {
        self.grants.iter().any(|grant| grant.role == Role::Local)
    }

    pub fn stranger() -> Self {
        Self { account: None, name: "stranger".into(), grants: Vec::new(), reads_only: true, by_token: false }
    }

    pub fn with_role(name: &str, role: Role, units: impl IntoIterator<Item = Uuid>) -> Self {
        let grant = Grant { role, units: units.into_iter().collect() };
        Self { account: None, name: name.into(), grants: vec![grant], reads_only: false, by_token: false }
    }

    /// Where this actor may take an action. What they may take nowhere does not exist for them.
    pub fn scope(&self, action: Action) -> Result<Scope, Failure> {
        if self.grants.is_empty() && self.account.is_none() {
            return Err(Failure::SignInRequired);
        }
        if (self.reads_only && !action.is_read()) || (self.by_token && action.takes_a_person()) {
            return Err(Failure::NotFound);
        }
        let mut units = BTreeSet::new();
        let mut own = false;
        for grant in &self.grants {
            match reach(grant.role, action) {
                Reach::Nowhere => {}
                Reach::OwnUnits => {
                    own = true;
                    units.extend(&grant.units);
                }
                Reach::Everywhere => return Ok(Scope::Everywhere),
            }
        }
        if own { Ok(Scope::Units(units)) } else { Err(Failure::NotFound) }
    }

    pub fn may(&self, action: Action) -> bool {
        self.scope(action).is_ok()
    }

    /// Whether this actor may take an action in this unit.
    pub fn may_in(&self, action: Action, unit: Uuid) -> bool {
        self.scope(action).is_ok_and(|scope| scope.holds(unit))
    }

    pub fn has_role(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }
}

/// The units of a query or a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    Everywhere,
    Units(BTreeSet<Uuid>),
}

impl Scope {
    pub fn holds(&self, unit: Uuid) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Units(units) => units.contains(&unit),
        }
    }

    /// The condition on a column that holds a unit's id; none where everything is in sight.
    pub(crate) fn on(&self, column: impl sea_orm::ColumnTrait) -> sea_orm::Condition {
        match self {
            Self::Everywhere => sea_orm::Condition::all(),
            Self::Units(units) => sea_orm::Condition::all().add(column.is_in(units.iter().copied())),
        }
    }
}
