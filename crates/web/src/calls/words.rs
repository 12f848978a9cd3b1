//! What a call says: what is the matter and where to look; never who.

use domain::Locale;
use domain::call::About;
use domain::case::DRILL_MARK;
use domain::pack::Pack;
use fluent_bundle::FluentValue;
use office::Office;
use store::Send;
use words::words;

/// What says where a level is in force; without it, it is the whole body.
pub(super) const PLACE: &str = "place";

/// What somebody has to be able to do of whom there is nobody; without it, there are too few.
const SKILL: &str = "skill";

/// Where a level is in force, as a call has it: an area, or else units; none where it is the whole body.
pub(super) fn place(plan: &domain::level::Plan) -> Option<String> {
    let units: Vec<&str> = plan.units.iter().map(domain::UnitSlug::as_str).collect();
    match &plan.area {
        Some(area) => Some(format!("area:{area}")),
        None if units.is_empty() => None,
        None => Some(units.join(",")),
    }
}

/// The name of such a place.
fn place_name(pack: &Pack, language: Locale, place: &str) -> String {
    if let Some(area) = place.strip_prefix("area:") {
        return pack.area_name(&area.into(), language).to_owned();
    }
    let names = place
        .split(',')
        .map(|unit| pack.unit_name(&unit.into(), language).to_owned());
    names.collect::<Vec<_>>().join(" · ")
}

/// The name of a skill.
fn skill_name(pack: &Pack, language: Locale, skill: &str) -> String {
    let known = pack.duty.as_ref().and_then(|rules| rules.skill(skill));
    known.map_or(skill, |known| known.name.get(language)).to_owned()
}

/// The name of a clock of the kind of case that a call is about.
fn clock_name(pack: &Pack, language: Locale, about: &About, clock: &str) -> String {
    let kind = about.args.get("kind").map_or("", String::as_str);
    pack.clock_name(&kind.into(), &clock.into(), language).to_owned()
}

/// The sentence of what a call is about.
pub(crate) fn sentence(office: &Office, language: Locale, about: &About) -> String {
    let within = if about.args.contains_key(PLACE) {
        "-in"
    } else if about.args.contains_key(SKILL) {
        "-skill"
    } else {
        ""
    };
    let key = format!("call-about-{}{within}", about.reason);
    let pack = &office.pack;
    let args: Vec<(&str, FluentValue<'_>)> = about
        .args
        .iter()
        .map(|(name, value)| {
            // What the pack has a name for is said by that name in the reader's language.
            let value = match name.as_str() {
                "unit" => pack.unit_name(&value.as_str().into(), language).to_owned(),
                "level" => words(language).text(&format!("level-{value}")).to_owned(),
                "clock" => clock_name(pack, language, about, value),
                PLACE => place_name(pack, language, value),
                "tier" => words(language).text(&format!("duty-tier-{value}")).to_owned(),
                SKILL => skill_name(pack, language, value),
                "way" => words(language).text(&format!("call-way-{value}")).to_owned(),
                _ => value.clone(),
            };
            (name.as_str(), FluentValue::from(value))
        })
        .collect();
    let sentence = words(language).with(&key, &args);
    if about.drill {
        // Whoever is called for a drill must not take it for what it is not.
        return format!("{DRILL_MARK}{sentence}");
    }
    sentence
}

/// The whole message: the sentence, and the page of this one message where people can reach the desk.
pub(super) fn message(office: &Office, language: Locale, about: &About, link: Option<&str>) -> String {
    let sentence = sentence(office, language, about);
    let body = office.pack.body.get(language);
    match link {
        Some(link) => format!("{body}：{sentence}\n{link}"),
        None => format!("{body}：{sentence}"),
    }
}

/// The address of a message's own page; none where the operator has not said where the desk is reached, or it was sent.
pub(super) fn link(public_url: Option<&str>, send: &Send) -> Option<String> {
    // A group reads what its robot is told: there, nobody acts for somebody else by a link.
    let token = send.token.as_ref().filter(|_| send.staff.is_some())?;
    Some(format!("{}/call/{token}", public_url?))
}
