//! Calendar feeds: an address that is shown once, kept as a hash, good for the dates of one person's places and
//! for nothing else.

use chrono::{DateTime, Duration, Months, NaiveDate, Utc};
use domain::calendar::{CalendarFeed, CalendarLanguage, MONTHS_AHEAD, MOST};
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::officer::LookedAfter;
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseConnection, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::account::{actor, hash_of};
use crate::actor::Actor;
use crate::course::{WorkQuery, WorkRow};
use crate::entities::{account, calendar_feed};
use crate::fault::fault;
use crate::keys::{Keys, random_token};
use crate::place::rows::parse;
use crate::session::{Operation, Session};

/// The table's name in the change log.
const TABLE: &str = "calendar_feed";

/// The last use is kept to the minute: reading must not write each time.
const LAST_USE: Duration = Duration::minutes(1);

/// What a calendar is told: places with their dates, no persons.
#[derive(Clone, Debug, PartialEq)]
pub struct Dates {
    pub language: CalendarLanguage,
    /// The day as of which it holds.
    pub today: NaiveDate,
    /// Some of the register was invented.
    pub sample: bool,
    /// Earliest first.
    pub work: Vec<WorkRow>,
}

impl Session {
    /// Whether the actor has work in wards that a feed could tell of.
    pub fn has_dates(&self) -> bool {
        !self.actor.by_token && self.actor.account.is_some() && of_wards(&self.actor).may(Action::WorkRead)
    }

    /// Makes a feed for the actor and answers the secret of its address: it is not to be read again.
    pub async fn make_feed(&self, operation: Operation, language: CalendarLanguage) -> Result<String, Failure> {
        let account = self.actor.account.filter(|_| self.has_dates()).ok_or(Failure::NotFound)?;
        let secret = random_token();
        let token_hash = hash_of(&secret);
        self.write(Action::TokenAdd, operation, move |write| {
            Box::pin(async move {
                let id = Uuid::now_v7();
                let feed = calendar_feed::ActiveModel {
                    id: Set(id),
                    account_id: Set(account),
                    token_hash: Set(token_hash),
                    language: Set(language.code().into()),
                    created_at: Set(write.now),
                    last_used_at: Set(None),
                    ended_at: Set(None),
                };
                calendar_feed::Entity::insert(feed).exec_without_returning(&write.tx).await.map_err(fault)?;
                let said = |field: &str, to: Value| FieldChange { field: field.into(), from: Value::Null, to };
                write.log(TABLE, id, 1, &[said("account", json!(account)), said("language", json!(language))]).await
            })
        })
        .await?;
        Ok(secret)
    }

    /// The actor's own feeds that still hold, newest first.
    pub async fn own_feeds(&self) -> Result<Vec<CalendarFeed>, Failure> {
        self.allow(Action::OwnAccountRead)?;
        let Some(account) = self.actor.account else { return Ok(Vec::new()) };
        let rows = calendar_feed::Entity::find()
            .filter(calendar_feed::Column::AccountId.eq(account))
            .filter(calendar_feed::Column::EndedAt.is_null())
            .order_by_desc(calendar_feed::Column::CreatedAt)
            .all(&self.db)
            .await
            .map_err(fault)?;
        let feeds = rows.into_iter().map(|row| {
            Ok(CalendarFeed {
                id: row.id,
                language: parse(&row.language)?,
                created_at: row.created_at,
                last_used_at: row.last_used_at,
                ended_at: row.ended_at,
            })
        });
        feeds.collect()
    }

    /// Ends one of the actor's own feeds.
    pub async fn end_feed(&self, operation: Operation, id: Uuid) -> Result<(), Failure> {
        let account = self.actor.account.ok_or(Failure::NotFound)?;
        self.write(Action::TokenEnd, operation, move |write| {
            Box::pin(async move {
                let found = calendar_feed::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
                let feed = found.filter(|feed| feed.account_id == account && feed.ended_at.is_none()).ok_or(Failure::NotFound)?;
                let mut row = feed.into_active_model();
                row.ended_at = Set(Some(write.now));
                row.update(&write.tx).await.map_err(fault)?;
                let change = FieldChange { field: "ended_at".into(), from: Value::Null, to: json!(write.now) };
                write.log(TABLE, id, 2, &[change]).await
            })
        })
        .await
    }
}

/// What the feed behind this secret tells: what is due where its person looks after something, otherwise in the
/// wards in which they work. Nothing where the feed was ended or never was.
pub async fn dates(db: &DatabaseConnection, keys: &Keys, secret: &str, now: DateTime<Utc>, today: NaiveDate) -> Result<Dates, Failure> {
    let feed = calendar_feed::Entity::find().filter(calendar_feed::Column::TokenHash.eq(hash_of(secret))).one(db).await.map_err(fault)?;
    let feed = feed.filter(|feed| feed.ended_at.is_none()).ok_or(Failure::NotFound)?;
    let account = account::Entity::find_by_id(feed.account_id).one(db).await.map_err(fault)?;
    let account = account.filter(|account| account.closed_on.is_none()).ok_or(Failure::NotFound)?;
    let mut actor = of_wards(&actor(db, &account).await?);
    (actor.reads_only, actor.by_token) = (true, true);
    let session = Session::new(db.clone(), keys.clone(), actor, now, today);
    let own = session.looks_after_something().await?;
    let query = WorkQuery {
        looked_after: own.then_some(LookedAfter::Me),
        until: today.checked_add_months(Months::new(MONTHS_AHEAD)),
        ..WorkQuery::default()
    };
    let work = session.work(&query, MOST).await?.items;
    if feed.last_used_at.is_none_or(|last| now - last > LAST_USE) {
        let used = calendar_feed::Entity::update_many().col_expr(calendar_feed::Column::LastUsedAt, Expr::value(now));
        used.filter(calendar_feed::Column::Id.eq(feed.id)).exec(db).await.map_err(fault)?;
    }
    Ok(Dates { language: parse(&feed.language)?, today, sample: session.has_sample().await?, work })
}

/// The same person with what they are in wards alone: nobody's calendar holds a whole city.
fn of_wards(actor: &Actor) -> Actor {
    let mut actor = actor.clone();
    actor.grants.retain(|grant| grant.role.is_of_a_unit());
    actor
}

/// Ends all feeds of an account: a new password ends every other way in.
pub(crate) async fn end_feeds_of(db: &impl ConnectionTrait, account: Uuid, now: DateTime<Utc>) -> Result<(), Failure> {
    calendar_feed::Entity::update_many()
        .col_expr(calendar_feed::Column::EndedAt, Expr::value(now))
        .filter(calendar_feed::Column::AccountId.eq(account))
        .filter(calendar_feed::Column::EndedAt.is_null())
        .exec(db)
        .await
        .map_err(fault)?;
    Ok(())
}
