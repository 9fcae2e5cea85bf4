//! Reading filters.

use chrono::TimeZone;

use super::token::{Letter, Token, is_sign, text, tokens};
use super::value::{Lead, NAMES, Name, valued};
use super::{Asker, Cond, Filter, FilterError, Term, Wrong};
use crate::domain::nearest::nearest;

impl Filter {
    /// Reads a filter.
    pub fn parse<Tz: TimeZone>(text: &str, asker: &Asker<'_, Tz>) -> Result<Self, FilterError> {
        Self::of(&tokens(text), asker)
    }

    /// Reads a filter that is being typed: a last term that is not finished yet (`stage:`, `age>3`, `is:bl`) is left
    /// out, so that the board does not go empty between two keys.
    pub fn parse_typing<Tz: TimeZone>(text: &str, asker: &Asker<'_, Tz>) -> Result<Self, FilterError> {
        let tokens = tokens(text);
        let ended = text.ends_with(char::is_whitespace);
        match (tokens.split_last(), Self::of(&tokens, asker)) {
            (Some((last, first)), Err(error)) if error.term == last.raw && is_unfinished(&error, ended) => {
                Self::of(first, asker)
            }
            (_, read) => read,
        }
    }

    fn of<Tz: TimeZone>(tokens: &[Token], asker: &Asker<'_, Tz>) -> Result<Self, FilterError> {
        let mut terms = Vec::new();
        for token in tokens {
            let read = term(&token.letters, asker);
            terms.extend(read.map_err(|wrong| FilterError { term: token.raw.clone(), wrong })?);
        }
        Ok(Self { terms })
    }
}

/// Whether more keys could make the term right; a blank has `ended` it, except right after its name.
fn is_unfinished(error: &FilterError, ended: bool) -> bool {
    match &error.wrong {
        Wrong::Empty(_) => true,
        Wrong::Unread(_) => !ended,
        Wrong::Value { valid, .. } => {
            let typed = error.term.rsplit([':', ',']).next().unwrap_or_default().to_lowercase();
            !ended && valid.iter().any(|value| value.starts_with(&typed))
        }
        Wrong::Name(_) | Wrong::Sign(_) => false,
    }
}

/// Understands a term; nothing when it says nothing, such as a lone `-`.
fn term<Tz: TimeZone>(letters: &[Letter], asker: &Asker<'_, Tz>) -> Result<Option<Term>, Wrong> {
    let negated = letters.first().is_some_and(|l| is_sign(*l, "-"));
    let (mut any, mut lead) = (Vec::new(), None);
    for part in letters[usize::from(negated)..].split(|l| is_sign(*l, ",")) {
        if !part.is_empty() {
            let brings_lead = read_lead(part, lead.is_some())?.is_some();
            let cond = cond(part, &mut lead, asker)?;
            any.push(if brings_lead { cond } else { of_same_field(cond, any.last()) });
        }
    }
    Ok((!any.is_empty()).then_some(Term { negated, any }))
}

/// What follows a field's value is another value of it: `field:verdict=stop,pivot`.
fn of_same_field(cond: Cond, before: Option<&Cond>) -> Cond {
    match (cond, before) {
        (Cond::Field(value, None), Some(Cond::Field(name, Some(_)))) => Cond::Field(name.clone(), Some(value)),
        (cond, _) => cond,
    }
}

fn cond<Tz: TimeZone>(part: &[Letter], lead: &mut Option<Lead>, asker: &Asker<'_, Tz>) -> Result<Cond, Wrong> {
    let value = match read_lead(part, lead.is_some())? {
        Some((own, value)) => {
            *lead = Some(own);
            value
        }
        None => part,
    };
    match lead {
        Some(lead) => valued(*lead, value, asker),
        None => Ok(bare(value)),
    }
}

/// The lead a part brings along, and what is left. An unknown name is a typo when it is near to a known one and
/// stands first, else a plain word: `http://x`, `12:30`.
fn read_lead(part: &[Letter], inherits: bool) -> Result<Option<(Lead, &[Letter])>, Wrong> {
    if let Some(name) = sigil(part) {
        return Ok(Some((Lead { name, sign: ':' }, &part[1..])));
    }
    let Some(at) = part.iter().position(|l| is_sign(*l, ":<>")) else {
        return Ok(None);
    };
    if part[..at].iter().any(|l| l.quoted) {
        return Ok(None);
    }
    let typed = text(&part[..at]).to_lowercase();
    if let Some((_, name, _)) = NAMES.iter().find(|n| n.0 == typed) {
        return Ok(Some((Lead { name: *name, sign: part[at].c }, &part[at + 1..])));
    }
    match nearest(&typed, NAMES.map(|n| n.0)) {
        Some(near) if !inherits => Err(Wrong::Name(near)),
        _ => Ok(None),
    }
}

fn sigil(part: &[Letter]) -> Option<Name> {
    match part.first()? {
        Letter { c: '@', quoted: false } => Some(Name::Assignee),
        Letter { c: '#', quoted: false } => Some(Name::Label),
        _ => None,
    }
}

/// A part without a lead: `p1`, or a word.
fn bare(part: &[Letter]) -> Cond {
    match part {
        [Letter { c: 'p' | 'P', quoted: false }, Letter { c: c @ '0'..='4', quoted: false }] => {
            Cond::Priority(*c as u8 - b'0')
        }
        _ => Cond::Word(text(part)),
    }
}
