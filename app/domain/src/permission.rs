//! The allow table: who may do what. What is not written here is not allowed.

use crate::codes::codes;

codes! {
    /// Until sign-in exists the program listens on loopback only, and whoever sits there is `Local`.
    Role { Local }
}
codes! {
    /// What a use case does. Each write names one, and the change log keeps it.
    Action {
        PlaceRead, PlaceAdd, PlaceChange, PlaceConfirm, PlaceClose, PlaceReopen, PlaceMerge,
        AdminUnitRead, BoundariesImport, FormerUnitsImport, PlacesImport, ImportUndo,
        ChangeLogRead, DemoLoad, DemoRemove,
    }
}

/// Whether a role may take an action.
pub fn allows(role: Role, _action: Action) -> bool {
    match role {
        Role::Local => true,
    }
}
