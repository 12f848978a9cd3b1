# Cases that may be about the same.
alike-title = Perhaps about the same
alike-look = Look for cases about the same
alike-none = Nothing alike was found among the cases of the last { $n } days.
alike-hint = Proposed by place, words, category and time. Whether they are the same, you say: look at them first.
alike-near = { $n } m away
alike-address = address: { $words }
alike-category = same category
alike-words = words in common: { $words }
alike-days =
    { $n ->
        [0] on the same day
        [one] one day apart
       *[other] { $n } days apart
    }
