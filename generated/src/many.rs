//! One value or many, for setters of lists.

/// The argument of a setter that takes one value or many.
///
/// ```text
/// .endpoint_id("a")
/// .endpoint_id(["a", "b"])
/// .endpoint_id(vec![String::from("a")])
/// .endpoint_id(names.iter().collect::<Many<String>>())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Many<T>(pub Vec<T>);

impl<T, V: Into<T>> FromIterator<V> for Many<T> {
    fn from_iter<I: IntoIterator<Item = V>>(values: I) -> Self {
        Self(values.into_iter().map(Into::into).collect())
    }
}

impl<T, V: Into<T>> From<Vec<V>> for Many<T> {
    fn from(values: Vec<V>) -> Self {
        values.into_iter().collect()
    }
}

impl<T, V: Into<T>, const N: usize> From<[V; N]> for Many<T> {
    fn from(values: [V; N]) -> Self {
        values.into_iter().collect()
    }
}

impl<T, V: Into<T> + Clone> From<&[V]> for Many<T> {
    fn from(values: &[V]) -> Self {
        values.iter().cloned().collect()
    }
}

impl<T, V: Into<T> + Clone, const N: usize> From<&[V; N]> for Many<T> {
    fn from(values: &[V; N]) -> Self {
        values.iter().cloned().collect()
    }
}

impl<T, V: Into<T> + Clone> From<&Vec<V>> for Many<T> {
    fn from(values: &Vec<V>) -> Self {
        values.iter().cloned().collect()
    }
}

/// A single value: written out per type, since one for all types would overlap with the lists above.
macro_rules! one {
    ($($list:ty: $($value:ty),+;)+) => {$($(
        impl From<$value> for Many<$list> {
            fn from(value: $value) -> Self {
                Self(vec![value.into()])
            }
        }
    )+)+};
}

one! {
    String: &str, String, &String, char;
    bool: bool;
    i64: i64, i32, u32, u16, u8;
    u64: u64, u32, u16, u8;
    f64: f64, f32, i32, u32;
    crate::TimeBound: chrono::NaiveDate, chrono::DateTime<chrono::Utc>, crate::TimeBound;
    chrono::NaiveDate: chrono::NaiveDate;
    chrono::DateTime<chrono::Utc>: chrono::DateTime<chrono::Utc>;
    serde_json::Value: &str, String, bool, i64, i32, f64, serde_json::Value;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(values: impl Into<Many<String>>) -> Vec<String> {
        values.into().0
    }

    #[test]
    fn takes_one_or_many() {
        let (owned, list, array) = ("a".to_owned(), vec!["a"], ["a", "b"].map(str::to_owned));
        assert_eq!(texts("a"), ["a"]);
        assert_eq!(texts(&owned), [owned.as_str()]);
        assert_eq!(texts(["a", "b"]), ["a", "b"]);
        assert_eq!(texts(&array), ["a", "b"]);
        assert_eq!(texts(&array[..]), ["a", "b"]);
        assert_eq!(texts(vec!["a".to_owned()]), ["a"]);
        assert_eq!(texts(&list), *list);
        assert_eq!(texts(Vec::<String>::new()), [""; 0]);
        assert_eq!(texts("ab".chars().collect::<Many<String>>()), ["a", "b"]);
    }

    #[test]
    fn takes_bare_numbers() {
        fn numbers(values: impl Into<Many<i64>>) -> Vec<i64> {
            values.into().0
        }
        assert_eq!(numbers(1), [1]);
        assert_eq!(numbers([1, 2]), [1, 2]);
        assert_eq!(numbers(3_u32), [3]);
        assert_eq!(Many::<f64>::from(1.5).0, [1.5]);
        assert_eq!(Many::<u64>::from(7_u64).0, [7]);
    }
}
