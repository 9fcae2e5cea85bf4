//! Boards in lanes and by team.

use streamboard::domain::lane::LaneKey;

use super::{SIZES, check};
use crate::common::lanes;

#[test]
fn a_board_in_lanes() {
    for (width, height) in SIZES {
        check("lanes", &lanes::board(width, height));
    }
}

#[test]
fn lanes_in_plain_ascii() {
    let mut model = lanes::board(80, 24);
    model.settings.ascii = true;
    check("lanes-ascii", &model);
}

#[test]
fn a_folded_lane() {
    let mut model = lanes::board(80, 24);
    let key = LaneKey::Of("ana".into());
    for column in model.board.columns.iter_mut().filter(|c| c.lane.as_ref() == Some(&key)) {
        column.window = None;
    }
    model.board.lanes.as_mut().expect("lanes").folded.insert(key);
    check("lanes-folded", &model);
}

#[test]
fn a_board_by_team() {
    for (width, height) in SIZES {
        check("team-lens", &lanes::lens(width, height));
    }
}
