//! Other fields behind the arrows.

use std::sync::Arc;

use eframe::egui::Vec2;
use egui_kittest::kittest::Queryable as _;
use gradfield::colormap::{ColorScale, Colormap, Scale};
use gradfield::gui::plot::arrows::{ArrowStyle, Kind, Length, Marks};
use gradfield::gui::plot::canvas::{Ghost, GhostKind};
use gradfield::gui::plot::ghosts::{Backdrop, ghost_style};

use super::{Stage, Window, census_of};
use crate::arrows::{bowl, square_field};

#[test]
fn ghosts_begin_at_their_arrows_nodes_and_lie_where_the_exact_arrow_would() {
    let field = bowl(1.2e-16);
    let census = census_of(&field, |x| x.map(|x| 2.0 * x));
    let window = Window::new(Stage::new(field, Some(census)).with_exact_ghosts());
    let canvas = &window.harness.state().canvas;
    let (arrows, ghosts) = (canvas.built().unwrap(), canvas.built_ghosts(GhostKind::Exact).unwrap());
    assert_eq!((ghosts.instances.len(), arrows.drawn.arrows), (255, 255));
    let arrows: Vec<_> = arrows.instances.iter().filter(|i| i.kind == Kind::Arrow as u32).collect();
    let mut turned = 0;
    for (arrow, ghost) in arrows.iter().zip(&ghosts.instances) {
        assert_eq!((ghost.kind, ghost.position), (Kind::Arrow as u32, arrow.position));
        assert!((ghost.length - arrow.length).abs() < 1e-4);
        assert_eq!(ghost.color, GhostKind::Exact.color(true).to_array());
        let along = ghost.direction[0] * arrow.direction[0] + ghost.direction[1] * arrow.direction[1];
        turned += usize::from(along < 14_f32.to_radians().cos());
    }
    // Half of the arrows are more than 14 degrees off.
    assert!((118..138).contains(&turned), "{turned}");
    window.harness.get_by_label("exact");
}

#[test]
fn ghosts_are_as_long_as_they_are_steep() {
    let field = bowl(1e-4);
    let twice = Arc::new(square_field("2*x0^2 + 2*x1^2", [-2.0, 2.0], 0.25, 1e-4));
    let mut stage = Stage::new(field, None);
    stage.ghosts = vec![Ghost { field: twice, kind: GhostKind::Held }];
    stage.restyle = |style| ArrowStyle { length: Length::Magnitude, ..style };
    let window = Window::new(stage);
    let canvas = &window.harness.state().canvas;
    let (arrows, ghosts) = (canvas.built().unwrap(), canvas.built_ghosts(GhostKind::Held).unwrap());
    let arrows: Vec<_> = arrows.instances.iter().filter(|i| i.kind != Kind::Ring as u32).collect();
    assert_eq!(arrows.len(), ghosts.instances.len());
    for (arrow, ghost) in arrows.iter().zip(&ghosts.instances) {
        assert!((ghost.length - 2.0 * arrow.length).abs() < 1e-3);
    }
}

#[test]
fn a_ghost_of_another_grid_is_drawn_at_its_own_nodes_and_does_not_widen_the_view() {
    let home = Window::bowl(1e-4).place(0.0, 0.0);
    let far = Arc::new(square_field("x0 + x1", [1.0, 9.0], 0.5, 1e-4));
    let mut stage = Stage::new(bowl(1e-4), None);
    stage.ghosts = vec![Ghost { field: far, kind: GhostKind::Claimed }];
    let mut window = Window::new(stage);
    assert_eq!(window.place(0.0, 0.0), home);
    let ghosts = window.harness.state().canvas.built_ghosts(GhostKind::Claimed).unwrap();
    let corner = window.place(1.0, 1.0) - window.frame().min;
    assert!((Vec2::from(ghosts.instances[0].position) - corner).length() < 0.01);
    window.harness.state_mut().stage.ghosts.clear();
    window.harness.run();
    assert!(window.harness.state().canvas.built_ghosts(GhostKind::Claimed).is_none());
}

#[test]
fn ghosts_have_colors_and_styles_of_their_own() {
    let style =
        ArrowStyle::new(ColorScale { map: Colormap::Jet, scale: Scale::Linear, min: 0.0, max: 1.0 }, false);
    for dark_mode in [false, true] {
        let mut colors: Vec<_> = GhostKind::ALL.map(|kind| kind.color(dark_mode).to_array()).to_vec();
        colors.sort_unstable();
        colors.dedup();
        assert_eq!(colors.len(), GhostKind::ALL.len());
        for kind in GhostKind::ALL {
            let plain = ghost_style(kind, &style, Backdrop { dark_mode, heat_map: false });
            assert_eq!((plain.plain, plain.marks), (Some(kind.color(dark_mode)), Marks::None));
            assert!(plain.halo_width <= 0.0, "it would show around an arrow that agrees");
            let on_map = ghost_style(kind, &style, Backdrop { dark_mode, heat_map: true });
            assert!(on_map.halo_width > 0.0, "it must stand out from any colour");
        }
    }
}
