//! The header that makes an operation safe to send again.

use super::catalogue::Rule;
use super::model::Parameter;

/// The rule for an idempotency header that comes or goes as an optional parameter.
pub(super) fn rule(parameter: &Parameter, comes: bool) -> Option<Rule> {
    let is = parameter.location == "header" && parameter.key() == "idempotency-key" && !parameter.required;
    is.then_some(if comes { Rule::IdempotencyAdded } else { Rule::IdempotencyRemoved })
}
