# Cases that may be about the same.
alike-title = Possibly the same matter
alike-look = Look for cases about the same
alike-none =
    Nothing alike was found among the cases of the last { $n ->
        [one] day
       *[other] { $n } days
    }.
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
alike-join-hint = If one is, say so with a reason: the earlier case is raised, both stay and both are answered. It can be taken back.
alike-join = They ask the same
alike-split = They do not ask the same after all
alike-linked = Said to ask the same
story-split-from = No longer taken together with the earlier case
story-split-off = No longer taken together with a later case
