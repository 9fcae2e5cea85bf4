//! Every rule that ships is read as it is kept.

use super::*;
use crate::wire::assets::reference;
use crate::wire::value::to_json;

#[test]
fn rules_of_stages_are_read_as_they_are_kept() {
    for stage in reference().unwrap().streams.iter().flat_map(|stream| &stream.stages) {
        let kept = to_json(&stage.rules.to_value());
        assert_eq!(stage_rules_from_json(&kept).unwrap(), stage.rules, "{}", stage.id);
        for criterion in stage.criteria.iter().filter(|criterion| criterion.guard.is_some()) {
            let guard = criterion.guard.as_ref().unwrap();
            assert_eq!(guard_from_json(&to_json(&guard.to_value())).unwrap(), *guard, "{}", criterion.id);
        }
    }
}

#[test]
fn rules_of_types_are_read_as_they_are_kept() {
    for kind in reference().unwrap().types {
        let mut read = kind.clone();
        put_type_rules(&mut read, &to_json(&type_rules(&kind))).unwrap();
        assert_eq!(read, kind, "{}", kind.id);
    }
}

#[test]
fn hand_offs_and_plans_are_read_as_they_are_kept() {
    for stream in reference().unwrap().streams {
        for edge in &stream.edges {
            assert_eq!(carry_from_json(&to_json(&edge.carry.to_value())).unwrap(), edge.carry, "{}", edge.id);
        }
        for scenario in &stream.scenarios {
            let read = plan_from_json(&to_json(&scenario.plan.to_value()), &stream.id).unwrap();
            assert_eq!(read, scenario.plan, "{}", scenario.id);
        }
    }
}
