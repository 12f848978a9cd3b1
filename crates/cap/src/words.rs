//! The words that the standard allows in an element (3.2.1, 3.2.2). Another word is refused, as the schema refuses it: a word is
//! written exactly so.

/// Words of one element, each with its spelling.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $word:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$of])* $word,)+ }

        impl $name {
            /// All of them, in the standard's order.
            pub const ALL: &[Self] = &[$(Self::$word,)+];

            /// As the standard writes it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$word => $text,)+ }
            }

            /// The word so written; none where there is no such word.
            #[must_use]
            pub fn of(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// How an alert is to be handled (3.2.1 status).
    Status {
        /// To be acted upon by everybody whom it reaches.
        Actual = "Actual",
        /// To be acted upon by those who take part in an exercise, which the note names.
        Exercise = "Exercise",
        /// Between the networks' own functions.
        System = "System",
        /// A technical test: to be disregarded.
        Test = "Test",
        /// Not to be acted upon in its present form.
        Draft = "Draft",
    }
}

words! {
    /// What an alert is to earlier ones (3.2.1 msgType).
    MsgType {
        /// The first of its matter.
        Alert = "Alert",
        /// Supersedes those it refers to.
        Update = "Update",
        /// Takes back those it refers to.
        Cancel = "Cancel",
        /// Says that those it refers to were received.
        Ack = "Ack",
        /// Refuses those it refers to; the note says why.
        Error = "Error",
    }
}

words! {
    /// For whom an alert is (3.2.1 scope).
    Scope {
        /// Everybody.
        Public = "Public",
        /// Those whom the restriction describes.
        Restricted = "Restricted",
        /// Those at the addresses.
        Private = "Private",
    }
}

words! {
    /// The kind of event (3.2.2 category).
    Category {
        /// Ground: earthquakes, landslides.
        Geo = "Geo",
        /// Weather and floods.
        Met = "Met",
        /// General emergencies and the public's safety.
        Safety = "Safety",
        /// Police, armed forces, security.
        Security = "Security",
        /// Rescue and recovery.
        Rescue = "Rescue",
        /// Fire.
        Fire = "Fire",
        /// Health.
        Health = "Health",
        /// Pollution and other things of the environment.
        Env = "Env",
        /// Transport.
        Transport = "Transport",
        /// Utilities, telecommunications and other infrastructure.
        Infra = "Infra",
        /// Chemical, biological, radiological, nuclear, explosive.
        Cbrne = "CBRNE",
        /// Something else.
        Other = "Other",
    }
}

words! {
    /// What those whom it reaches do (3.2.2 responseType).
    ResponseType {
        /// Take shelter where they are.
        Shelter = "Shelter",
        /// Leave.
        Evacuate = "Evacuate",
        /// Prepare.
        Prepare = "Prepare",
        /// Do what was planned before.
        Execute = "Execute",
        /// Stay away.
        Avoid = "Avoid",
        /// Keep informed.
        Monitor = "Monitor",
        /// Evaluate; not for warnings to the public.
        Assess = "Assess",
        /// It is over.
        AllClear = "AllClear",
        /// Nothing.
        None = "None",
    }
}

words! {
    /// How soon something is to be done (3.2.2 urgency).
    Urgency {
        /// Now.
        Immediate = "Immediate",
        /// Within the hour.
        Expected = "Expected",
        /// In the near future.
        Future = "Future",
        /// No longer.
        Past = "Past",
        /// Not known.
        Unknown = "Unknown",
    }
}

words! {
    /// How great the threat is (3.2.2 severity).
    Severity {
        /// Extraordinary.
        Extreme = "Extreme",
        /// Significant.
        Severe = "Severe",
        /// Possible.
        Moderate = "Moderate",
        /// Minimal.
        Minor = "Minor",
        /// Not known.
        Unknown = "Unknown",
    }
}

words! {
    /// How sure it is (3.2.2 certainty).
    Certainty {
        /// It has happened or is happening.
        Observed = "Observed",
        /// More than one half.
        Likely = "Likely",
        /// Up to one half.
        Possible = "Possible",
        /// Close to nought.
        Unlikely = "Unlikely",
        /// Not known.
        Unknown = "Unknown",
    }
}
