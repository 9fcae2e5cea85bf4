//! Which part of a list is on screen, as a pure function.

/// The first line shown of `n`, where `height` fit and `cursor` is to be among them: as near to `top`, where it
/// was, as that allows.
pub fn top(top: usize, cursor: usize, n: usize, height: usize) -> usize {
    let height = height.max(1);
    let last = n.saturating_sub(height);
    let lowest = (cursor + 1).saturating_sub(height);
    top.clamp(lowest, cursor.max(lowest)).min(last.max(lowest))
}

#[cfg(test)]
mod tests {
    use super::top;

    #[test]
    fn the_cursor_stays_in_sight_and_the_list_does_not_jump() {
        assert_eq!(top(0, 3, 10, 5), 0);
        assert_eq!(top(0, 5, 10, 5), 1);
        assert_eq!(top(4, 2, 10, 5), 2);
        assert_eq!(top(9, 9, 10, 5), 5);
        assert_eq!(top(3, 0, 0, 5), 0);
        assert_eq!(top(0, 4, 10, 0), 4);
    }
}
