//! One of several schemas: null is taken out, arms of different kinds of values become one shape.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Normal, Normalizer};
use crate::diff::prose::Said;
use crate::diff::shape::{Id, Shape, kinds};
use crate::diff::step::Step;

impl Normalizer<'_, '_> {
    /// The union of some arms.
    pub(super) fn union(&mut self, arms: &[Normal]) -> Normal {
        let mut null = false;
        let mut kept: BTreeMap<Id, Normal> = BTreeMap::new();
        for arm in arms {
            let shape = self.forms.arena.get(arm.id);
            let pure = Shape { kinds: kinds::NULL, deprecated: shape.deprecated, ..Shape::default() };
            if *shape == pure {
                null = true;
                continue;
            }
            // What takes nothing is no arm.
            if shape.kinds == 0 {
                continue;
            }
            let id = match shape.nullable() && shape.kinds != kinds::ANY {
                true => {
                    null = true;
                    let mut shape = (*shape).clone();
                    shape.kinds &= !kinds::NULL;
                    self.forms.arena.add(shape)
                }
                false => arm.id,
            };
            kept.entry(id).or_insert(Normal { id, ..*arm });
        }
        let union = match kept.len() {
            0 => self.bare(Shape { kinds: if null { kinds::NULL } else { 0 }, ..Shape::default() }),
            1 => kept.into_values().next().unwrap_or(Normal { id: 0, said: 0 }),
            _ => self.several(&kept),
        };
        if null { self.or_null(union) } else { union }
    }

    fn several(&mut self, arms: &BTreeMap<Id, Normal>) -> Normal {
        let said =
            Said { own: BTreeMap::new(), below: arms.values().map(|arm| (Step::Arm(arm.id), arm.said)).collect() };
        let said = self.forms.sayings.add(said);
        let shapes: Vec<Rc<Shape>> = arms.keys().map(|id| self.forms.arena.get(*id)).collect();
        let shape = one(&shapes).unwrap_or_else(|| Shape {
            kinds: shapes.iter().fold(0, |all, shape| all | shape.kinds),
            arms: arms.keys().copied().collect(),
            ..Shape::default()
        });
        Normal { id: self.forms.arena.add(shape), said }
    }
}

/// The arms as one shape: where each has kinds of values of its own, or all only count values out.
fn one(arms: &[Rc<Shape>]) -> Option<Shape> {
    let mut all = Shape::default();
    for arm in arms {
        let mixed = arm.named.is_some()
            || !arm.arms.is_empty()
            || !arm.all.is_empty()
            || arm.default.is_some()
            || arm.deprecated
            || arm.tag.is_some()
            || !arm.rest.is_empty();
        if mixed {
            return None;
        }
        let counted = |shape: &Shape| {
            let bare = Shape { kinds: shape.kinds, values: shape.values.clone(), ..Shape::default() };
            *shape == bare && shape.kinds.count_ones() == 1 && shape.values.len() == 1
        };
        let disjoint = all.kinds & arm.kinds == 0;
        let both_counted = counted(arm) && all.values.keys().any(|kind| kind & arm.kinds != 0) && all.facets.is_empty();
        if !(disjoint || both_counted) {
            return None;
        }
        all.kinds |= arm.kinds;
        for (kind, values) in &arm.values {
            all.values.entry(*kind).or_default().extend(values.iter().cloned());
        }
        for (facet, value) in &arm.facets {
            if all.facets.insert(facet.clone(), value.clone()).is_some() {
                return None;
            }
        }
        if arm.kinds & kinds::OBJECT != 0 {
            all.properties = arm.properties.clone();
            all.required = arm.required.clone();
            all.patterns = arm.patterns.clone();
            all.extra = arm.extra;
        }
        if arm.kinds & kinds::ARRAY != 0 {
            all.items = arm.items;
            all.prefix = arm.prefix.clone();
        }
    }
    Some(all)
}
