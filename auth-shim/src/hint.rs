//! What to do about a refused key, in plain words.

use fal_platform_client::{Hint, Operation, Scope};
use reqwest::StatusCode;

use crate::scope::Choice;

/// For an operation that no key at hand reaches.
pub(crate) fn missing(required: Scope) -> &'static str {
    if required > Scope::Api {
        "set FAL_ADMIN_KEY, or give the client an `admin_key`; keys of admin scope are made in fal's dashboard"
    } else {
        "set FAL_KEY, or give the client a `key`; keys are made in fal's dashboard"
    }
}

/// For an answer of 401 or 403.
pub(crate) fn refused(operation: &Operation, status: StatusCode, choice: Choice<'_>) -> Option<Hint> {
    let grant = match choice {
        Choice::Plain => None,
        Choice::Sign(slot) => Some(slot.grant),
    };
    // Both have been seen where a key of API scope met an operation for administrators.
    let text = match (status, operation.scope, grant) {
        (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, _, None) => {
            "it was sent without a key: set FAL_KEY, or give the client a `key`"
        }
        (StatusCode::UNAUTHORIZED, Scope::Admin, Some(None)) => {
            "this operation needs a key of admin scope: either this key has only API scope (put one of admin scope into \
             FAL_ADMIN_KEY), or it is mistyped, revoked, or of another account"
        }
        (StatusCode::UNAUTHORIZED, _, Some(_)) => {
            "the server does not accept this key: it may be mistyped, revoked, or of another account"
        }
        (StatusCode::FORBIDDEN, Scope::Admin, Some(None)) => {
            "this operation needs a key of admin scope, and this key seems to have only API scope: put one of admin \
             scope into FAL_ADMIN_KEY, or give the client an `admin_key`"
        }
        (StatusCode::FORBIDDEN, Scope::Admin, Some(_)) => {
            "this operation needs a key of admin scope: the key given as one may have only API scope, or its account \
             may lack the permission or plan"
        }
        (StatusCode::FORBIDDEN, _, Some(_)) => {
            "the server knows this key, and its account may not do this: check the key's permissions, the team it \
             belongs to, and the plan"
        }
        _ => return None,
    };
    Some(Hint(text))
}
