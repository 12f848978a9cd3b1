//! The few words by which a warning is told from another.

use serde::{Deserialize, Serialize};

/// Words of one question, each with the value that forms have.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $word:ident = $value:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$of])* $word,)+ }

        impl $name {
            /// All of them, the gravest first.
            pub const ALL: &[Self] = &[$(Self::$word,)+];

            /// As forms and message keys have it.
            #[must_use]
            pub const fn value(self) -> &'static str {
                match self { $(Self::$word => $value,)+ }
            }

            /// The word with that value.
            #[must_use]
            pub fn of(value: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.value() == value)
            }
        }
    };
}

words! {
    /// The level of a warning 预警级别, by its colour (突发事件应对法, art. 63).
    Colour {
        /// Level 1 红色.
        Red = "red",
        /// Level 2 橙色.
        Orange = "orange",
        /// Level 3 黄色.
        Yellow = "yellow",
        /// Level 4 蓝色.
        Blue = "blue",
    }
}

impl Colour {
    /// The level, 1 the gravest.
    #[must_use]
    pub const fn level(self) -> u8 {
        match self {
            Self::Red => 1,
            Self::Orange => 2,
            Self::Yellow => 3,
            Self::Blue => 4,
        }
    }
}

words! {
    /// How soon something is to be done.
    Urgency {
        /// Now.
        Immediate = "immediate",
        /// Within the hour.
        Expected = "expected",
        /// Later.
        Future = "future",
    }
}

words! {
    /// How sure it is.
    Certainty {
        /// It has happened or is happening.
        Observed = "observed",
        /// More than one half.
        Likely = "likely",
        /// Up to one half.
        Possible = "possible",
    }
}

words! {
    /// What to do, in one word.
    Response {
        /// Leave.
        Evacuate = "evacuate",
        /// Take shelter where one is.
        Shelter = "shelter",
        /// Stay away.
        Avoid = "avoid",
        /// Prepare.
        Prepare = "prepare",
        /// Keep informed.
        Monitor = "monitor",
    }
}
