//! What a decision costs: `cargo run --release -p domain --example decision_rate`.
#![expect(clippy::disallowed_methods, reason = "a measurement takes the time")]

use domain::access::{CaseFacts, Right, Standing};
use domain::case::{About, Actor, Role};
use domain::pack::builtin;
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: u32 = 20_000;

fn each(what: &str, mut decide: impl FnMut() -> bool) {
    let started = Instant::now();
    for _ in 0..ROUNDS {
        black_box(decide());
    }
    println!(
        "{what}: {:.2} µs",
        started.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
    );
}

fn main() {
    let Some(pack) = builtin("demo-bureau") else { return };
    let actor = Actor {
        role: Role::Handler,
        post: Some("water-handler".into()),
        unit: Some("water".into()),
        account: None,
    };
    let standing = Standing::of(&pack, &actor);
    let plain = CaseFacts::plain("water".into());
    let complaint = CaseFacts {
        about: About::unit("fire".into()),
        ..plain.clone()
    };
    each("a right of the post", || standing.may(Right::SeeCases).allowed);
    each("a case, asked", || standing.decide(Right::SeeCases, &plain).allowed);
    each("a complaint, asked", || {
        standing.decide(Right::TakeStep, &complaint).allowed
    });
    let started = Instant::now();
    black_box(Standing::of(&pack, &actor));
    println!(
        "the standing of a post, with all its rights: {:.0} µs",
        started.elapsed().as_secs_f64() * 1e6
    );
}
