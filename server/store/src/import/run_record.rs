//! The record that is kept of a file handed in on the page, from preview to receipt.

use chrono::{NaiveDate, TimeDelta};
use domain::failure::Failure;
use domain::import::Choices;
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use uuid::Uuid;

use super::report::ImportReport;
use crate::entities::import_run;
use crate::fault::{broken, fault};
use crate::session::{Session, Write};

/// An import as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportRun {
    pub id: Uuid,
    /// previewed, running, done, failed, undone.
    pub state: String,
    pub file_name: String,
    pub sheet_date: NaiveDate,
    /// What the person decided otherwise than it was understood.
    pub choices: Choices,
    /// The preview, later the receipt.
    pub report: ImportReport,
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// The file itself is still kept.
    pub has_file: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    state: String,
    file_name: String,
    sheet_date: NaiveDate,
    choices: String,
    preview: String,
    created_at: chrono::DateTime<chrono::Utc>,
    has_file: bool,
}

impl TryFrom<Row> for ImportRun {
    type Error = Failure;

    fn try_from(row: Row) -> Result<Self, Failure> {
        let report = serde_json::from_str(&row.preview).map_err(|error| broken(&error))?;
        let choices = serde_json::from_str(&row.choices).map_err(|error| broken(&error))?;
        let Row { id, state, file_name, sheet_date, created_at, has_file, .. } = row;
        Ok(Self { id, state, file_name, sheet_date, choices, report, created_at, has_file })
    }
}

fn json(report: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(report).map_err(|error| broken(&error))
}

impl Session {
    /// Keeps a file with its preview until it is imported.
    pub async fn keep_import(
        &self,
        file_name: &str,
        content: Vec<u8>,
        sheet_date: NaiveDate,
        choices: &Choices,
        report: &ImportReport,
    ) -> Result<Uuid, Failure> {
        self.allow(Action::PlacesImport)?;
        let id = Uuid::now_v7();
        let run = import_run::ActiveModel {
            id: Set(id),
            kind: Set("places".into()),
            state: Set("previewed".into()),
            actor: Set(self.actor.name.clone()),
            file_name: Set(file_name.chars().take(200).collect()),
            sheet_date: Set(sheet_date),
            skip_bad: Set(false),
            choices: Set(json(choices)?),
            content: Set(Some(content)),
            preview: Set(json(report)?),
            done: Set(0),
            total: Set(0),
            operation_id: Set(Uuid::nil()),
            undone_by: Set(None),
            created_at: Set(self.now),
            updated_at: Set(self.now),
        };
        import_run::Entity::insert(run).exec_without_returning(&self.db).await.map_err(fault)?;
        Ok(id)
    }

    fn runs() -> sea_orm::Select<import_run::Entity> {
        use import_run::Column as C;
        let columns = [C::Id, C::State, C::FileName, C::SheetDate, C::Choices, C::Preview, C::CreatedAt];
        import_run::Entity::find().select_only().columns(columns).column_as(C::Content.is_not_null(), "has_file")
    }

    pub async fn import_run(&self, id: Uuid) -> Result<ImportRun, Failure> {
        self.allow(Action::PlacesImport)?;
        let row: Option<Row> = Self::runs().filter(import_run::Column::Id.eq(id)).into_model().one(&self.db).await.map_err(fault)?;
        row.ok_or(Failure::NotFound)?.try_into()
    }

    /// The last imports, newest first.
    pub async fn import_runs(&self, most: u64) -> Result<Vec<ImportRun>, Failure> {
        self.allow(Action::PlacesImport)?;
        let rows: Vec<Row> =
            Self::runs().order_by_desc(import_run::Column::CreatedAt).limit(most).into_model().all(&self.db).await.map_err(fault)?;
        rows.into_iter().map(ImportRun::try_from).collect()
    }

    /// The file, as long as it is kept.
    pub async fn import_content(&self, id: Uuid) -> Result<Vec<u8>, Failure> {
        self.allow(Action::PlacesImport)?;
        let run = import_run::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?;
        run.and_then(|run| run.content).ok_or(Failure::NotFound)
    }

    /// Keeps other choices with the preview that they led to, as long as nothing was agreed to.
    pub async fn choose_in_import(&self, id: Uuid, choices: &Choices, report: &ImportReport) -> Result<(), Failure> {
        self.allow(Action::PlacesImport)?;
        let update = import_run::Entity::update_many()
            .col_expr(import_run::Column::Choices, sea_orm::sea_query::Expr::value(json(choices)?))
            .col_expr(import_run::Column::Preview, sea_orm::sea_query::Expr::value(json(report)?))
            .filter(import_run::Column::Id.eq(id))
            .filter(import_run::Column::State.eq("previewed"));
        match update.exec(&self.db).await.map_err(fault)?.rows_affected {
            0 => Err(Failure::Conflict { revision: 0, fields: Vec::new() }),
            _ => Ok(()),
        }
    }

    /// Goes from one state to the next; `Conflict` where it is not in the first any more, so that two
    /// presses of a button start one import.
    pub async fn move_import(&self, id: Uuid, from: &str, to: &str, report: Option<&ImportReport>) -> Result<(), Failure> {
        self.allow(Action::PlacesImport)?;
        let mut update = import_run::Entity::update_many()
            .col_expr(import_run::Column::State, sea_orm::sea_query::Expr::value(to))
            .filter(import_run::Column::Id.eq(id))
            .filter(import_run::Column::State.eq(from));
        if let Some(report) = report {
            update = update.col_expr(import_run::Column::Preview, sea_orm::sea_query::Expr::value(json(report)?));
        }
        match update.exec(&self.db).await.map_err(fault)?.rows_affected {
            0 => Err(Failure::Conflict { revision: 0, fields: Vec::new() }),
            _ => Ok(()),
        }
    }

    /// Lets go of the file once nobody needs it any more: nothing in it was rejected, or what it brought was taken back.
    pub async fn drop_import_content(&self, id: Uuid) -> Result<(), Failure> {
        self.allow(Action::PlacesImport)?;
        if let Some(run) = import_run::Entity::find_by_id(id).one(&self.db).await.map_err(fault)? {
            let mut run = run.into_active_model();
            run.content = Set(None);
            run.update(&self.db).await.map_err(fault)?;
        }
        Ok(())
    }
}

/// For how many days a file is kept from the day on which it came: time to look at the preview, to agree, and to correct
/// the rows that were refused. It stands there as it was handed in, also with columns that are not taken in.
const FILE_DAYS: i64 = 7;

/// Lets go of files that came long enough ago. What was understood of them, and what came of it, stays. Says how many.
pub(crate) async fn forget_files(write: &Write) -> Result<u64, Failure> {
    use import_run::Column as C;
    let old = import_run::Entity::update_many()
        .col_expr(C::Content, sea_orm::sea_query::Expr::value(None::<Vec<u8>>))
        .filter(C::Content.is_not_null())
        .filter(C::CreatedAt.lt(write.now - TimeDelta::days(FILE_DAYS)));
    Ok(old.exec(&write.tx).await.map_err(fault)?.rows_affected)
}
