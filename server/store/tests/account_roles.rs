//! Which roles go together.

use crate::accounts::city;
use crate::common::{Register, both_databases, errors, operation};
use domain::account::AccountDraft;
use domain::permission::Role;
use store::Actor;
use store::account::NewAccount;

both_databases![nobody_is_given_an_administrators_role_with_one_that_opens_people];

async fn nobody_is_given_an_administrators_role_with_one_that_opens_people(register: Register) {
    let register = register.with_units().await;
    let id = city(&register).await;
    let ward = Some(register.unit("26740").await.id);
    let session = register.session_as(Actor::with_role("an administrator", Role::Administrator, []));
    for role in [Role::WardLead, Role::WardStaff, Role::Member] {
        let both = vec![(role, ward), (Role::City, None), (Role::Administrator, None)];
        let refused = session.set_roles(operation(), id, both.clone()).await.unwrap_err();
        assert_eq!(errors(refused), [("roles".to_owned(), "administrator_opens_nobody".to_owned())], "{role}");
        let draft = AccountDraft { user_name: "minh".into(), display_name: "Minh".into() };
        let refused = session.add_account(operation(), NewAccount { draft, roles: both, password_hash: None }).await.unwrap_err();
        assert_eq!(errors(refused)[0].1, "administrator_opens_nobody", "{role}");
    }
    let places_only = vec![(Role::Administrator, None), (Role::WardViewer, ward)];
    session.set_roles(operation(), id, places_only).await.expect("who sees no people may");
    // Whoever has a shell on the server holds the keys, too.
    register.session().set_roles(operation(), id, vec![(Role::Administrator, None), (Role::WardLead, ward)]).await.unwrap();
}
