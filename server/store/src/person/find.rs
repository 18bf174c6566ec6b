//! Finding the household that somebody asks about by what its people can name.

use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::entities::household;
use crate::fault::fault;
use crate::session::Session;

impl Session {
    /// The household of a code, or of the number of its signed form, in a ward of the actor. The form is the paper that
    /// a household has in its hands.
    pub async fn household_of_code(&self, code: &str) -> Result<Option<Uuid>, Failure> {
        let scope = self.allow(Action::PersonRead)?;
        let code = code.trim().to_uppercase();
        let row = household::Entity::find().filter(household::Column::Code.eq(&code));
        let row = match row.one(&self.db).await.map_err(fault)? {
            Some(row) => Some(row),
            None => match self.signed_by(&code).await? {
                Some(id) => household::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?,
                None => None,
            },
        };
        Ok(row.filter(|row| scope.holds(row.admin_unit_id)).map(|row| row.id))
    }
}
