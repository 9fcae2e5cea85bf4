//! Cutting a filter's text into terms, and knowing afterwards what stood in quotes.

/// A character, and whether it stood in quotes and so means nothing but itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Letter {
    pub(super) c: char,
    pub(super) quoted: bool,
}

/// A term before it is understood.
#[derive(Debug, Default)]
pub(super) struct Token {
    pub(super) raw: String,
    pub(super) letters: Vec<Letter>,
}

/// Cuts at blanks outside quotes. In quotes `\"` and `\\` stand for themselves; a quote left open ends with the text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = vec![Token::default()];
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        if c.is_whitespace() && !quoted {
            tokens.push(Token::default());
            continue;
        }
        let Some(token) = tokens.last_mut() else {
            break;
        };
        token.raw.push(c);
        let escaped = chars.next_if(|next| quoted && c == '\\' && matches!(next, '"' | '\\'));
        token.raw.extend(escaped);
        match escaped {
            None if c == '"' => quoted = !quoted,
            _ => token.letters.push(Letter { c: escaped.unwrap_or(c), quoted }),
        }
    }
    tokens.retain(|token| !token.raw.is_empty());
    tokens
}

/// Whether it is one of these signs, and meant as one.
pub(super) fn is_sign(letter: Letter, signs: &str) -> bool {
    !letter.quoted && signs.contains(letter.c)
}

/// The letters as text.
pub(super) fn text(letters: &[Letter]) -> String {
    letters.iter().map(|l| l.c).collect()
}
