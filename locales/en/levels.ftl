# Operating levels 平战状态.
nav-levels = Level
levels-title = Operating levels
levels-lead = A level has a reason and an end. It is told to every post.
levels-none = No level other than routine was set.
level-in-force = in force
level-ahead = to come
level-over = over
level-body = the whole body
level-until = Until
level-units = Units that it binds
level-units-hint = It binds those ticked and all units beneath them; for an area, those that serve it as well. None ticked and no area: all of them.
level-by = Set by
level-ended = Ended
level-by-itself = by itself at its time
level-acknowledge = I have read it
level-read-of =
    { $read } of { $of ->
        [one] one post
       *[other] { $of } posts
    } read it
level-unread = not yet
level-end = End it now
level-due = When reports of a day are due
level-set = Set a level
level-where = Where
level-from-now = now if left empty
level-reason = Reason
level-read-it = Read it and say so
refusal-level-unknown = There is no such level. Reload the page.
refusal-level-routine = Routine needs no setting: end the level that is in force.
refusal-level-until = A level ends after it begins, and from now on. Choose a later end.
refusal-level-units = The pack names no unit that serves this area. Tick the units that the level binds.
refusal-level-role = The special office or a leader of the body sets and ends levels. Ask one of them.
