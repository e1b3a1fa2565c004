//! Parameters: paired by place and name, those of the path by their order in the template.

use super::catalogue::Rule;
use super::comparison::{Comparison, Holder};
use super::delta::Site;
use super::facts::Finding;
use super::model::{Operation, Parameter};
use super::templates;
use super::verdicts::Rust;
use super::{idempotency, paging};
use crate::document::walk::Side;

impl Comparison<'_> {
    /// Compares the parameters of two operations.
    pub(super) fn parameters(&mut self, old: &Operation, new: &Operation, moved: bool) {
        let (mut gone, mut come): (Vec<&Parameter>, Vec<&Parameter>) = (Vec::new(), new.parameters.iter().collect());
        for parameter in &old.parameters {
            let key = match parameter.location == "path" && !moved {
                true => renamed(&parameter.name, old, new),
                false => parameter.key(),
            };
            let same = |other: &&Parameter| other.location == parameter.location && other.key() == key;
            match come.iter().position(same) {
                Some(index) => {
                    let other = come.remove(index);
                    self.parameter(parameter, other, (old, new));
                }
                None => gone.push(parameter),
            }
        }
        for parameter in gone {
            let alike = |other: &&Parameter| other.name.eq_ignore_ascii_case(&parameter.name);
            match come.iter().position(alike) {
                Some(index) => {
                    let other = come.remove(index);
                    self.moved(parameter, other, (old, new));
                }
                None => self.gone(parameter, (old, new)),
            }
        }
        for parameter in come {
            self.come(parameter, (old, new));
        }
    }

    fn moved(&mut self, old: &Parameter, new: &Parameter, pair: (&Operation, &Operation)) {
        let rule = if new.required { Rule::ParameterMovedRequired } else { Rule::ParameterMovedOptional };
        let told = |parameter: &Parameter| Some(format!("{} {}", parameter.location, parameter.name));
        let finding = Finding::new(rule, told(old), told(new)).of(pair.0, pair.1).own();
        self.found.add(finding.side(Side::Request).named(place(new)).at(new.pointer.clone()));
        self.schema(old, new, pair);
    }

    fn gone(&mut self, parameter: &Parameter, pair: (&Operation, &Operation)) {
        let rule = idempotency::rule(parameter, false)
            .or_else(|| paging::rule(pair.0, parameter, self.arena(), false))
            .unwrap_or(if parameter.required {
                Rule::ParameterRemovedRequired
            } else {
                Rule::ParameterRemovedOptional
            });
        let finding = Finding::new(rule, Some(self.told(parameter)), None).of(pair.0, pair.1).own();
        self.found.add(finding.side(Side::Request).named(place(parameter)).at(parameter.pointer.clone()));
    }

    fn come(&mut self, parameter: &Parameter, pair: (&Operation, &Operation)) {
        let rule = idempotency::rule(parameter, true)
            .or_else(|| paging::rule(pair.1, parameter, self.arena(), true))
            .unwrap_or(if parameter.required { Rule::ParameterAddedRequired } else { Rule::ParameterAddedOptional });
        let finding = Finding::new(rule, None, Some(self.told(parameter))).of(pair.0, pair.1).own();
        self.found.add(finding.side(Side::Request).named(place(parameter)).at(parameter.pointer.clone()));
    }

    fn parameter(&mut self, old: &Parameter, new: &Parameter, pair: (&Operation, &Operation)) {
        let compound =
            [old, new].iter().any(|parameter| Parameter::is_compound(&self.arena().shape(parameter.schema.id)));
        let word = |required: bool| if required { "required" } else { "optional" }.to_owned();
        let mut add = |rule: Rule, from: Option<String>, to: Option<String>| {
            let finding = Finding::new(rule, from, to).of(pair.0, pair.1).own();
            self.found.add(finding.side(Side::Request).named(place(new)).at(new.pointer.clone()));
        };
        if old.required != new.required {
            let rule = if new.required { Rule::ParameterBecameRequired } else { Rule::ParameterBecameOptional };
            add(rule, Some(word(old.required)), Some(word(new.required)));
        }
        // A style of its own brings its own `explode`: one change, not two.
        let styled = old.style != new.style;
        if styled || old.explode != new.explode {
            let told =
                |parameter: &Parameter| Some(format!("style {}, explode {}", parameter.style, parameter.explode));
            let rule = match (compound, styled) {
                (false, _) => Rule::ParameterEncodingIdle,
                (true, true) => Rule::ParameterStyleChanged,
                (true, false) => Rule::ParameterExplodeChanged,
            };
            add(rule, told(old), told(new));
        }
        if old.reserved != new.reserved {
            add(Rule::ParameterReservedChanged, Some(old.reserved.to_string()), Some(new.reserved.to_string()));
        }
        if old.empty != new.empty {
            let rule = if new.empty { Rule::ParameterEmptyAllowed } else { Rule::ParameterEmptyRefused };
            add(rule, None, None);
        }
        if old.media != new.media {
            add(Rule::ParameterMediaChanged, old.media.clone(), new.media.clone());
        }
        self.schema(old, new, pair);
    }

    /// What both ways of moving and staying have in common.
    fn schema(&mut self, old: &Parameter, new: &Parameter, pair: (&Operation, &Operation)) {
        let shape = |parameter: &Parameter, arena: &super::shape::Arena| arena.shape(parameter.schema.id).deprecated;
        let by_schema = shape(old, self.arena()) != shape(new, self.arena());
        if old.deprecated != new.deprecated && !by_schema {
            let rule = if new.deprecated { Rule::ParameterDeprecated } else { Rule::ParameterUndeprecated };
            let finding = Finding::new(rule, None, None).of(pair.0, pair.1).own().side(Side::Request);
            self.found.add(finding.named(place(new)).at(new.pointer.clone()));
        }
        let holder = Holder {
            place: place(new),
            everywhere: false,
            parameter: true,
            used: true,
            site: Site::Parameter,
            pointers: (&old.schema_at, &new.schema_at),
        };
        self.schemas(old.schema, new.schema, &holder, pair);
        self.unknown(&old.rest, &new.rest, &place(new), pair, &new.pointer);
    }

    fn told(&self, parameter: &Parameter) -> String {
        let kinds = super::shape::kinds::words(self.arena().shape(parameter.schema.id).kinds);
        let required = if parameter.required { "required" } else { "optional" };
        format!("{required} {} parameter `{}`: {kinds}", parameter.location, parameter.name)
    }
}

/// The name in the new template of a parameter of the old one.
fn renamed(name: &str, old: &Operation, new: &Operation) -> String {
    let position = templates::names(&old.path).iter().position(|found| *found == name);
    let found = position.and_then(|position| templates::names(&new.path).get(position).copied());
    found.unwrap_or(name).to_owned()
}

fn place(parameter: &Parameter) -> String {
    format!("{}.{}", parameter.location, parameter.key())
}

/// The verdict on the crate of a parameter's change that the crate does not see.
pub(super) fn unseen(used: bool, rust: Rust) -> Rust {
    if used { rust } else { Rust::None }
}
