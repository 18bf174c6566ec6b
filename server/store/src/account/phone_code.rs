//! Codes that a phone shows and that change every thirty seconds (TOTP, RFC 6238). Each is good once.

use chrono::{DateTime, Utc};
use domain::failure::Failure;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter};
use totp_rs::{Builder, Totp};
use uuid::Uuid;

use crate::entities::{account, second_factor};
use crate::fault::{broken, fault};
use crate::keys::{Keys, Purpose, random_bytes};

/// As the phone names what the codes are for.
const ISSUER: &str = "Gần Dân";

/// A secret for a person's phone, before they have shown that it counts as we do. It is kept in their own
/// session and nowhere else: whoever else knows the password is not shown it.
// No Debug: it holds a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Offer {
    /// For the session.
    pub sealed: String,
    /// To be typed, in letters and digits.
    pub secret: String,
    /// `otpauth://…`, for the phone's camera.
    pub address: String,
}

/// Six digits, thirty seconds, one step early or late: what every phone understands.
fn totp(secret: Vec<u8>, user_name: &str) -> Result<Totp, Failure> {
    let totp = Builder::new().with_secret(secret).with_account_name(user_name).with_issuer(Some(ISSUER)).build();
    totp.map_err(|error| broken(&error))
}

/// The step whose code this is.
fn step(totp: &Totp, code: &str, now: DateTime<Utc>) -> Option<i64> {
    totp.check(code, u64::try_from(now.timestamp()).ok()?).and_then(|step| i64::try_from(step).ok())
}

/// Another secret, or again the one that was offered to this account before.
pub(super) fn offer(keys: &Keys, account: &account::Model, before: Option<&str>) -> Result<Offer, Failure> {
    let owner = account.id.as_bytes();
    let before = before.and_then(|sealed| Some((sealed.to_owned(), keys.open(Purpose::SecondFactor, owner, sealed)?)));
    let (sealed, secret) = match before {
        Some(before) => before,
        None => {
            let secret = random_bytes::<20>().to_vec();
            let sealed = keys.seal(Purpose::SecondFactor, owner, &secret).ok_or_else(|| broken(&"a secret could not be sealed"))?;
            (sealed, secret)
        }
    };
    let totp = totp(secret, &account.user_name)?;
    Ok(Offer { sealed, secret: totp.secret().to_base32(), address: totp.to_url().map_err(|error| broken(&error))? })
}

/// The step at which a code shows that the phone counts as the offered secret does.
pub(super) fn shown(keys: &Keys, account: &account::Model, sealed: &str, code: &str, now: DateTime<Utc>) -> Result<Option<i64>, Failure> {
    let Some(secret) = keys.open(Purpose::SecondFactor, account.id.as_bytes(), sealed) else { return Ok(None) };
    Ok(step(&totp(secret, &account.user_name)?, code, now))
}

/// Takes a code, if it is the one of now and was not taken before.
pub(super) async fn take(db: &DatabaseConnection, keys: &Keys, account: Uuid, code: &str, now: DateTime<Utc>) -> Result<bool, Failure> {
    use second_factor::Column as C;
    let Some(factor) = second_factor::Entity::find_by_id(account).one(db).await.map_err(fault)? else { return Ok(false) };
    let Some(secret) = keys.open(Purpose::SecondFactor, account.as_bytes(), &factor.secret_sealed) else {
        tracing::error!(%account, "a second factor does not open with this secret; gandan user reset-second-factor lets the person in again");
        return Ok(false);
    };
    let Some(step) = step(&totp(secret, "")?, code, now) else { return Ok(false) };
    // Two who send the same code at once: the first has taken it.
    let taken = second_factor::Entity::update_many()
        .col_expr(C::LastStep, Expr::value(step))
        .filter(C::AccountId.eq(account))
        .filter(C::LastStep.lt(step))
        .exec(db)
        .await
        .map_err(fault)?;
    Ok(taken.rows_affected > 0)
}
