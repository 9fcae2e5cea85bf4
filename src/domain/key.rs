//! Keys: what people type and say, `INC-142`.

use std::fmt;

/// A key, type prefix and number, and the letter of a twin where two laptops took the same number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// The key of `prefix` and `number`.
    pub fn new(prefix: &str, number: u64) -> Self {
        Self(format!("{prefix}-{number}"))
    }

    /// Reads a key in any case: `inc-142` is `INC-142`. `None` when it is not of that shape.
    pub fn parse(text: &str) -> Option<Self> {
        let (prefix, rest) = text.trim().split_once('-')?;
        let digits = rest.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let twin = &rest[digits.len()..];
        let shaped = (1..=6).contains(&prefix.len())
            && prefix.bytes().all(|b| b.is_ascii_alphabetic())
            && (1..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && twin.len() <= 2;
        let number: u64 = digits.parse().ok()?;
        shaped.then(|| Self(format!("{}-{number}{twin}", prefix.to_ascii_uppercase())))
    }

    /// The key as shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The prefix: `INC`.
    pub fn prefix(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The number: 142.
    pub fn number(&self) -> u64 {
        let digits = self.0.split('-').nth(1).unwrap_or_default();
        digits.trim_end_matches(char::is_alphabetic).parse().unwrap_or_default()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_in_any_case() {
        assert_eq!(Key::parse(" inc-142 ").unwrap().as_str(), "INC-142");
        assert_eq!(Key::parse("Inc-007").unwrap().as_str(), "INC-7");
        assert_eq!(Key::parse("INC-142b").unwrap().number(), 142);
        for wrong in ["", "INC", "INC-", "-4", "INC-x", "I1-4", "TOOLONGS-1"] {
            assert_eq!(Key::parse(wrong), None, "{wrong}");
        }
    }
}
