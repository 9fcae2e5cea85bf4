//! Values as people type them. `none` clears; what cannot be read is said with an example of what can.

use std::io::Read;

use super::exit::{Answer, Failure};
use crate::domain::date::parse_span;
use crate::domain::object::PRIORITIES;
use crate::domain::score::{self, Factor};

/// The value, or nothing for the word `none`.
pub fn unless_none(text: &str) -> Option<&str> {
    (!text.trim().eq_ignore_ascii_case("none")).then_some(text)
}

/// `1` to `4`, `p1` to `p4`, or `none`.
pub fn priority(text: &str) -> Answer<Option<u8>> {
    let Some(text) = unless_none(text) else { return Ok(None) };
    let digits = text.trim().trim_start_matches(['p', 'P']);
    let number = digits.parse::<u8>().ok().filter(|p| PRIORITIES.contains(p));
    number.map(Some).ok_or_else(|| Failure::invalid(format!("priority \"{text}\" is not 1, 2, 3, 4 or none")))
}

/// A person: a name, `me` for the one who asks, or `none`.
pub fn person(text: &str, me: &str) -> Answer<Option<String>> {
    let Some(name) = unless_none(text) else { return Ok(None) };
    let name = name.trim().trim_start_matches('@');
    match name {
        "" => Err(Failure::invalid("a name may not be empty; none clears it")),
        "me" => Ok(Some(me.to_owned())),
        name => Ok(Some(name.to_owned())),
    }
}

/// A limit: a number from 1, or `none`.
pub fn limit(text: &str) -> Answer<Option<u32>> {
    let Some(text) = unless_none(text) else { return Ok(None) };
    let number = text.trim().parse::<u32>().ok().filter(|n| *n > 0);
    number.map(Some).ok_or_else(|| Failure::invalid(format!("limit \"{text}\" is not a number from 1 or none")))
}

/// `4h`, `4h:p1`, `none`, `none:p1`: seconds for a priority, or for all.
pub fn target(text: &str) -> Answer<(Option<u8>, Option<i64>)> {
    let (span, of) = text.rsplit_once(':').map_or((text, None), |(span, of)| (span, Some(of)));
    let of = match of {
        Some(of) => Some(priority(of)?.ok_or_else(|| bad_target(text))?),
        None => None,
    };
    match unless_none(span) {
        None => Ok((of, None)),
        Some(span) => {
            let seconds = parse_span(span).ok().filter(|s| *s > 0);
            Ok((of, Some(seconds.ok_or_else(|| bad_target(text))?)))
        }
    }
}

fn bad_target(text: &str) -> Failure {
    Failure::invalid(format!("target \"{text}\" is not a duration such as 4h, 4h:p1 or none:p1"))
}

/// `name=value`.
pub fn pair<'a>(text: &'a str, what: &str, like: &str) -> Answer<(&'a str, &'a str)> {
    let pair = text.split_once('=').map(|(name, value)| (name.trim(), value)).filter(|(name, _)| !name.is_empty());
    pair.ok_or_else(|| Failure::invalid(format!("{what} \"{text}\" is not of the form {like}")))
}

/// `+eu,-us,new`: labels to put on, and to take off.
pub fn labels(texts: &[String]) -> Answer<Vec<(String, bool)>> {
    let words = texts.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|word| !word.is_empty());
    words.map(label).collect()
}

fn label(word: &str) -> Answer<(String, bool)> {
    let (name, on) = match word.strip_prefix('-') {
        Some(name) => (name, false),
        None => (word.strip_prefix('+').unwrap_or(word), true),
    };
    let name = name.trim_start_matches('#').trim();
    if name.is_empty() {
        return Err(Failure::invalid(format!("label \"{word}\" is not of the form +eu,-us")));
    }
    Ok((name.to_owned(), on))
}

/// A text, or with `-` what is on the input.
pub fn text_or_input(text: &str) -> Answer<String> {
    if text != "-" {
        return Ok(text.to_owned());
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|e| Failure::new(super::exit::Code::Io, format!("the input cannot be read: {e}")))?;
    let mut text = String::from_utf8(bytes).map_err(|_| Failure::invalid("the input is not UTF-8"))?;
    if text.ends_with('\n') {
        text.pop();
    }
    Ok(text)
}

/// `value=8`: a factor of a score, with its points, or `none`.
pub fn factor(text: &str) -> Answer<(Factor, Option<u8>)> {
    let wrong = || Failure::invalid(format!("\"{text}\" is no factor; wanted is one such as value=8"));
    let (name, points) = text.split_once('=').ok_or_else(wrong)?;
    let known = Factor::ALL.map(Factor::word);
    let unknown =
        || Failure::invalid(format!("\"{name}\" is no factor")).hint(format!("known are {}", known.join(", ")));
    let factor = Factor::of(name.trim()).ok_or_else(unknown)?;
    let Some(points) = unless_none(points.trim()) else { return Ok((factor, None)) };
    let points = points.parse().ok().filter(|points| *points <= score::MOST);
    let points =
        points.ok_or_else(|| Failure::invalid(format!("\"{text}\" does not read; {name} is 0 to 10, or none")))?;
    Ok((factor, Some(points)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_or_cleared() {
        assert_eq!(priority("p2"), Ok(Some(2)));
        assert_eq!(priority("None"), Ok(None));
        assert_eq!(target("4h:p1"), Ok((Some(1), Some(14_400))));
        assert_eq!(target("none"), Ok((None, None)));
        assert_eq!(person("@me", "ana"), Ok(Some("ana".into())));
        let both = labels(&["+eu,-us".into(), "#new".into()]).unwrap();
        assert_eq!(both, [("eu".into(), true), ("us".into(), false), ("new".into(), true)]);
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        assert!(["0", "5", "p", "x", ""].iter().all(|t| priority(t).is_err()));
        assert!(["4h:p9", "4x", "0m", ":p1", "4h:none"].iter().all(|t| target(t).is_err()));
        assert!(["0", "-1", "x"].iter().all(|t| limit(t).is_err()));
        assert!(pair("x", "field", "a=b").is_err() && pair("=x", "field", "a=b").is_err());
        assert!(labels(&["-".into()]).is_err());
    }
}
