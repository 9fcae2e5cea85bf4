//! Filters as people type them, and what they take.

use chrono::{TimeDelta, TimeZone, Utc};
use chrono_tz::{Europe::Brussels, Tz};
use proptest::prelude::*;

use super::*;

/// Ana asks, on Thursday 26 November 2026, 15:30 in Brussels.
const ANA: Asker<'static, Tz> = Asker { me: "ana", now: now(), zone: &Brussels };

const fn now() -> At {
    match chrono::DateTime::from_timestamp(1_795_703_400, 0) {
        Some(at) => at,
        None => panic!(),
    }
}

fn read(text: &str) -> Filter {
    Filter::parse(text, &ANA).unwrap()
}

fn error(text: &str) -> String {
    Filter::parse(text, &ANA).unwrap_err().to_string()
}

/// The conditions of the only term.
fn one(text: &str) -> Vec<Cond> {
    let Filter { terms } = read(text);
    assert_eq!(terms.len(), 1, "{text}");
    terms[0].any.clone()
}

fn word(text: &str) -> Cond {
    Cond::Word(text.to_owned())
}

fn labels() -> &'static [String] {
    static LABELS: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
    LABELS.get_or_init(|| vec!["eu".to_owned(), "Réseau".to_owned()])
}

fn card() -> Subject<'static> {
    Subject {
        key: "INC-142",
        title: "Checkout p95 latency > 2s in Zürich 🔥",
        text: "The pool of pay-api is exhausted.\nRéessayer plus tard.",
        labels: labels(),
        assignee: Some("ana"),
        priority: Some(1),
        stage: "operate/diagnose",
        stage_name: "Find the cause",
        stream: "operate",
        stream_name: "Operate",
        type_id: "incident",
        type_name: "Incident",
        state: "in-progress",
        sla: Some(Sla::Risk),
        age_s: 4 * 86_400,
        entered_s: 3_600,
        due_at: Some(now() + TimeDelta::hours(30)),
        fields: fields(),
        ..Subject::default()
    }
}

fn fields() -> &'static [(String, String)] {
    static FIELDS: std::sync::OnceLock<Vec<(String, String)>> = std::sync::OnceLock::new();
    FIELDS.get_or_init(|| vec![("root_cause".to_owned(), "In Doubt".to_owned())])
}

fn finds(text: &str) -> bool {
    read(text).matches(&card(), now())
}

#[test]
fn now_is_when_the_tests_say() {
    assert_eq!(Utc.with_ymd_and_hms(2026, 11, 26, 14, 30, 0).unwrap(), now());
}

#[test]
fn terms_are_read() {
    let text = |s: &str| s.to_owned();
    for (typed, any) in [
        ("checkout", vec![word("checkout")]),
        ("@bo", vec![Cond::Assignee(text("bo"))]),
        ("@me", vec![Cond::Assignee(text("ana"))]),
        ("assignee:me", vec![Cond::Assignee(text("ana"))]),
        ("is:mine", vec![Cond::Assignee(text("ana"))]),
        ("@\"me\"", vec![Cond::Assignee(text("me"))]),
        ("#eu", vec![Cond::Label(text("eu"))]),
        ("#eu,us", vec![Cond::Label(text("eu")), Cond::Label(text("us"))]),
        ("p1", vec![Cond::Priority(1)]),
        ("P1,p2", vec![Cond::Priority(1), Cond::Priority(2)]),
        ("p0,checkout", vec![Cond::Priority(0), word("checkout")]),
        ("priority:none", vec![Cond::Priority(0)]),
        ("p95", vec![word("p95")]),
        ("\"p1\"", vec![word("p1")]),
        ("stage:new,\"in review\"", vec![Cond::Stage(text("new")), Cond::Stage(text("in review"))]),
        ("stage:a,is:done,@bo", vec![Cond::Stage(text("a")), Cond::Is(Is::Done), Cond::Assignee(text("bo"))]),
        ("#area:eu,area:us", vec![Cond::Label(text("area:eu")), Cond::Label(text("area:us"))]),
        ("Stream:operate", vec![Cond::Stream(text("operate"))]),
        ("type:incident", vec![Cond::Type(text("incident"))]),
        ("state:new,", vec![Cond::State(text("new"))]),
        ("key:inc-0142", vec![Cond::Key(text("INC-142"))]),
        ("key:inc", vec![Cond::Key(text("INC"))]),
        ("is:overdue,archived", vec![Cond::Is(Is::Overdue), Cond::Is(Is::Archived)]),
        ("sla:ok,breach", vec![Cond::Sla(Sla::Ok), Cond::Sla(Sla::Breach)]),
        ("age>3d", vec![Cond::Age(Cmp::More, 259_200)]),
        ("age<2h", vec![Cond::Age(Cmp::Less, 7_200)]),
        ("entered>1h30m", vec![Cond::Entered(Cmp::More, 5_400)]),
        ("field:cost", vec![Cond::Field(text("cost"), None)]),
        ("field:cost=1=2", vec![Cond::Field(text("cost"), Some(text("1=2")))]),
        ("field:\"a=b\"", vec![Cond::Field(text("a=b"), None)]),
        (
            "field:verdict=stop,\"not now\",field:cost",
            vec![
                Cond::Field(text("verdict"), Some(text("stop"))),
                Cond::Field(text("verdict"), Some(text("not now"))),
                Cond::Field(text("cost"), None),
            ],
        ),
        ("http://x", vec![word("http://x")]),
        ("12:30", vec![word("12:30")]),
        ("latency>2s", vec![word("latency>2s")]),
        ("\"stage:new\"", vec![word("stage:new")]),
        ("\"a \\\"b\\\" \\\\ \\n\"", vec![word("a \"b\" \\ \\n")]),
        ("\"left open", vec![word("left open")]),
        ("a\\b", vec![word("a\\b")]),
    ] {
        assert_eq!(one(typed), any, "{typed}");
    }
}

#[test]
fn due_is_before_after_or_by_a_day() {
    let at = |text: &str| crate::domain::value::parse_at(text).unwrap();
    for (typed, cmp, bound) in [
        ("due<fri", Cmp::Less, "2026-11-26T23:00:00Z"),
        ("due>fri", Cmp::More, "2026-11-27T22:59:59Z"),
        ("due:fri", Cmp::Less, "2026-11-27T23:00:00Z"),
        ("due:today", Cmp::Less, "2026-11-26T23:00:00Z"),
        ("due<2h", Cmp::Less, "2026-11-26T16:30:00Z"),
        ("due<\"fri 5pm\"", Cmp::Less, "2026-11-27T16:00:00Z"),
        ("due:17:00", Cmp::Less, "2026-11-26T16:00:01Z"),
    ] {
        assert_eq!(one(typed), [Cond::Due(cmp, at(bound))], "{typed}");
    }
}

#[test]
fn nothing_typed_asks_nothing() {
    for text in ["", "  \t", "-", ",", "- ,, \"\"", "-\"\""] {
        assert!(read(text).is_empty(), "{text}");
        assert!(finds(text));
    }
}

#[test]
fn errors_say_what_is_wrong_and_what_would_be_right() {
    for (text, message) in [
        ("@me stat:new", "`stat:new`: no such filter; did you mean `state`?"),
        ("-ages>3d", "`-ages>3d`: no such filter; did you mean `age`?"),
        ("is:blokced", "`is:blokced`: no such value; did you mean `blocked`?"),
        ("sla:late", "`sla:late`: no such value; there are ok, risk, breach"),
        ("priority:7", "`priority:7`: no such value; there are 1, 2, 3, 4, none"),
        ("stage:", "`stage:`: something is missing after it; like stage:diagnose"),
        ("#", "`#`: something is missing after it; like label:eu"),
        ("stage>new", "`stage>new`: written as stage:diagnose"),
        ("age:3d", "`age:3d`: written as age>3d"),
        ("age>soon", "`age>soon`: cannot be read; like age>3d"),
        ("due<soon", "`due<soon`: cannot be read; like due<fri"),
        ("due<9999-12-31", "`due<9999-12-31`: cannot be read; like due<fri"),
        ("key:1", "`key:1`: cannot be read; like key:INC-142"),
        ("field:cost=", "`field:cost=`: something is missing after it; like field:amount=100"),
        ("field:=3", "`field:=3`: something is missing after it; like field:amount=100"),
        ("age>\"\n\u{1b}\"", "`age>\"  \"`: cannot be read; like age>3d"),
    ] {
        assert_eq!(error(text), message);
    }
}

#[test]
fn an_unfinished_last_term_is_left_out_while_typing() {
    let typing = |text: &str| Filter::parse_typing(text, &ANA);
    for last in
        ["-", "@", "#", "-#", "stage:", "stage: ", "age>", "age>3", "due<2026-", "is:", "is:bl", "sla:ok,ri", "key:1"]
    {
        assert_eq!(typing(&format!("@me {last}")), Ok(read("@me")), "{last}");
    }
    assert_eq!(typing("@me is:blocked"), Ok(read("@me is:blocked")));
    for wrong in ["stage: x", "is:blx", "is:bl ", "age>3 ", "stat:new", "age>x @me"] {
        assert!(typing(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn cards_are_found() {
    for text in [
        "check",
        "CHECKOUT lat",
        "zurich",
        "reessayer",
        "res",
        "inc-142",
        "inc-14",
        "142",
        "\"p95 laten\"",
        "pay-api",
        "🔥",
        "-queue",
        "@me",
        "@ANA",
        "#eu",
        "#reseau",
        "p1",
        "p2,p1",
        "-p2,p3",
        "stage:diagnose",
        "stage:operate/diagnose",
        "stage:\"find the cause\"",
        "stream:Operate",
        "type:incident",
        "state:\"in progress\"",
        "key:INC-142",
        "key:inc",
        "-is:blocked",
        "-is:overdue",
        "-is:unassigned",
        "sla:risk",
        "age>3d",
        "entered<2h",
        "due<sat",
        "-due<today",
        "@me p1 #eu checkout",
        "queue,checkout",
        "field:root_cause",
        "field:root-cause=\"in doubt\"",
        "field:root_cause=known,in-doubt",
        "-field:cost",
    ] {
        assert!(finds(text), "{text}");
    }
}

#[test]
fn cards_are_not_found() {
    for text in [
        "queue",
        "heckout",
        "\"latency p95\"",
        "-checkout",
        "@bo",
        "#e",
        "p2",
        "p0",
        "stage:diag",
        "stream:deploy",
        "🚒",
        "type:event",
        "state:progress",
        "key:INC-14",
        "is:blocked",
        "is:done",
        "sla:ok,breach",
        "age<4d",
        "age>4d",
        "entered>2h",
        "due:today",
        "@me p2",
        "-queue,checkout",
        "field:cost",
        "field:root_cause=doubt",
        "-field:root_cause",
    ] {
        assert!(!finds(text), "{text}");
    }
}

#[test]
fn a_card_without_anything_is_only_what_it_lacks() {
    let bare = Subject { due_at: Some(now() - TimeDelta::seconds(1)), ..Subject::default() };
    for (text, found) in [("p0", true), ("is:unassigned", true), ("is:overdue", true), ("sla:ok", false), ("x", false)]
    {
        assert_eq!(read(text).matches(&bare, now()), found, "{text}");
    }
    let done = Subject { done: true, ..bare };
    assert!(!read("is:overdue").matches(&done, now()));
}

#[test]
fn a_filter_is_shown_as_it_is_read() {
    for text in [
        "@ana p1,p2 -#eu checkout",
        "stage:new,stage:\"in review\"",
        "age>1d4h entered<90s",
        "-\"p1\",\"a b\"",
        "@\"me\"",
        "due<2026-11-26T23:00:00Z",
        "#eu,priority:1",
        "key:INC-142 is:overdue sla:breach",
        "p95 \"http://x\"",
        "field:cost field:verdict=stop,field:verdict=\"not now\" field:\"a=b\"",
    ] {
        let shown = read(text).show();
        assert_eq!(read(&shown), read(text), "{shown}");
        assert_eq!(shown.replace("1m30s", "90s"), text);
    }
    let odd = Filter { terms: vec![Term { negated: false, any: vec![Cond::Label("a".to_owned()), word("b c")] }] };
    assert_eq!(odd.show(), "#a,text:\"b c\"");
    assert_eq!(read(&odd.show()), odd);
}

proptest! {
    #[test]
    fn any_filter_that_is_read_can_be_shown_and_read_again(text in "([-,@#:<>=\"\\\\ apx1é]|stage:|field:|age>|due<|is:|done|3d|fri|me| ){0,14}") {
        let _ = Filter::parse_typing(&text, &ANA);
        if let Ok(filter) = Filter::parse(&text, &ANA) {
            prop_assert_eq!(Filter::parse(&filter.show(), &ANA), Ok(filter));
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,40}") {
        if let Ok(filter) = Filter::parse(&text, &ANA) {
            filter.matches(&card(), now());
            prop_assert_eq!(Filter::parse(&filter.show(), &ANA), Ok(filter));
        }
    }
}
