//! Operations: those that come, go or move, and what is said of them as a whole.

use std::collections::BTreeSet;

use super::catalogue::Rule;
use super::comparison::Comparison;
use super::facts::Finding;
use super::model::Operation;
use super::pairing::Pairs;
use super::templates;
use super::verdicts::Rust;
use crate::document::Pointer;

impl Comparison<'_> {
    /// Compares the operations of both documents.
    pub(super) fn operations(&mut self, pairs: &Pairs<'_>) {
        for operation in &pairs.come {
            let finding = Finding::new(Rule::OperationAdded, None, Some(address(operation)));
            self.found.add(finding.called(operation).own().at(operation.pointer.clone()));
        }
        for operation in &pairs.gone {
            let finding = Finding::new(Rule::OperationRemoved, Some(address(operation)), None);
            self.found.add(finding.called(operation).own().at(operation.pointer.clone()));
        }
        for (old, new, moved) in &pairs.both {
            self.operation(old, new, *moved);
        }
    }

    fn operation(&mut self, old: &Operation, new: &Operation, moved: bool) {
        if moved {
            let finding = Finding::new(Rule::OperationMoved, Some(address(old)), Some(address(new)));
            // Modules and features are made of the first segment of the path.
            let rust = if first_segment(old) == first_segment(new) { Rust::Patch } else { Rust::Major };
            self.found.add(finding.of(old, new).own().rust(rust).at(new.pointer.clone()));
        } else if templates::names(&old.path) != templates::names(&new.path) {
            let pointer = Pointer::root().push("paths").push(&new.path);
            let finding = Finding::new(Rule::PathParameterRenamed, Some(old.path.clone()), Some(new.path.clone()));
            self.found.add(finding.of(old, new).named(new.template.clone()).at(pointer));
        }
        if old.id != new.id {
            let finding = Finding::new(Rule::OperationIdChanged, old.id.clone(), new.id.clone());
            self.found.add(finding.of(old, new).own().at(new.pointer.push("operationId")));
        }
        if old.deprecated != new.deprecated {
            let rule = if new.deprecated { Rule::OperationDeprecated } else { Rule::OperationUndeprecated };
            self.found.add(Finding::new(rule, None, None).of(old, new).own().at(new.pointer.push("deprecated")));
        }
        if old.tags != new.tags {
            let told = |tags: &BTreeSet<String>| Some(tags.iter().cloned().collect::<Vec<_>>().join(", "));
            let finding = Finding::new(Rule::OperationTagChanged, told(&old.tags), told(&new.tags));
            self.found.add(finding.of(old, new).own().at(new.pointer.push("tags")));
        }
        super::security::of_operations(old, new, &self.known, &mut self.found);
        super::servers::of_operations(old, new, self.apis, &mut self.found);
        self.parameters(old, new, moved);
        self.bodies(old, new);
        self.answers(old, new);
        if old.callbacks != new.callbacks {
            let finding = Finding::new(Rule::CallbackChanged, old.callbacks.clone(), new.callbacks.clone());
            self.found.add(finding.of(old, new).own().named("callbacks").at(new.pointer.push("callbacks")));
        }
        self.unknown(&old.rest, &new.rest, "operation", (old, new), &new.pointer);
        self.prose(old, new);
    }
}

fn address(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

fn first_segment(operation: &Operation) -> &str {
    operation.path.trim_start_matches('/').split('/').next().unwrap_or_default()
}
