use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "import_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub state: String,
    pub actor: String,
    pub file_name: String,
    pub sheet_date: Date,
    pub skip_bad: bool,
    #[sea_orm(column_type = "Text")]
    pub choices: String,
    pub content: Option<Vec<u8>>,
    #[sea_orm(column_type = "Text")]
    pub preview: String,
    pub done: i64,
    pub total: i64,
    pub operation_id: Uuid,
    pub undone_by: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
