//! Stand-in operations.

use crate::{Operation, Paging, Scope};

const BASE: Operation = Operation {
    id: "",
    method: "GET",
    path: "",
    resource: "things",
    tags: &["Things"],
    scope: Scope::Api,
    idempotency_header: None,
    paging: Paging::None,
    request_media: None,
    response_media: Some("application/json"),
    success: &[200],
    deprecated: false,
};

/// `GET /things`
pub static GET_THINGS: Operation = Operation {
    id: "getThings",
    path: "/things",
    paging: Paging::Cursor { parameter: "cursor", next: "next_cursor" },
    ..BASE
};
/// `PATCH /things/{id}`
pub static UPDATE_THING: Operation = Operation {
    id: "updateThing",
    method: "PATCH",
    path: "/things/{id}",
    idempotency_header: Some("Idempotency-Key"),
    request_media: Some("application/json"),
    ..BASE
};
/// `POST /things/files`
pub static UPLOAD_FILE: Operation = Operation {
    id: "uploadFile",
    method: "POST",
    path: "/things/files",
    request_media: Some("multipart/form-data"),
    ..BASE
};
/// `GET /things/files/{file}`
pub static GET_FILE: Operation = Operation {
    id: "getFile",
    path: "/things/files/{file}",
    response_media: Some("application/octet-stream"),
    ..BASE
};
/// `DELETE /things/{id}`
pub static DELETE_THING: Operation = Operation {
    id: "deleteThing",
    method: "DELETE",
    path: "/things/{id}",
    scope: Scope::Admin,
    response_media: None,
    success: &[204],
    ..BASE
};

/// Every operation.
pub static ALL: &[&Operation] = &[&GET_THINGS, &UPDATE_THING, &UPLOAD_FILE, &GET_FILE, &DELETE_THING];
