//! The balance of the account.

use super::{Stories, Telling, put};
use crate::answer::Answer;

impl Stories {
    /// The credits come only to those who ask for them.
    pub(super) fn billing(&mut self, telling: &Telling<'_>) -> Option<Answer> {
        let mut value = telling.promised()?;
        if telling.arrived.all("expand").contains(&"credits") {
            put(value.get_mut("credits")?, "current_balance", self.balance);
        } else {
            value.as_object_mut()?.shift_remove("credits");
        }
        Some(telling.done(&value))
    }
}
