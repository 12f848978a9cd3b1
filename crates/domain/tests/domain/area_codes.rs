//! Codes of areas: which codes that others write are of an area.

use domain::pack::{AreaCode, builtin};
use std::collections::BTreeSet;

fn code(name: &str, value: &str) -> AreaCode {
    AreaCode {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

#[test]
fn a_division_is_met_by_what_lies_in_it_and_by_what_it_lies_in() {
    // The area's code, a code of a warning, whether the warning is for the area.
    let codes = [
        ("420102", "420102", true),
        ("420102", "420103", false),
        ("420102001", "420102", true),
        ("420102001", "420102000000", true),
        ("420102001", "420100", true),
        ("420102001", "420000", true),
        ("420102001", "000000", true),
        ("420102001", "420102001005", true),
        ("420102001", "420102002000", false),
        ("420102001", "430000", false),
        ("420102", "420102003", true),
        // A city without counties has townships at once.
        ("441900003", "441900", true),
        ("441900003", "441901", false),
        // No level ends there: compared as it stands.
        ("420102", "42010", false),
        ("420102", "4201020", false),
        ("420102", "42O102", false),
        ("420102", " 420102 ", true),
    ];
    for (own, other, met) in codes {
        for (one, name) in [
            ("GB/T 2260", "GB/T 2260-2007"),
            ("GB/T 10114", "gb/t2260"),
            ("GB/T 2260", "GB/T 10114-2003"),
        ] {
            assert_eq!(code(one, own).meets(name, other), met, "{one} {own}, {name} {other}");
        }
    }
}

#[test]
fn any_other_code_is_met_by_itself_alone() {
    let own = code("Grid of Yunxi", "420102");
    assert!(own.meets("Grid of Yunxi", "420102") && own.meets("grid-of-yunxi", "420102"));
    assert!(!own.meets("Grid of Yunxi", "420100") && !own.meets("GB/T 2260", "420102"));
    assert!(!code("GB/T 2260", "420102").meets("Grid of Yunxi", "420102"));
}

#[test]
fn the_demonstrations_areas_have_codes_of_its_own_and_outlines() {
    let pack = builtin("demo-bureau").unwrap();
    let codes = pack.areas.iter().flat_map(|area| &area.codes);
    let names: BTreeSet<&str> = codes.map(|code| code.name.as_str()).collect();
    assert_eq!(
        names,
        BTreeSet::from(["云溪县（虚构）片区编码"]),
        "no code of a real place"
    );
    for area in &pack.areas {
        assert_eq!(area.codes.len(), 1, "{}", area.slug);
        assert!(area.polygon.len() >= 4, "{}", area.slug);
    }
    let real = builtin("la311").unwrap();
    assert!(
        real.areas
            .iter()
            .all(|area| area.codes.is_empty() && area.polygon.is_empty())
    );
}
