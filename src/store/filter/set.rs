//! A set of objects, one bit each: a hundred thousand take twelve kilobytes, and asking costs a shift.

/// Objects by their rowid.
#[derive(Debug, Default, Clone, PartialEq)]
pub(in crate::store) struct Set {
    bits: Vec<u64>,
    n: usize,
}

impl Set {
    /// Takes an object in.
    pub fn insert(&mut self, oid: i64) {
        let (word, bit) = place(oid);
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        self.n += usize::from(self.bits[word] & bit == 0);
        self.bits[word] |= bit;
    }

    pub fn contains(&self, oid: i64) -> bool {
        let (word, bit) = place(oid);
        self.bits.get(word).is_some_and(|bits| bits & bit != 0)
    }

    pub fn len(&self) -> usize {
        self.n
    }

    /// The objects, in order.
    pub fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        self.bits
            .iter()
            .zip(0_i64..)
            .flat_map(|(bits, word)| (0..64).filter(move |bit| bits & (1 << bit) != 0).map(move |bit| word * 64 + bit))
    }
}

impl FromIterator<i64> for Set {
    fn from_iter<T: IntoIterator<Item = i64>>(oids: T) -> Self {
        let mut set = Self::default();
        oids.into_iter().for_each(|oid| set.insert(oid));
        set
    }
}

/// Rowids are positive; others would be none of ours and share a place nobody asks for.
fn place(oid: i64) -> (usize, u64) {
    let oid = oid.max(0) as usize;
    (oid / 64, 1 << (oid % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        let set: Set = [1, 64, 3, 1, 700].into_iter().collect();
        assert_eq!((set.iter().collect::<Vec<_>>(), set.len()), (vec![1, 3, 64, 700], 4));
        assert!(set.contains(64) && !set.contains(65) && !set.contains(100_000));
    }
}
