//! The allow table: who may do what, and where. What is not written here is not allowed.

use crate::codes::codes;

codes! {
    /// What a person is trusted with. A ward's roles hold in the units that they were given for.
    Role {
        /// The command line: whoever has a shell on the server.
        Local,
        Administrator, City, WardLead, WardStaff, WardViewer, Member, DataProtectionOfficer
    }
}
codes! {
    /// What a use case does. Each write names one, and the change log keeps it.
    Action {
        PlaceRead, PlaceExport, PlaceAdd, PlaceChange, PlaceConfirm, PlaceClose, PlaceReopen, PlaceMerge, AreaRedraw,
        PlacesChange, PlacesChangeUndo, PlacesChangeUndoOfOthers,
        AdminUnitRead, BoundariesImport, FormerUnitsImport, PlacesImport, ImportUndo,
        WorkRead, CourseDerive, CorrectionRead, CorrectionAsk, CorrectionAnswer,
        BoardContactRead, BoardContactChange,
        MemberRead, MemberChange, TaskChange,
        HouseholdRead, HouseholdAdd, HouseholdChange, HouseholdEnd, ConsentWithdraw, AssignmentChange,
        VisitRecord, RequestChange,
        OwnHouseholdRead, OwnVisitRecord, OwnRequestAdd,
        SupportTablesRead, SupportTablesFreeze,
        PersonRead, PersonChange, PersonErase, PersonRequestChange, BreachRead, BreachChange,
        OfficerAssign, OfficerTake,
        AgreementRead, AgreementChange,
        OrganizationRead, OrganizationAdd, OrganizationChange, OrganizationDecide, OrganizationLink,
        HistoryRead, AuditRead, AccessLogRead,
        AccountRead, AccountAdd, AccountChange, AccountRoles, AccountInvite, AccountFactorReset, AccountClose,
        OwnAccountRead, OwnAccountChange, TokenAdd, TokenEnd,
        SettingRead, SettingChange, UnitSettingRead, UnitSettingChange, RetentionEnforce, DataKeyRotate, MetricsRead,
        DemoLoad, DemoRemove,
    }
}

/// Where a role may take an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    Nowhere,
    /// In the units that the role was given for.
    OwnUnits,
    Everywhere,
}

impl Role {
    /// Roles that are given for a unit; the others hold for the whole city.
    pub fn is_of_a_unit(self) -> bool {
        matches!(self, Self::WardLead | Self::WardStaff | Self::WardViewer | Self::Member)
    }

    /// Opens records about people of its ward. Whoever hands out roles is given no such role beside it.
    pub fn opens_people(self) -> bool {
        Action::all().iter().any(|action| action.is_about_people() && reach(self, *action) == Reach::OwnUnits)
    }
}

impl Action {
    /// Leaves everything as it was: all that a token for reading may do. Looking at people is not among it: it
    /// leaves its entry in the access log, and is for persons, not for scripts.
    pub fn is_read(self) -> bool {
        use Action::*;
        matches!(
            self,
            PlaceRead
                | PlaceExport
                | AdminUnitRead
                | HistoryRead
                | AuditRead
                | AccessLogRead
                | AccountRead
                | OwnAccountRead
                | MetricsRead
                | CorrectionRead
                | SettingRead
                | UnitSettingRead
                | WorkRead
                | OrganizationRead
                | AgreementRead
        )
    }
}

impl Action {
    /// Takes a person at a browser, with all that they are asked for there, whatever role a token is of: whoever
    /// finds one must not open another door with it.
    pub fn takes_a_person(self) -> bool {
        use Action::*;
        matches!(
            self,
            AccountAdd
                | AccountChange
                | AccountClose
                | AccountFactorReset
                | AccountInvite
                | AccountRoles
                | OwnAccountChange
                | SettingChange
                | UnitSettingChange
                | TokenAdd
                | TokenEnd
        ) || self.is_about_people()
    }
}

impl Action {
    /// Opens or changes records of members and households, and of those who head boards. No script does: each look is of
    /// a person at a browser.
    pub fn is_about_people(self) -> bool {
        use Action::*;
        matches!(
            self,
            BoardContactRead
                | BoardContactChange
                | MemberRead
                | MemberChange
                | TaskChange
                | HouseholdRead
                | HouseholdAdd
                | HouseholdChange
                | HouseholdEnd
                | ConsentWithdraw
                | AssignmentChange
                | VisitRecord
                | RequestChange
                | OwnHouseholdRead
                | OwnVisitRecord
                | OwnRequestAdd
                | PersonRead
                | PersonChange
                | PersonErase
                | PersonRequestChange
                | BreachRead
                | BreachChange
        )
    }
}

/// Where `role` may take `action`.
pub fn reach(role: Role, action: Action) -> Reach {
    use Action::*;
    use Reach::{Everywhere, Nowhere, OwnUnits};
    use Role::*;
    match (role, action) {
        (Local, _) => Everywhere,

        // Whoever is signed in looks after their own account.
        (_, OwnAccountRead | OwnAccountChange | TokenAdd | TokenEnd) => Everywhere,

        (Administrator | City, PlaceRead | PlaceExport | AdminUnitRead | HistoryRead | CorrectionRead | WorkRead) => Everywhere,
        (WardLead | WardStaff | WardViewer, PlaceRead | PlaceExport | AdminUnitRead | HistoryRead | CorrectionRead | WorkRead) => OwnUnits,

        (
            WardLead | WardStaff,
            PlaceAdd | PlaceChange | PlaceConfirm | PlaceClose | PlaceReopen | PlaceMerge | AreaRedraw | CorrectionAnswer,
        ) => OwnUnits,
        // People are seen by their own ward, and by those of it who need them.
        (WardLead | WardStaff, BoardContactRead | BoardContactChange) => OwnUnits,
        (WardLead | WardStaff, MemberRead | HouseholdRead | HouseholdAdd | HouseholdChange | HouseholdEnd | ConsentWithdraw) => OwnUnits,
        (WardLead | WardStaff, AssignmentChange | VisitRecord | RequestChange) => OwnUnits,
        // The list of members is sensitive by itself: one person of the ward keeps it, and their tasks.
        (WardLead, MemberChange | TaskChange) => OwnUnits,
        // What a person may ask about their own record is answered by one person too.
        (WardLead, PersonRead | PersonChange | PersonErase | PersonRequestChange) => OwnUnits,
        // Those that they are assigned to, and nothing else of the ward.
        (Member, OwnHouseholdRead | OwnVisitRecord | OwnRequestAdd) => OwnUnits,
        // The city sees figures that were frozen, never people.
        (City, SupportTablesRead) => Everywhere,
        (DataProtectionOfficer, BreachRead | BreachChange) => Everywhere,
        // Anybody's places, and one's own.
        (WardLead, OfficerAssign) => OwnUnits,
        (WardLead | WardStaff, OfficerTake) => OwnUnits,
        (Administrator | City, AgreementRead) => Everywhere,
        (WardLead | WardStaff | WardViewer, AgreementRead) => OwnUnits,
        (WardLead | WardStaff, AgreementChange) => OwnUnits,
        // Whoever changed many places takes it back; what others did there, the lead of the ward.
        (WardLead | WardStaff, PlacesChange | PlacesChangeUndo) | (WardLead, PlacesChangeUndoOfOthers) => OwnUnits,
        (Administrator | City, OrganizationRead) => Everywhere,
        (WardLead | WardStaff | WardViewer, OrganizationRead) => OwnUnits,
        (WardLead | WardStaff, OrganizationAdd | OrganizationChange | OrganizationDecide | OrganizationLink) => OwnUnits,
        // Who may not change the register asks those who may.
        (City, CorrectionAsk) => Everywhere,

        (Administrator, BoundariesImport | FormerUnitsImport | PlacesImport | ImportUndo) => Everywhere,

        (Administrator, AuditRead | MetricsRead | SettingChange) => Everywhere,
        (Administrator | City, SettingRead | UnitSettingRead) => Everywhere,
        // How many households a member helps, and how often they are visited, is the ward's to settle.
        (WardLead | WardStaff, UnitSettingRead) | (WardLead, UnitSettingChange) => OwnUnits,
        (WardLead, AuditRead) => OwnUnits,
        (DataProtectionOfficer, AccessLogRead) => Everywhere,

        (Administrator, AccountRead | AccountAdd | AccountChange | AccountRoles | AccountInvite | AccountFactorReset | AccountClose) => {
            Everywhere
        }

        _ => Nowhere,
    }
}

/// The allow table as Markdown, for the README: a row for each action, a column for each role.
pub fn table() -> String {
    let roles = &Role::all()[1..];
    let mut text = String::from("| |");
    for role in roles {
        text += &format!(" {} |", role.code().replace('_', " "));
    }
    text += &format!("\n|---|{}\n", "---|".repeat(roles.len()));
    for action in Action::all() {
        text += &format!("| {} |", action.code().replace('_', " "));
        for role in roles {
            text += match reach(*role, *action) {
                Reach::Nowhere => "  |",
                Reach::OwnUnits => " own |",
                Reach::Everywhere => " all |",
            };
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_of_a_unit_reaches_beyond_it_only_for_the_persons_own_account() {
        for role in Role::all().iter().filter(|role| role.is_of_a_unit()) {
            for action in Action::all() {
                let own = matches!(action, Action::OwnAccountRead | Action::OwnAccountChange | Action::TokenAdd | Action::TokenEnd);
                assert_eq!(reach(*role, *action) == Reach::Everywhere, own, "{role:?} {action:?}");
            }
        }
    }

    #[test]
    fn nobody_but_the_wards_writes_in_the_register() {
        use Action::{
            AgreementChange, PlaceAdd, PlaceChange, PlaceClose, PlaceConfirm, PlaceMerge, PlaceReopen, PlacesChange, PlacesChangeUndo,
        };
        let writes =
            [AgreementChange, PlaceAdd, PlaceChange, PlaceClose, PlaceConfirm, PlaceMerge, PlaceReopen, PlacesChange, PlacesChangeUndo];
        for role in [Role::Administrator, Role::City, Role::WardViewer, Role::Member, Role::DataProtectionOfficer] {
            for action in writes {
                assert_eq!(reach(role, action), Reach::Nowhere, "{role:?} {action:?}");
            }
        }
    }

    #[test]
    fn nobody_but_lead_and_staff_of_the_ward_sees_contacts_and_no_token_for_reading_does() {
        for role in Role::all()[1..].iter().filter(|role| !matches!(role, Role::WardLead | Role::WardStaff)) {
            for action in [Action::BoardContactRead, Action::BoardContactChange] {
                assert_eq!(reach(*role, action), Reach::Nowhere, "{role:?} {action:?}");
            }
        }
        assert!(!Action::BoardContactRead.is_read());
    }

    #[test]
    fn people_are_seen_by_their_ward_alone_and_by_no_script() {
        for action in Action::all().iter().filter(|action| action.is_about_people()) {
            for role in [Role::Administrator, Role::City, Role::WardViewer] {
                assert_eq!(reach(role, *action), Reach::Nowhere, "{role:?} {action:?}");
            }
            assert!(!action.is_read() && action.takes_a_person(), "{action:?}");
        }
        assert!(Action::all().iter().filter(|action| reach(Role::Member, **action) == Reach::OwnUnits).count() == 3);
    }

    #[test]
    fn lead_staff_and_members_open_people_and_nobody_else() {
        let open: Vec<Role> = Role::all().iter().copied().filter(|role| role.opens_people()).collect();
        assert_eq!(open, [Role::WardLead, Role::WardStaff, Role::Member]);
    }

    #[test]
    fn members_and_the_officer_outside_the_wards_see_no_place() {
        for role in [Role::Member, Role::DataProtectionOfficer] {
            assert_eq!(reach(role, Action::PlaceRead), Reach::Nowhere);
        }
    }

    #[test]
    fn only_the_command_line_loads_and_removes_the_sample() {
        for role in &Role::all()[1..] {
            assert_eq!(reach(*role, Action::DemoLoad).max(reach(*role, Action::DemoRemove)), Reach::Nowhere);
        }
    }
}
