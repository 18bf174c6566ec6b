//! `gandan user`.

use std::io::Read;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use domain::account::{AccountDraft, LinkKind};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Role;
use store::account::NewAccount;
use store::account::password::{self, Hasher};
use store::{Operation, Session};
use uuid::Uuid;

use super::{open, session};
use crate::config::Settings;

#[derive(Args)]
pub struct User {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Add a user and print a link with which they choose their password
    Add {
        /// Small letters, digits, dots and dashes
        name: String,
        /// As colleagues know them (default: the user name)
        #[arg(long)]
        display_name: Option<String>,
        /// administrator, city, ward_lead@CODE, ward_staff@CODE, ward_viewer@CODE, member@CODE,
        /// data_protection_officer; more than once where a person has several (default: administrator)
        #[arg(long = "role", value_name = "ROLE[@CODE]")]
        roles: Vec<String>,
        /// Read the password from standard input instead of printing a link
        #[arg(long)]
        password_stdin: bool,
    },
    /// Print a new link with which a user chooses another password
    Link { name: String },
    /// Take away the second factor of a user who has lost phone and recovery codes
    ResetSecondFactor { name: String },
    /// Print all users
    List,
    /// Close a user's account: no sign-in any more
    Close { name: String },
}

impl User {
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let session = session(open(&settings).await?, &settings);
        match self.what {
            What::Add { name, display_name, roles, password_stdin } => {
                let draft = AccountDraft { display_name: display_name.unwrap_or_else(|| name.clone()), user_name: name };
                let password_hash = if password_stdin { Some(hash(&draft).await?) } else { None };
                let roles = if roles.is_empty() { vec![Role::Administrator.code().to_owned()] } else { roles };
                let roles = read_roles(&session, &roles).await?;
                let invites = password_hash.is_none();
                let id = session.add_account(Operation::once(), NewAccount { draft, roles, password_hash }).await.map_err(said)?;
                if invites {
                    print_link(&settings, &session, id, LinkKind::Invitation).await?;
                }
            }
            What::Link { name } => {
                let account = session.account_named(&name).await.map_err(|failure| unknown(failure, &name))?;
                let kind = if account.has_password { LinkKind::Reset } else { LinkKind::Invitation };
                print_link(&settings, &session, account.id, kind).await?;
            }
            What::ResetSecondFactor { name } => {
                let account = session.account_named(&name).await.map_err(|failure| unknown(failure, &name))?;
                if !account.second_factor {
                    bail!("{name:?} has no second factor: nothing to take away");
                }
                session.reset_second_factor(Operation::once(), account.id).await?;
            }
            What::List => {
                for account in session.accounts().await? {
                    let roles: Vec<String> = account
                        .roles
                        .iter()
                        .map(|given| {
                            given.unit.as_ref().map_or_else(|| given.role.code().to_owned(), |unit| format!("{}@{}", given.role, unit.code))
                        })
                        .collect();
                    println!(
                        "{}\t{}\t{}\t{}",
                        account.user_name,
                        account.display_name,
                        roles.join(","),
                        if account.closed_on.is_some() { "closed" } else { "" }
                    );
                }
            }
            What::Close { name } => {
                let account = session.account_named(&name).await.map_err(|failure| unknown(failure, &name))?;
                session.close_account(Operation::once(), account.id).await?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn hash(draft: &AccountDraft) -> anyhow::Result<String> {
    let mut typed = String::new();
    std::io::stdin().read_to_string(&mut typed).context("no password came on standard input")?;
    let typed = typed.trim_end_matches(['\r', '\n']);
    password::check(typed, &[&draft.user_name, &draft.display_name]).map_err(|errors| said(errors.into()))?;
    Ok(Hasher::new(1).hash(typed).await?)
}

async fn read_roles(session: &Session, roles: &[String]) -> anyhow::Result<Vec<(Role, Option<Uuid>)>> {
    let mut read = Vec::new();
    for text in roles {
        let (code, unit) = text.split_once('@').map_or((text.as_str(), None), |(role, unit)| (role, Some(unit)));
        let role = code.parse().with_context(|| format!("{code:?} is no role; roles are {}", names()))?;
        let unit = match unit {
            Some(code) => Some(session.admin_unit(code).await.with_context(|| format!("there is no unit {code:?} in force"))?.id),
            None => None,
        };
        read.push((role, unit));
    }
    Ok(read)
}

fn names() -> String {
    Role::all()[1..].iter().map(|role| role.code()).collect::<Vec<_>>().join(", ")
}

async fn print_link(settings: &Settings, session: &Session, id: Uuid, kind: LinkKind) -> anyhow::Result<()> {
    let secret = session.make_link(Operation::once(), id, kind).await?;
    let base = if settings.public_url.is_empty() {
        format!("http://{}", settings.listen)
    } else {
        settings.public_url.trim_end_matches('/').to_owned()
    };
    println!("Đường dẫn dùng một lần / a link that is good once:\n{base}/link/{secret}");
    Ok(())
}

/// Field errors in words; this is a terminal, so both languages.
fn said(failure: Failure) -> anyhow::Error {
    match failure {
        Failure::Invalid(FieldErrors(errors)) => {
            let words = |locale| errors.iter().map(|error| app::texts::Texts(locale).field_error(error)).collect::<Vec<_>>().join(" ");
            anyhow::anyhow!("{} / {}", words(app::texts::Locale::Vi), words(app::texts::Locale::En))
        }
        other => other.into(),
    }
}

pub(super) fn unknown(failure: Failure, name: &str) -> anyhow::Error {
    if failure == Failure::NotFound { anyhow::anyhow!("there is no user {name:?}; gandan user list shows them") } else { failure.into() }
}
