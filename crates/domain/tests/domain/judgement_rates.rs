//! The rates in `docs/judgement.md` are those of this code.

#[path = "../../examples/judgement_rates/rates.rs"]
mod rates;

const DOC: &str = include_str!("../../../../docs/judgement.md");

#[test]
fn the_measured_rates_in_the_docs_are_fresh() {
    let fresh = rates::tables();
    assert!(
        DOC.contains(&fresh),
        "docs/judgement.md does not hold these tables; copy them in:\n{fresh}"
    );
}
