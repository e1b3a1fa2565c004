//! Typed client for the fal Platform APIs.
