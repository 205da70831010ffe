//! A value that is computed again only when what it is made from is another.

/// The last value and the inputs it was made from.
#[derive(Debug)]
pub struct Memo<K, V>(Option<(K, V)>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq, V> Memo<K, V> {
    /// Returns the value for `key`, computing it if the last one was for another.
    ///
    /// For a large input use a key that is cheap to compare, such as a report's revision or
    /// [`Same`].
    pub fn get(&mut self, key: K, compute: impl FnOnce() -> V) -> &mut V {
        let kept = self.0.take().filter(|(known, _value)| *known == key);
        let (_key, value) = self.0.insert(kept.unwrap_or_else(|| (key, compute())));
        value
    }
}

/// A shared value compared by identity: equal when it is the very same allocation.
#[derive(Debug)]
pub struct Same<T>(pub std::sync::Arc<T>);

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        std::sync::Arc::ptr_eq(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_value_is_computed_once_for_equal_inputs() {
        let mut memo = Memo::default();
        let mut count = 0;
        for key in [1, 1, 2, 2, 1] {
            memo.get(key, || count += 1);
        }
        assert_eq!(count, 3);
    }

    #[test]
    fn equal_values_in_two_places_are_not_the_same() {
        let first = Arc::new(1);
        assert_eq!(Same(Arc::clone(&first)), Same(Arc::clone(&first)));
        assert_ne!(Same(first), Same(Arc::new(1)));
    }
}
