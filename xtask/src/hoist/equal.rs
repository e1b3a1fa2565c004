//! Shapes that have become equal after hoisting are one type again.

use std::collections::{BTreeMap, HashMap};

use super::{Hoisted, TypeId, TypePlace, TypeShape, checks, rename, shape};
use crate::document::walk::Side;

impl Hoisted {
    /// Joins equal shapes; gives the new id of every type.
    pub fn merge_equal(&mut self) -> Vec<TypeId> {
        let mut now: Vec<TypeId> = (0..self.types.len()).collect();
        loop {
            let mut known: HashMap<String, TypeId> = HashMap::new();
            let mut kept: Vec<TypeShape> = Vec::new();
            let mut moved: Vec<TypeId> = Vec::new();
            for shape in std::mem::take(&mut self.types) {
                let key = shape::key(&shape.schema);
                match known.get(&key).and_then(|id| kept.get_mut(*id).map(|known| (*id, known))) {
                    Some((id, known)) => {
                        join(known, shape);
                        moved.push(id);
                    }
                    None => {
                        known.insert(key, kept.len());
                        moved.push(kept.len());
                        kept.push(shape);
                    }
                }
            }
            let merged = kept.len() < moved.len();
            self.types = kept;
            if !merged {
                return now;
            }
            let names: BTreeMap<TypeId, String> =
                moved.iter().enumerate().map(|(before, after)| (before, format!("@{after}"))).collect();
            rename(&mut self.document, &names);
            self.types.iter_mut().for_each(|shape| rename(&mut shape.schema, &names));
            // What refers to types that are one now may be equal in its turn.
            now.iter_mut().for_each(|id| *id = moved[*id]);
        }
    }
}

fn join(known: &mut TypeShape, further: TypeShape) {
    let asks = |shape: &TypeShape| shape.places.iter().any(TypePlace::is_request);
    let side = if asks(&further) { Side::Request } else { Side::Response };
    let in_request = asks(known);
    checks::merge(&mut known.schema, in_request, &further.schema, side);
    known.places.extend(further.places);
    known.component = known.component.take().or(further.component);
}
