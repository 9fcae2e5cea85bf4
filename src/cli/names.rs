//! Names as people type them: an id, a name, or the beginning of either where only one thing begins so.

use super::exit::{Answer, Code, Failure};
use crate::domain::filter::fold;
use crate::domain::nearest::nearest;

/// Something that is found by its names; the first is its id.
pub trait Named {
    fn names(&self) -> Vec<&str>;
}

/// How many names a message lists.
const MAX_LISTED: usize = 12;

/// The one of `all` that `word` means; `what` says what was looked for.
pub fn pick<'a, T: Named>(what: &str, word: &str, all: &'a [T]) -> Answer<&'a T> {
    let asked = plain(word);
    if asked.is_empty() {
        return Err(Failure::invalid(format!("the name of a {what} may not be empty")));
    }
    let is = |thing: &&T| thing.names().iter().any(|name| plain(name) == asked);
    let begins = |thing: &&T| thing.names().iter().any(|name| plain(name).starts_with(&asked));
    if let Some(exact) = all.iter().find(|t| plain(id(*t)) == asked).or_else(|| all.iter().find(is)) {
        return Ok(exact);
    }
    let near: Vec<&T> = all.iter().filter(begins).collect();
    match near.as_slice() {
        [one] => Ok(one),
        [] => Err(unknown(what, word, all.iter().flat_map(Named::names))),
        many => Err(ambiguous(what, word, many.iter().map(|t| id(*t)))),
    }
}

/// Refuses a word that no name begins with.
pub fn expect_some<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str> + Clone) -> Answer<()> {
    let asked = plain(word);
    let is_known = known.clone().any(|name| plain(name).starts_with(&asked));
    if is_known { Ok(()) } else { Err(unknown(what, word, known)) }
}

/// Nothing has that name.
pub fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str> + Clone) -> Failure {
    let failure = Failure::new(Code::NotFound, format!("there is no {what} \"{word}\""));
    if let Some(near) = nearest(word, known.clone()) {
        return failure.hint(format!("did you mean {near}?"));
    }
    let is_id = |name: &&str| !name.contains(|c: char| c.is_uppercase() || c.is_whitespace() || c == '/');
    let mut ids: Vec<&str> = known.filter(is_id).collect();
    ids.dedup();
    ids.truncate(MAX_LISTED);
    if ids.is_empty() { failure } else { failure.hint(format!("known are {}", ids.join(", "))) }
}

/// Several have names that begin so.
pub fn ambiguous<'a>(what: &str, word: &str, fitting: impl Iterator<Item = &'a str>) -> Failure {
    let fitting: Vec<&str> = fitting.take(MAX_LISTED).collect();
    let message = format!("\"{word}\" fits more than one {what}: {}", fitting.join(", "));
    Failure::new(Code::Ambiguous, message)
}

fn id<T: Named>(thing: &T) -> &str {
    thing.names().first().copied().unwrap_or_default()
}

/// Case, accents and the sign between words do not matter.
fn plain(name: &str) -> String {
    fold(name.trim()).replace([' ', '_'], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Thing(&'static str, &'static str);

    impl Named for Thing {
        fn names(&self) -> Vec<&str> {
            vec![self.0, self.1]
        }
    }

    const THINGS: [Thing; 4] = [
        Thing("detect-smoke", "Detect Smoke"),
        Thing("diagnose-smoke", "Find out"),
        Thing("resolve", "Resolve"),
        Thing("resolve-more", "Résolve more"),
    ];

    #[test]
    fn a_name_may_be_short_as_long_as_it_is_one() {
        for (word, id) in [
            ("detect-smoke", "detect-smoke"),
            ("Detect smoke", "detect-smoke"),
            ("dia", "diagnose-smoke"),
            ("FIND", "diagnose-smoke"),
            ("resolve", "resolve"),
            ("résolve-m", "resolve-more"),
        ] {
            assert_eq!(pick("stage", word, &THINGS).unwrap().0, id, "{word}");
        }
    }

    #[test]
    fn what_is_not_one_says_what_there_is() {
        let failure = |word: &str| pick("stage", word, &THINGS).err().unwrap();
        assert_eq!(failure("d").message, "\"d\" fits more than one stage: detect-smoke, diagnose-smoke");
        assert_eq!(failure("d").code, Code::Ambiguous);
        assert_eq!(failure("resolv-more").hint.as_deref(), Some("did you mean resolve-more?"));
        assert_eq!((failure("xyz").code, failure(" ").code), (Code::NotFound, Code::Invalid));
    }
}
