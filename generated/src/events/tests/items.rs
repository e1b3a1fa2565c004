//! Events as what they hold, and what goes wrong with one of them.

use super::*;
use crate::{Response, Stage};

#[tokio::test]
async fn what_goes_wrong_with_one_event_does_not_end_the_stream() {
    let script = Script::default();
    script.says(RECORDED);
    script.says("data: {\"n\":\"one\"}\n\ndata: {}\n\ndata: {\"n\":1} x\n\nevent: error\n\ndata: {\"n\":2}\n\n");
    let client = script.client();
    let mut events = ticks(&client);
    let first = events.next().await.unwrap().unwrap();
    assert_eq!((first.n, first.raw().id.as_deref()), (1, Some("1")));
    assert_eq!(first.into_inner(), Tick { n: 1, at: None });
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        found.push(event.map(|event| (event.n, event.raw().name.clone())));
    }
    let Error::Event(error) = found.remove(2).unwrap_err() else { panic!("an event called `error` is one") };
    let told = "tryThing was answered, and reported an error among its events, rate_limited: slow down";
    assert_eq!(error.to_string(), told);
    assert_eq!(error.data(), expected()[3].data);
    let numbers: Vec<_> = found.into_iter().map(Result::unwrap).collect();
    assert_eq!(numbers, [(2, None), (3, Some("tick".to_owned())), (4, None)]);

    let mut events = ticks(&client);
    for field in [Some("n"), None, None] {
        let error = events.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert_eq!((error.field(), error.stage()), (field, Stage::Answered), "{error}");
    }
    let error = events.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Event(_)) && error.message().is_none(), "{error:?}");
    assert_eq!(events.next().await.unwrap().unwrap().n, 2);
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn text_is_handed_out_as_it_is() {
    struct Lines<'a>(&'a Client);
    impl<'a> Streamed<'a> for Lines<'a> {
        type Item = String;
        const OPERATION: &'static Operation = &STREAM;
        const TEXT: bool = true;

        fn client(&self) -> &'a Client {
            self.0
        }

        fn open(self) -> Fetch<'a, ByteStream> {
            Box::pin(crate::call::Call::new(self.0, &STREAM).stream_response())
        }
    }
    let script = Script::default();
    script.says("data: not {JSON\n\ndata: \"1\"\n\n");
    let client = script.client();
    let mut events = Events::new(Lines(&client));
    assert_eq!(*events.next().await.unwrap().unwrap(), "not {JSON");
    assert_eq!(*events.next().await.unwrap().unwrap(), "\"1\"");
    assert!(events.next().await.is_none());
    assert_eq!(format!("{events:?}"), "Events { operation: \"tryThing\", latest: None, .. }");
}

#[test]
fn streams_can_be_moved_to_other_threads() {
    fn everywhere<T: Send + Unpin + Stream>(_: T) {}
    let client = Script::default().client();
    everywhere(ticks(&client));
    everywhere(body([]).events());
    let _: fn(Response<ByteStream>) -> RawEvents = |answer| answer.into_inner().events();
}
