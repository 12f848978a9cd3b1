//! The policies that the program carries, read once, and the one place where they are asked.

use super::Decision;
use cedar_policy::{
    Authorizer, Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicyId, PolicySet, Request,
};
use std::str::FromStr as _;
use std::sync::LazyLock;

/// What the policies are about, in Cedar's words.
pub const SCHEMA: &str = include_str!("../../../../policies/huying.cedarschema");

/// The files of the policies: name and text, in the order in which an auditor reads them.
pub const POLICY_FILES: [(&str, &str); 2] = [
    ("body.cedar", include_str!("../../../../policies/body.cedar")),
    ("cases.cedar", include_str!("../../../../policies/cases.cedar")),
];

/// A policy as a reader looks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Its `@id`.
    pub id: &'static str,
    /// Its `@why`: a message key.
    pub why: &'static str,
    /// Whether it permits; otherwise it forbids.
    pub permits: bool,
    /// The file that it stands in.
    pub file: &'static str,
    /// Its text.
    pub text: &'static str,
}

struct Kept {
    set: PolicySet,
    list: Vec<Policy>,
}

static KEPT: LazyLock<Kept> = LazyLock::new(|| Kept {
    // All of them or none, and none permits nothing: one that was left out could be one that forbids.
    set: read().unwrap_or_default(),
    list: POLICY_FILES
        .iter()
        .flat_map(|(file, text)| listed(file, text))
        .collect(),
});

/// The policies of all files, each by its `@id`.
fn read() -> Option<PolicySet> {
    let mut all = PolicySet::new();
    for (_, text) in POLICY_FILES {
        for policy in PolicySet::from_str(text).ok()?.policies() {
            let id = PolicyId::new(policy.annotation("id")?);
            all.add(policy.new_id(id)).ok()?;
        }
    }
    Some(all)
}

/// The policies of a file in their order, each from its `@id` to the next one's.
fn listed(file: &'static str, text: &'static str) -> impl Iterator<Item = Policy> {
    let starts = text.match_indices("@id(\"").map(|(at, _)| at);
    starts.filter_map(move |at| {
        let rest = &text[at..];
        // What stands between the end of one policy and the next is the comment of the next.
        let text = &rest[..=rest.find(";\n").unwrap_or(rest.len() - 1)];
        let between = |from: &str| text.split(from).nth(1)?.split('"').next();
        Some(Policy {
            id: between("@id(\"")?,
            why: between("@why(\"")?,
            permits: text.contains("\npermit ("),
            file,
            text,
        })
    })
}

/// All policies, in the order of their files.
#[must_use]
pub fn policies() -> &'static [Policy] {
    &KEPT.list
}

/// The name of something in the policies' words.
pub(super) fn uid(kind: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
}

/// Kinds of things, by the schema's names.
pub(super) struct Kinds {
    pub(super) role: EntityTypeName,
    pub(super) unit: EntityTypeName,
    pub(super) post: EntityTypeName,
    pub(super) guest: EntityTypeName,
    pub(super) case: EntityTypeName,
    pub(super) staff: EntityTypeName,
    pub(super) body: EntityUid,
    action: EntityTypeName,
}

pub(super) static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    let kind = |name| EntityTypeName::from_str(name).expect("a plain name");
    Kinds {
        role: kind("Role"),
        unit: kind("Unit"),
        post: kind("Post"),
        guest: kind("Guest"),
        case: kind("Case"),
        staff: kind("Staff"),
        body: uid(&kind("Body"), "body"),
        action: kind("Action"),
    }
});

static AUTHORIZER: LazyLock<Authorizer> = LazyLock::new(Authorizer::new);

/// Asks the policies. Whatever cannot be asked is refused.
pub(super) fn ask(
    principal: &EntityUid,
    action: &str,
    resource: EntityUid,
    facts: impl IntoIterator<Item = Entity>,
) -> Decision {
    let action = uid(&KINDS.action, action);
    let request = Request::new(principal.clone(), action, resource, Context::empty(), None);
    let (Ok(request), Ok(facts)) = (request, Entities::from_entities(facts, None)) else {
        return Decision::NO;
    };
    let response = AUTHORIZER.is_authorized(&request, &KEPT.set, &facts);
    let allowed = response.decision() == cedar_policy::Decision::Allow;
    // Of several that permit it, the first in the files is the plainest reason.
    let rests_on = |policy: &&Policy| {
        let mut reasons = response.diagnostics().reason();
        reasons.any(|id| AsRef::<str>::as_ref(id) == policy.id)
    };
    let policy = KEPT.list.iter().find(rests_on);
    Decision {
        // A policy that could not be evaluated may be one that forbids.
        allowed: allowed && response.diagnostics().errors().next().is_none(),
        policy: policy.map(|policy| policy.id),
        why: policy.map(|policy| policy.why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cedar_policy::{Schema, ValidationMode, Validator};
    use std::collections::BTreeSet;

    #[test]
    fn the_policies_fit_the_schema() {
        let (schema, warnings) = Schema::from_cedarschema_str(SCHEMA).unwrap();
        assert_eq!(warnings.map(|warning| warning.to_string()).collect::<Vec<_>>(), [""; 0]);
        for (file, text) in POLICY_FILES {
            let read = PolicySet::from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"));
            let found = Validator::new(schema.clone()).validate(&read, ValidationMode::Strict);
            let wrong: Vec<String> = found.validation_errors().map(ToString::to_string).collect();
            assert!(found.validation_passed(), "{file}: {wrong:?}");
            let warned: Vec<String> = found.validation_warnings().map(ToString::to_string).collect();
            assert!(warned.is_empty(), "{file}: {warned:?}");
        }
    }

    #[test]
    fn every_policy_has_a_name_of_its_own_and_a_reason() {
        assert_eq!(super::read().unwrap().policies().count(), policies().len());
        let kept: BTreeSet<&str> = policies().iter().map(|policy| policy.id).collect();
        assert_eq!(kept.len(), policies().len());
        let mut read = 0;
        for (file, text) in POLICY_FILES {
            for policy in PolicySet::from_str(text).unwrap().policies() {
                read += 1;
                let id = policy
                    .annotation("id")
                    .unwrap_or_else(|| panic!("no @id in {file}: {policy}"));
                let listed = policies().iter().find(|listed| listed.id == id).unwrap();
                assert_eq!(policy.annotation("why"), Some(listed.why), "{id}");
                let permits = policy.effect() == cedar_policy::Effect::Permit;
                assert_eq!(permits, listed.permits, "{id}");
            }
        }
        assert_eq!(read, policies().len());
    }
}
