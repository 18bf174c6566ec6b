use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "board_status")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub place_id: Uuid,
    pub requirement: String,
    pub meeting_stage: String,
    pub recognition: String,
    pub term: String,
    pub fund_handover: String,
    pub decision_number: Option<String>,
    pub decision_on: Option<Date>,
    pub term_ends_on: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
