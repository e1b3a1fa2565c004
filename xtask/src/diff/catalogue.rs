//! Every rule: a stable id, what it means, both verdicts, and the rule of the reversed change.
//!
//! The verdict on the wire belongs to the rule. The one on the crate is the rule's usual one; where the
//! generated code depends on more than the rule, the fact carries its own.

use std::fmt;

use super::verdicts::{Rust, Wire};

/// What is known of a rule.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The stable id.
    pub id: &'static str,
    /// What a deployed client experiences.
    pub wire: Wire,
    /// What the crate's version usually experiences.
    pub rust: Rust,
    /// The rule of the reversed change.
    pub mirror: Rule,
    /// One line.
    pub meaning: &'static str,
}

macro_rules! rules {
    ($($rule:ident $id:literal $wire:ident $rust:ident $mirror:ident $meaning:literal;)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Rule {
            $(#[doc = $meaning] $rule,)*
        }

        impl Rule {
            /// Every rule, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$rule),*];

            /// What is known of it.
            pub fn entry(self) -> Entry {
                match self {
                    $(Self::$rule => Entry {
                        id: $id,
                        wire: Wire::$wire,
                        rust: Rust::$rust,
                        mirror: Self::$mirror,
                        meaning: $meaning,
                    },)*
                }
            }
        }
    };
}

rules! {
    OperationAdded "operation-added" Compatible Minor OperationRemoved
        "An operation is new.";
    OperationRemoved "operation-removed" Breaking Major OperationAdded
        "An operation is gone.";
    OperationMoved "operation-moved" Breaking Patch OperationMoved
        "An operation keeps its id and is called by another method or path.";
    OperationIdChanged "operation-id-changed" Compatible Major OperationIdChanged
        "An operation is called the same way under another id, which names the Rust method.";
    OperationDeprecated "operation-deprecated" Compatible Minor OperationUndeprecated
        "An operation is about to go.";
    OperationUndeprecated "operation-undeprecated" Compatible Patch OperationDeprecated
        "An operation is no longer about to go.";
    OperationTagChanged "operation-tag-changed" Compatible Patch OperationTagChanged
        "An operation has other tags.";
    PathParameterRenamed "path-parameter-renamed" Compatible Major PathParameterRenamed
        "A path template names a parameter differently; addresses stay the same.";
    ParameterAddedOptional "parameter-added-optional" Compatible Minor ParameterRemovedOptional
        "An optional parameter is new.";
    ParameterRemovedOptional "parameter-removed-optional" Caution Major ParameterAddedOptional
        "An optional parameter is no longer known.";
    ParameterAddedRequired "parameter-added-required" Breaking Minor ParameterRemovedRequired
        "A parameter is new and demanded.";
    ParameterRemovedRequired "parameter-removed-required" Breaking Major ParameterAddedRequired
        "A parameter that was demanded is no longer known.";
    ParameterMovedOptional "parameter-moved-optional" Caution Patch ParameterMovedOptional
        "An optional parameter is looked for at another place of the request.";
    ParameterMovedRequired "parameter-moved-required" Breaking Patch ParameterMovedRequired
        "A demanded parameter is looked for at another place of the request.";
    ParameterBecameRequired "parameter-became-required" Breaking Patch ParameterBecameOptional
        "A parameter that could be left out is demanded.";
    ParameterBecameOptional "parameter-became-optional" Compatible Patch ParameterBecameRequired
        "A parameter that was demanded can be left out.";
    ParameterStyleChanged "parameter-style-changed" Breaking Patch ParameterStyleChanged
        "A list or an object in a parameter is written in another style.";
    ParameterExplodeChanged "parameter-explode-changed" Breaking Patch ParameterExplodeChanged
        "A list or an object in a parameter is joined or spread differently.";
    ParameterEncodingIdle "parameter-encoding-idle" Compatible None ParameterEncodingIdle
        "Another style is declared for a parameter that has plain values only.";
    ParameterReservedChanged "parameter-reserved-changed" Caution Patch ParameterReservedChanged
        "Reserved characters of a parameter are or are no longer encoded.";
    ParameterEmptyRefused "parameter-empty-refused" Breaking Patch ParameterEmptyAllowed
        "A parameter may no longer be sent without a value.";
    ParameterEmptyAllowed "parameter-empty-allowed" Compatible Patch ParameterEmptyRefused
        "A parameter may be sent without a value.";
    ParameterMediaChanged "parameter-media-changed" Breaking Major ParameterMediaChanged
        "A parameter is serialized as another media type, or no longer as one.";
    ParameterDeprecated "parameter-deprecated" Compatible Minor ParameterUndeprecated
        "A parameter is about to go.";
    ParameterUndeprecated "parameter-undeprecated" Compatible Patch ParameterDeprecated
        "A parameter is no longer about to go.";
    ParameterOneToMany "parameter-one-to-many" Compatible Major ParameterManyToOne
        "A query parameter that took one value takes several, too.";
    ParameterManyToOne "parameter-many-to-one" Breaking Major ParameterOneToMany
        "A query parameter that took several values takes one only.";
    ParameterListToEither "parameter-list-to-either" Compatible None ParameterEitherToList
        "A query parameter that took a list takes a single value, too; the crate sends both alike.";
    ParameterEitherToList "parameter-either-to-list" Breaking None ParameterListToEither
        "A query parameter that took a single value or a list takes a list only.";
    IdempotencyAdded "idempotency-added" Compatible Minor IdempotencyRemoved
        "An operation takes an idempotency key: it can be sent again safely.";
    IdempotencyRemoved "idempotency-removed" Caution Major IdempotencyAdded
        "An operation no longer knows the idempotency key: sending it again may do it twice.";
    PagingAdded "paging-added" Compatible Minor PagingRemoved
        "A list can be asked for page by page.";
    PagingRemoved "paging-removed" Caution Major PagingAdded
        "A list no longer knows the parameter that asks for a further page.";
    RequestBodyAddedOptional "request-body-added-optional" Compatible Minor RequestBodyRemoved
        "A request may carry a body.";
    RequestBodyAddedRequired "request-body-added-required" Breaking Minor RequestBodyRemoved
        "A request has to carry a body that it did not have.";
    RequestBodyRemoved "request-body-removed" Breaking Major RequestBodyAddedOptional
        "A request no longer carries a body.";
    RequestBodyBecameRequired "request-body-became-required" Breaking Patch RequestBodyBecameOptional
        "A request body that could be left out is demanded.";
    RequestBodyBecameOptional "request-body-became-optional" Compatible Patch RequestBodyBecameRequired
        "A request body that was demanded can be left out.";
    RequestMediaAdded "request-media-added" Compatible Patch RequestMediaRemoved
        "A request body may come in a further media type.";
    RequestMediaRemoved "request-media-removed" Breaking Major RequestMediaAdded
        "A media type of a request body is no longer taken.";
    RequestMediaChanged "request-media-changed" Breaking Major RequestMediaChanged
        "A request body is taken in another media type.";
    RequestEncodingChanged "request-encoding-changed" Caution Patch RequestEncodingChanged
        "Parts of a form are encoded differently.";
    RequestPropertyAddedOptional "request-property-added-optional" Compatible Minor RequestPropertyRemoved
        "A body takes a further property.";
    RequestPropertyAddedRequired "request-property-added-required" Breaking Minor RequestPropertyRemovedRequired
        "A body demands a further property.";
    RequestPropertyRemoved "request-property-removed" Caution Major RequestPropertyAddedOptional
        "A property is no longer known to an open body.";
    RequestPropertyRemovedRequired "request-property-removed-required" Caution Major RequestPropertyAddedRequired
        "A demanded property is no longer known to an open body.";
    RequestPropertyRemovedClosed "request-property-removed-closed" Breaking Major RequestPropertyAddedOptional
        "A property is gone from a body that refuses unknown ones.";
    RequestPropertyBecameRequired "request-property-became-required" Breaking Major RequestPropertyBecameOptional
        "A property that could be left out is demanded.";
    RequestPropertyBecameOptional "request-property-became-optional" Compatible Major RequestPropertyBecameRequired
        "A property that was demanded can be left out.";
    RequestPropertyDeprecated "request-property-deprecated" Compatible Minor RequestPropertyUndeprecated
        "A property of a request is about to go.";
    RequestPropertyUndeprecated "request-property-undeprecated" Compatible Patch RequestPropertyDeprecated
        "A property of a request is no longer about to go.";
    RequestTypeNarrowed "request-type-narrowed" Breaking Major RequestTypeWidened
        "A request takes fewer kinds of values.";
    RequestTypeWidened "request-type-widened" Compatible Major RequestTypeNarrowed
        "A request takes more kinds of values.";
    RequestTypeChanged "request-type-changed" Breaking Major RequestTypeChanged
        "A request takes another kind of values.";
    RequestNullRefused "request-null-refused" Breaking Major RequestNullAllowed
        "A request no longer takes null.";
    RequestNullAllowed "request-null-allowed" Compatible Major RequestNullRefused
        "A request takes null, too.";
    RequestFormatAdded "request-format-added" Breaking Patch RequestFormatRemoved
        "A value of a request has to have a format.";
    RequestFormatRemoved "request-format-removed" Compatible Patch RequestFormatAdded
        "A value of a request need not have a format any more.";
    RequestFormatChanged "request-format-changed" Breaking Patch RequestFormatChanged
        "A value of a request has to have another format.";
    RequestEnumValueRemoved "request-enum-value-removed" Breaking Major RequestEnumValueAdded
        "A request no longer takes a value.";
    RequestEnumValueAdded "request-enum-value-added" Compatible Minor RequestEnumValueRemoved
        "A request takes a further value.";
    RequestEnumAdded "request-enum-added" Breaking Major RequestEnumDropped
        "A request takes certain values only.";
    RequestEnumDropped "request-enum-dropped" Compatible Major RequestEnumAdded
        "A request is no longer bound to certain values.";
    RequestBoundTightened "request-bound-tightened" Breaking Patch RequestBoundLoosened
        "A bound of a request is tighter.";
    RequestBoundLoosened "request-bound-loosened" Compatible Patch RequestBoundTightened
        "A bound of a request is looser.";
    RequestBoundChanged "request-bound-changed" Breaking Patch RequestBoundChanged
        "A bound of a request is another one, neither tighter nor looser.";
    RequestPatternAdded "request-pattern-added" Breaking Patch RequestPatternRemoved
        "A text of a request has to match a pattern.";
    RequestPatternRemoved "request-pattern-removed" Compatible Patch RequestPatternAdded
        "A text of a request need not match a pattern any more.";
    RequestPatternChanged "request-pattern-changed" Breaking Patch RequestPatternChanged
        "A text of a request has to match another pattern.";
    RequestDefaultChanged "request-default-changed" Caution Patch RequestDefaultChanged
        "What is left out of a request means something else.";
    RequestObjectClosed "request-object-closed" Breaking Patch RequestObjectOpened
        "A body refuses properties that it does not know.";
    RequestObjectOpened "request-object-opened" Compatible Patch RequestObjectClosed
        "A body no longer refuses properties that it does not know.";
    RequestMapNarrowed "request-map-narrowed" Breaking Major RequestMapWidened
        "Further properties of a request have to have a certain shape.";
    RequestMapWidened "request-map-widened" Compatible Major RequestMapNarrowed
        "Further properties of a request may have any shape.";
    RequestArmRemoved "request-arm-removed" Breaking Major RequestArmAdded
        "A request no longer takes one of several shapes.";
    RequestArmAdded "request-arm-added" Compatible Minor RequestArmRemoved
        "A request takes a further shape.";
    RequestDiscriminatorChanged "request-discriminator-changed" Caution Patch RequestDiscriminatorChanged
        "The property that tells the shapes of a request apart is another one.";
    RequestKeywordAdded "request-keyword-added" Breaking Patch RequestKeywordRemoved
        "A request has to meet a further condition.";
    RequestKeywordRemoved "request-keyword-removed" Compatible Patch RequestKeywordAdded
        "A request need not meet a condition any more.";
    RequestKeywordChanged "request-keyword-changed" Breaking Patch RequestKeywordChanged
        "A request has to meet another condition.";
    ResponseSuccessMoved "response-success-moved" Breaking Patch ResponseSuccessMoved
        "A success is answered with another status.";
    ResponseSuccessRemoved "response-success-removed" Breaking Patch ResponseSuccessAdded
        "A success status is no longer answered.";
    ResponseSuccessAdded "response-success-added" Caution Patch ResponseSuccessRemoved
        "A further success status can be answered.";
    ResponseStatusAdded "response-status-added" Caution Patch ResponseStatusRemoved
        "A further error status can be answered.";
    ResponseStatusRemoved "response-status-removed" Compatible Patch ResponseStatusAdded
        "An error status is no longer answered.";
    ResponseBodyAdded "response-body-added" Caution Major ResponseBodyRemoved
        "An answer that was empty has a body.";
    ResponseBodyRemoved "response-body-removed" Breaking Major ResponseBodyAdded
        "An answer that had a body is empty.";
    ResponseMediaAdded "response-media-added" Caution Patch ResponseMediaRemoved
        "An answer may come in a further media type.";
    ResponseMediaRemoved "response-media-removed" Breaking Patch ResponseMediaAdded
        "An answer no longer comes in a media type.";
    ResponseMediaChanged "response-media-changed" Breaking Major ResponseMediaChanged
        "An answer comes in another media type.";
    ResponseHeaderAdded "response-header-added" Compatible None ResponseHeaderRemovedOptional
        "An answer has a further header.";
    ResponseHeaderAddedRequired "response-header-added-required" Compatible None ResponseHeaderRemovedRequired
        "An answer promises a further header.";
    ResponseHeaderRemovedOptional "response-header-removed-optional" Caution None ResponseHeaderAdded
        "A header that an answer could have is gone.";
    ResponseHeaderRemovedRequired "response-header-removed-required" Breaking None ResponseHeaderAddedRequired
        "A header that an answer promised is gone.";
    ResponseHeaderBecameOptional "response-header-became-optional" Breaking None ResponseHeaderBecameRequired
        "A header that an answer promised may be missing.";
    ResponseHeaderBecameRequired "response-header-became-required" Compatible None ResponseHeaderBecameOptional
        "A header that could be missing is promised.";
    ResponsePropertyAddedOptional "response-property-added-optional" Compatible Minor ResponsePropertyRemovedOptional
        "An answer may have a further property.";
    ResponsePropertyAddedRequired "response-property-added-required" Compatible Minor ResponsePropertyRemovedRequired
        "An answer has a further property.";
    ResponsePropertyAddedClosed "response-property-added-closed" Caution Minor ResponsePropertyRemovedOptional
        "A property is new in an answer that promised to have no others.";
    ResponsePropertyRemovedOptional "response-property-removed-optional" Caution Major ResponsePropertyAddedOptional
        "A property that an answer could have is gone.";
    ResponsePropertyRemovedRequired "response-property-removed-required" Breaking Major ResponsePropertyAddedRequired
        "A property that an answer promised is gone.";
    ResponsePropertyBecameOptional "response-property-became-optional" Breaking Major ResponsePropertyBecameRequired
        "A property that an answer promised may be missing.";
    ResponsePropertyBecameRequired "response-property-became-required" Compatible Major ResponsePropertyBecameOptional
        "A property that could be missing is promised.";
    ResponsePropertyDeprecated "response-property-deprecated" Compatible Minor ResponsePropertyUndeprecated
        "A property of an answer is about to go.";
    ResponsePropertyUndeprecated "response-property-undeprecated" Compatible Patch ResponsePropertyDeprecated
        "A property of an answer is no longer about to go.";
    ResponseTypeWidened "response-type-widened" Breaking Major ResponseTypeNarrowed
        "An answer has kinds of values that it did not have.";
    ResponseTypeNarrowed "response-type-narrowed" Compatible Major ResponseTypeWidened
        "An answer has fewer kinds of values.";
    ResponseTypeChanged "response-type-changed" Breaking Major ResponseTypeChanged
        "An answer has another kind of values.";
    ResponseNullAdded "response-null-added" Breaking Major ResponseNullGone
        "A value of an answer may be null.";
    ResponseNullGone "response-null-gone" Compatible Major ResponseNullAdded
        "A value of an answer is never null any more.";
    ResponseFormatAdded "response-format-added" Caution None ResponseFormatRemoved
        "A value of an answer has a format.";
    ResponseFormatRemoved "response-format-removed" Breaking None ResponseFormatAdded
        "A value of an answer need not have a format any more.";
    ResponseFormatChanged "response-format-changed" Breaking None ResponseFormatChanged
        "A value of an answer has another format.";
    ResponseEnumValueAdded "response-enum-value-added" Caution Minor ResponseEnumValueRemoved
        "An answer has a further value; open enums keep it.";
    ResponseEnumValueRemoved "response-enum-value-removed" Compatible Major ResponseEnumValueAdded
        "An answer no longer has a value.";
    ResponseEnumDropped "response-enum-dropped" Caution Major ResponseEnumAdded
        "An answer is no longer bound to certain values.";
    ResponseEnumAdded "response-enum-added" Compatible Major ResponseEnumDropped
        "An answer has certain values only.";
    ResponseBoundLoosened "response-bound-loosened" Breaking None ResponseBoundTightened
        "A bound of an answer is looser.";
    ResponseBoundTightened "response-bound-tightened" Compatible None ResponseBoundLoosened
        "A bound of an answer is tighter.";
    ResponseBoundChanged "response-bound-changed" Breaking None ResponseBoundChanged
        "A bound of an answer is another one, neither tighter nor looser.";
    ResponsePatternRemoved "response-pattern-removed" Breaking None ResponsePatternAdded
        "A text of an answer need not match a pattern any more.";
    ResponsePatternAdded "response-pattern-added" Compatible None ResponsePatternRemoved
        "A text of an answer matches a pattern.";
    ResponsePatternChanged "response-pattern-changed" Breaking None ResponsePatternChanged
        "A text of an answer matches another pattern.";
    ResponseDefaultChanged "response-default-changed" Compatible None ResponseDefaultChanged
        "What a missing value of an answer means is another one.";
    ResponseObjectOpened "response-object-opened" Caution None ResponseObjectClosed
        "An answer may have properties that it does not declare.";
    ResponseObjectClosed "response-object-closed" Compatible None ResponseObjectOpened
        "An answer has no properties but the declared ones.";
    ResponseMapWidened "response-map-widened" Breaking Major ResponseMapNarrowed
        "Further properties of an answer may have any shape.";
    ResponseMapNarrowed "response-map-narrowed" Compatible Major ResponseMapWidened
        "Further properties of an answer have a certain shape.";
    ResponseArmAdded "response-arm-added" Caution Minor ResponseArmRemoved
        "An answer may have a further shape; open unions keep it.";
    ResponseArmRemoved "response-arm-removed" Compatible Major ResponseArmAdded
        "An answer no longer has one of several shapes.";
    ResponseDiscriminatorChanged "response-discriminator-changed" Caution Major ResponseDiscriminatorChanged
        "The property that tells the shapes of an answer apart is another one.";
    ResponseKeywordRemoved "response-keyword-removed" Breaking None ResponseKeywordAdded
        "An answer need not meet a condition any more.";
    ResponseKeywordAdded "response-keyword-added" Compatible None ResponseKeywordRemoved
        "An answer meets a further condition.";
    ResponseKeywordChanged "response-keyword-changed" Breaking None ResponseKeywordChanged
        "An answer meets another condition.";
    LinkChanged "link-changed" Compatible None LinkChanged
        "The links of an answer are others.";
    CallbackChanged "callback-changed" Caution None CallbackChanged
        "What the server calls in the course of an operation is another thing.";
    WebhookChanged "webhook-changed" Caution None WebhookChanged
        "What the server calls on its own account is another thing.";
    ScopeRaised "scope-raised" Breaking Major ScopeLowered
        "An operation asks for a key that may do more.";
    ScopeLowered "scope-lowered" Scope Minor ScopeRaised
        "An operation takes a key that may do less.";
    SecurityWayRemoved "security-way-removed" Breaking Patch SecurityWayAdded
        "One of several ways to authenticate is refused.";
    SecurityWayAdded "security-way-added" Scope Patch SecurityWayRemoved
        "There is a further way to authenticate.";
    SecurityWayIdle "security-way-idle" Scope Patch SecurityWayIdle
        "The ways to authenticate are written differently; the same keys are taken.";
    SecuritySchemeRenamed "security-scheme-renamed" Scope None SecuritySchemeRenamed
        "A security scheme has another name.";
    SecuritySchemeChanged "security-scheme-changed" Breaking Patch SecuritySchemeChanged
        "A key is sent differently: another header, place or kind.";
    SecuritySchemeAdded "security-scheme-added" Compatible None SecuritySchemeRemoved
        "A security scheme is declared.";
    SecuritySchemeRemoved "security-scheme-removed" Compatible None SecuritySchemeAdded
        "A security scheme is no longer declared.";
    ServerChanged "server-changed" Breaking Patch ServerChanged
        "The server has another address.";
    ServerAdded "server-added" Compatible None ServerRemoved
        "There is a further server.";
    ServerRemoved "server-removed" Breaking None ServerAdded
        "One of several servers is gone.";
    ServerDefaultChanged "server-default-changed" Compatible Patch ServerDefaultChanged
        "Another one of the servers comes first.";
    ServerVariableChanged "server-variable-changed" Caution Patch ServerVariableChanged
        "A part of the server's address can be chosen differently.";
    ProseChanged "prose-changed" Docs Patch ProseChanged
        "Text for people moved, and nothing else at that place.";
    Unclassified "unclassified" Breaking Major Unclassified
        "Something differs that no rule explains.";
}

impl Rule {
    /// The stable id.
    pub fn id(self) -> &'static str {
        self.entry().id
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
