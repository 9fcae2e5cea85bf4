//! Nouns and rules of value streams: what exists, what may be asked, what happens.
//!
//! Lives here: plain types, the grammars people type (dates, filters, one-line add), and `decide`,
//! the one place where a wish is allowed or refused. Never here: files, clocks, threads, SQL, screens,
//! written forms. Start reading at [`intent`], then [`gate`].
//!
//! # Glossary
//!
//! - **workspace**: one database: all streams, objects and people of a team.
//! - **stream**, **stage**: a value stream and its ordered stages; on screen a board and its columns.
//! - **object**: a shared data object, a typed record (Incident, Product Release ...) with a key.
//! - **card**: an object standing in a stage of a stream. One object may have several.
//! - **key**: what people type and say, `INC-142`: type prefix and number.
//! - **lane**: the cards of a board that share a value: an assignee, a priority, a team.
//! - **link**: a typed relation between two objects, readable from both ends.
//! - **criterion**: one line of a stage's gate: entrance or exit criterion, or an activity with its level.
//! - **tick**: the state of a criterion on a card: met, or not applicable with a reason.
//! - **gate**: what must hold to leave a stage.
//! - **guard**: a condition a machine can check; a criterion with one is met by itself.
//! - **hand-off**: carrying work to another stream along an allowed edge.
//! - **saved filter**: a filter a team keeps under a name, perhaps on a key.
//! - **scenario**: a template for new work on a stream.
//! - **role**, **approval**: people hold roles; a gate may ask for approvals by role.
//! - **visit**: the time a card spent in a stage; a tick counts for the visit it was made in.
//! - **hold**: what held a card up: blocked, waiting, or taken by nobody.
//! - **team**: whom an object belongs to: its own word for it, else its assignee's.
//! - **triage**, **twin**: sorting what came into a stage; an object that looks like another one.
//! - **major**: an object everybody is told of until it is over.
//! - **target**, **breach**: a duration for a stage or a whole stream, by priority; a card past it.
//! - **journal**, **op**, **group**: the append-only history; one entity written; the ops of one action.
//! - **actor**, **replica**: who did it; the copy of the workspace in which it was done.
//! - **register**: one field of one entity, the last writer wins.

pub mod around;
pub mod calendar;
pub mod card;
pub mod change;
pub mod date;
pub mod filter;
pub mod flow;
pub mod gate;
pub mod guard;
pub mod hold;
pub mod id;
pub mod intent;
pub mod key;
pub mod lane;
pub mod link;
pub mod major;
pub mod nearest;
pub mod object;
pub mod past;
pub mod person;
pub mod quick_add;
pub mod rank;
pub mod rule;
pub mod saved;
pub mod score;
pub mod standup;
pub mod stream;
pub mod target;
pub mod trace;
pub mod triage;
pub mod twin;
pub mod value;
pub mod visit;
pub mod when;
pub mod window;

/// An instant; local time exists only where it is shown.
pub type At = chrono::DateTime<chrono::Utc>;
