//! Paths, queries and headers.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Call, GET, SEGMENT, refusal, request, url};
use crate::check::Check;
use crate::loopback::OPERATION;
use crate::set::missing;
use crate::{Client, Operation, TimeBound};

#[test]
fn a_query_repeats_keys_and_leaves_out_what_is_not_set() {
    let url = url(&GET, |call| {
        call.query("id", Ok(Some(vec!["a", "b&c=d"])))
            .query("unset", Ok(None::<i64>))
            .query("empty", Ok(Some(Vec::<String>::new())))
            .query("blank", Ok(Some("")))
            .query("blanks", Ok(Some(vec!["", ""])))
            .query_joined("joined", ",", Ok(Some(vec![""])))
            .query("null", Ok(Some(json!([null, 1]))))
            .query("start", Ok(Some(TimeBound::try_from("2026-08-01").unwrap())))
            .query_required("limit", Ok(10))
            .query("flag", Ok(Some(true)))
            .query("cursor", Ok(Some("a+/ =ä")))
    });
    assert_eq!(
        url,
        "/things?id=a&id=b%26c%3Dd&null=1&start=2026-08-01&limit=10&flag=true\
         &cursor=a%2B%2F%20%3D%C3%A4"
    );
}

#[test]
fn objects_become_a_pair_per_field_and_nothing_nests() {
    let map = BTreeMap::from([("a", json!("x")), ("b", json!([1, 2])), ("c", json!(null))]);
    assert_eq!(url(&GET, |call| call.query("filter", Ok(Some(map)))), "/things?a=x&b=1&b=2");
    for nested in [json!([[1]]), json!({"a": {"b": 1}}), json!([{"a": 1}])] {
        let (field, message) = refusal(&GET, |call| call.query("filter", Ok(Some(nested))));
        assert_eq!(field, "filter");
        assert!(message.contains("inside another"), "{message}");
    }
}

#[test]
fn joined_lists_are_one_pair_whose_items_cannot_split() {
    let list = vec!["a", "b,c"];
    let joined = |separator| {
        let list = list.clone();
        url(&GET, move |call| call.query_joined("ids", separator, Ok(Some(list))))
    };
    assert_eq!(joined(","), "/things?ids=a,b%2Cc");
    assert_eq!(joined("|"), "/things?ids=a%7Cb%2Cc");
    assert_eq!(joined(" "), "/things?ids=a%20b%2Cc");
    let none = url(&GET, |call| {
        call.query_joined("a", ",", Ok(None::<Vec<i64>>)).query_joined("b", ",", Ok(Some(Vec::<i64>::new())))
    });
    assert_eq!(none, "/things");
}

#[test]
fn a_required_parameter_cannot_vanish() {
    let expected = ("ids".to_owned(), "no value was given".to_owned());
    let empty = Vec::<String>::new;
    assert_eq!(refusal(&GET, |call| call.query_required("ids", Ok(empty()))), expected);
    assert_eq!(refusal(&GET, |call| call.query_required("ids", missing::<i64>())), expected);
    assert_eq!(refusal(&GET, |call| call.query_required("ids", Ok(""))), expected);
    let joined = refusal(&GET, |call| call.query_required_joined("ids", ",", Ok(empty())));
    assert_eq!(joined, expected);
    assert_eq!(refusal(&SEGMENT, |call| call), ("id".into(), "no value was given".into()));
}

#[test]
fn the_base_url_may_have_any_path() {
    for (base, url) in [
        ("http://localhost", "http://localhost/things?a=1"),
        ("http://LOCALHOST:80/", "http://localhost/things?a=1"),
        ("http://[::1]:9/a/b%20c//", "http://[::1]:9/a/b%20c/things?a=1"),
    ] {
        let client = Client::new(base).unwrap();
        let request = Call::new(&client, &GET).query("a", Ok(Some(1))).draft.request(client.base()).unwrap();
        assert_eq!(request.url().as_str(), url);
    }
}

#[test]
fn a_path_of_the_document_may_have_a_query() {
    static QUERIED: Operation = Operation { path: "/things?kind=a", ..OPERATION };
    assert_eq!(url(&QUERIED, |call| call), "/things?kind=a");
    assert_eq!(url(&QUERIED, |call| call.query("b", Ok(Some(1)))), "/things?kind=a&b=1");
}

#[test]
fn a_segment_stays_one_segment() {
    for (value, sent) in [
        ("a/b", "a%2Fb"),
        ("a b?c#d", "a%20b%3Fc%23d"),
        ("%2e%2e", "%252e%252e"),
        ("..a", "..a"),
        ("\\..\\", "%5C..%5C"),
        ("ä\n", "%C3%A4%0A"),
        ("{id}", "%7Bid%7D"),
    ] {
        let url = url(&SEGMENT, |call| call.path("id", Ok(value)));
        assert_eq!(url, format!("/things/{sent}/parts"));
    }
    let joined = url(&SEGMENT, |call| call.path_joined("id", ",", Ok(vec!["a/", "b"])));
    assert_eq!(joined, "/things/a%2F,b/parts");
}

#[test]
fn segments_keep_their_slashes() {
    let url = url(&SEGMENT, |call| call.path_segments("id", Ok("a b/c.d/%2F")));
    assert_eq!(url, "/things/a%20b/c.d/%252F/parts");
}

#[test]
fn segments_that_a_url_would_drop_are_refused() {
    for value in ["", ".", ".."] {
        let (field, message) = refusal(&SEGMENT, |call| call.path("id", Ok(value)));
        assert_eq!(field, "id");
        assert!(message.contains("the request would go elsewhere"), "{message}");
        let joined = refusal(&SEGMENT, |call| call.path_joined("id", ".", Ok(vec![value])));
        assert_eq!(joined.0, "id");
    }
    for value in ["", "/a", "a//b", "a/", "a/../b", "./a"] {
        let (field, _) = refusal(&SEGMENT, |call| call.path_segments("id", Ok(value)));
        assert_eq!(field, "id", "{value}");
    }
}

#[test]
fn headers_take_visible_ascii_only() {
    let sent = request(&GET, |call| {
        call.header("Idempotency-Key", Ok(Some("k-1")))
            .header("X-Unset", Ok(None::<String>))
            .header_required("X-Count", Ok(3))
            .header_joined("X-Tags", ",", Ok(Some(vec!["a", "b"])))
            .header_joined("X-Empty", ",", Ok(Some(Vec::<String>::new())))
    })
    .unwrap();
    let mut names: Vec<_> = sent.headers().keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "idempotency-key", "x-count", "x-tags"]);
    assert_eq!(sent.headers()["x-tags"], "a,b");
    for value in ["a\r\nX-Evil: 1", "a\0", "a\u{7f}"] {
        let (field, message) = refusal(&GET, |call| call.header("X-Name", Ok(Some(value))));
        assert_eq!(field, "X-Name");
        assert!(!message.contains("Evil"));
    }
    assert_eq!(refusal(&GET, |call| call.header("not a name", Ok(Some("a")))).0, "not a name");
}

#[test]
fn the_document_names_what_is_accepted() {
    let sent = request(&GET, |call| call).unwrap();
    assert_eq!(sent.headers()["accept"], "application/json");
    let own = request(&GET, |call| call.header("Accept", Ok(Some("text/csv")))).unwrap();
    assert_eq!(own.headers()["accept"], "text/csv");
}

#[test]
fn the_first_thing_that_is_wrong_is_told() {
    let limit: Result<Option<i64>, String> = Ok(Some(200));
    let (field, message) = refusal(&GET, |call| {
        call.check("limit", &limit, Check::new().at_most(100.0))
            .query("limit", limit.clone())
            .query("start", Err::<Option<i64>, _>("is not a date".to_owned()))
    });
    assert_eq!((field.as_str(), message.as_str()), ("limit", "must be at most 100, is 200"));
    let unset = url(&GET, |call| call.check("limit", &Ok(None::<i64>), Check::new().at_most(100.0)));
    assert_eq!(unset, "/things");
}
