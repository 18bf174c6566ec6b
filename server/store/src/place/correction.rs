//! What the city asked wards to look at again.

use std::collections::HashMap;

use domain::change::FieldChange;
use domain::correction::{Correction, CorrectionAnswer, check};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::read::load;
use crate::account::actor_names;
use crate::entities::{correction, place};
use crate::fault::fault;
use crate::session::{Operation, Session};

/// The table's name in the change log.
const TABLE: &str = "correction";
/// Of one place; older ones stand in the change log.
const SHOWN: u64 = 20;

impl Session {
    /// Asks the ward of a place to look at it again.
    pub async fn ask_correction(&self, operation: Operation, place_id: Uuid, question: String) -> Result<Uuid, Failure> {
        self.write(Action::CorrectionAsk, operation, move |write| {
            Box::pin(async move {
                let question = check("question", &question)?;
                let found = load(&write.tx, &[place_id]).await?.pop();
                found.filter(|place| write.scope.holds(place.draft.admin_unit_id)).ok_or(Failure::NotFound)?;
                let id = Uuid::now_v7();
                let row = correction::ActiveModel {
                    id: Set(id),
                    place_id: Set(place_id),
                    asked_by: Set(write.actor().to_owned()),
                    asked_at: Set(write.now),
                    question: Set(question.clone()),
                    answered_by: Set(None),
                    answered_at: Set(None),
                    answer: Set(None),
                };
                correction::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
                let said = |field: &str, to: Value| FieldChange { field: field.into(), from: Value::Null, to };
                write.log(TABLE, id, 1, &[said("place_id", json!(place_id)), said("question", json!(question))]).await?;
                Ok(id)
            })
        })
        .await
    }

    /// Says what the ward found. Once: what was answered stands.
    pub async fn answer_correction(&self, operation: Operation, place_id: Uuid, id: Uuid, answer: String) -> Result<(), Failure> {
        self.write(Action::CorrectionAnswer, operation, move |write| {
            Box::pin(async move {
                let answer = check("answer", &answer)?;
                let found = load(&write.tx, &[place_id]).await?.pop();
                found.filter(|place| write.scope.holds(place.draft.admin_unit_id)).ok_or(Failure::NotFound)?;
                let asked = correction::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
                let Some(asked) = asked.filter(|asked| asked.place_id == place_id && asked.answered_at.is_none()) else {
                    return Err(FieldErrors::one("answer", "already_answered", "").into());
                };
                let mut row = asked.into_active_model();
                row.answered_by = Set(Some(write.actor().to_owned()));
                row.answered_at = Set(Some(write.now));
                row.answer = Set(Some(answer.clone()));
                row.update(&write.tx).await.map_err(fault)?;
                let change = FieldChange { field: "answer".into(), from: Value::Null, to: json!(answer) };
                write.log(TABLE, id, 2, &[change]).await
            })
        })
        .await
    }

    /// What was asked about a place, newest first.
    pub async fn corrections_of(&self, place_id: Uuid) -> Result<Vec<Correction>, Failure> {
        let scope = self.allow(Action::CorrectionRead)?;
        let seen = place::Entity::find_by_id(place_id).filter(scope.on(place::Column::AdminUnitId)).count(&self.db).await;
        if seen.map_err(fault)? == 0 {
            return Err(Failure::NotFound);
        }
        let query = correction::Entity::find().filter(correction::Column::PlaceId.eq(place_id));
        let rows = query.order_by_desc(correction::Column::AskedAt).limit(SHOWN).all(&self.db).await.map_err(fault)?;
        self.to_corrections(rows).await
    }

    /// What waits for an answer in the actor's units, oldest first, and how many there are in all.
    pub async fn open_corrections(&self, most: u64) -> Result<(Vec<Correction>, u64), Failure> {
        let scope = self.allow(Action::CorrectionRead)?;
        let mut query = correction::Entity::find().filter(correction::Column::AnsweredAt.is_null());
        if let crate::actor::Scope::Units(_) = scope {
            let own = place::Entity::find().filter(scope.on(place::Column::AdminUnitId)).select_only().column(place::Column::Id);
            query = query.filter(correction::Column::PlaceId.in_subquery(own.into_query()));
        }
        let total = query.clone().count(&self.db).await.map_err(fault)?;
        let rows = query.order_by_asc(correction::Column::AskedAt).limit(most).all(&self.db).await.map_err(fault)?;
        Ok((self.to_corrections(rows).await?, total))
    }

    async fn to_corrections(&self, rows: Vec<correction::Model>) -> Result<Vec<Correction>, Failure> {
        let actors: Vec<String> = rows.iter().flat_map(|row| [Some(row.asked_by.clone()), row.answered_by.clone()]).flatten().collect();
        let names = actor_names(&self.db, actors).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.place_id).collect();
        let places = place::Entity::find().filter(place::Column::Id.is_in(ids));
        let places: Vec<(Uuid, String)> =
            places.select_only().column(place::Column::Id).column(place::Column::Name).into_tuple().all(&self.db).await.map_err(fault)?;
        let places: HashMap<Uuid, String> = places.into_iter().collect();
        let name = |actor: String| names.get(&actor).cloned().unwrap_or(actor);
        let answered = |row: &correction::Model| {
            let (by, at, text) = (row.answered_by.clone()?, row.answered_at?, row.answer.clone()?);
            Some(CorrectionAnswer { by: name(by), at, text })
        };
        let found = rows.into_iter().map(|row| Correction {
            id: row.id,
            place_id: row.place_id,
            place_name: places.get(&row.place_id).cloned().unwrap_or_default(),
            asked_at: row.asked_at,
            answer: answered(&row),
            asked_by: name(row.asked_by),
            question: row.question,
        });
        Ok(found.collect())
    }
}
