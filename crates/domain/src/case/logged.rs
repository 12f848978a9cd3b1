//! What a leaf of the log calls an event. Everybody reads the log, and some events' names alone would tell of people: that
//! somebody came to a counter and was given a link, how they are reached, that somebody is in danger, whom a case is about.

use super::Event;

/// What the log calls all of these.
const NOTED: &str = "noted";

/// Events that are called so. In leaves of older versions they have their own names.
const QUIET: [&str; 15] = [
    "link_given",
    "notices_chosen",
    "sealed_kept",
    "sealed_shared",
    "about_recorded",
    "about_lifted",
    "source_hidden",
    "source_handed_on",
    "source_file_cleared",
    "danger_raised",
    "danger_acknowledged",
    "danger_ended",
    "guest_invited",
    "guest_ended",
    "guest_stated",
];

/// What a leaf calls an event of that name: its own name, or one that says nothing.
#[must_use]
pub fn logged_name(name: &str) -> &str {
    if QUIET.contains(&name) { NOTED } else { name }
}

impl Event {
    /// What its leaf calls it.
    #[must_use]
    pub fn logged_name(&self) -> &'static str {
        logged_name(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_that_would_tell_of_somebody_is_called_as_the_others() {
        let given = Event::LinkGiven {
            link: "a".repeat(64),
            party: None,
        };
        let chosen = Event::DangerAcknowledged;
        assert_eq!((given.logged_name(), chosen.logged_name()), (NOTED, NOTED));
        assert_eq!(Event::RepeatRecorded.logged_name(), "repeat_recorded");
    }
}
