//! What must not compile with the client: the cases are in `cases/`, and `tests/ui.rs` tries them.
