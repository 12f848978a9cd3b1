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
related-title = May belong together
related-hint = Cases of other kinds, proposed by place, words and time. Whether they belong together, you say: look at them first.
related-join-hint = What belongs together without asking the same is joined with a reason: each is handled and answered by itself, and whoever may not see one of them reads nothing of it in the other. It can be taken back.
related-join = They belong together
related-split = They do not belong together after all
related-linked = Said to belong together
related-by-number = Another case belongs together with this one
related-number = Its number
related-done = what belongs together
story-split-from = No longer taken together with the earlier case
story-split-off = No longer taken together with a later case
story-related = Said to belong together with another case
story-unrelated = No longer said to belong together with another case
