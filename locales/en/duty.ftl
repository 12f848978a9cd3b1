# Duty 值班.
nav-duty = Roster
nav-watch = Watch
duty-title = Roster
duty-desk = Desk
duty-choose = Show
duty-month = Month
duty-earlier = Previous month
duty-later = Next month
duty-day = Date
duty-kind-weekend = weekend
duty-kind-holiday = holiday
duty-level-heightened = heightened
duty-level-emergency = emergency
duty-year-unknown = The holidays of { $year } are not in the pack yet: only weekends are known.
duty-tier-leader = Leader on duty
duty-tier-officer = Officer on watch
duty-tier = In what capacity
duty-gaps = Gaps
duty-gaps-none =
    Every minute of the next { $n ->
        [one] day
       *[other] { $n } days
    } is covered.
duty-gaps-soon = Gaps in the next hours
duty-gaps-mend = Fill them on the roster
duty-gap = { $present } of { $needed } from { $from } until { $until }
duty-gap-skill = nobody with “{ $skill }” from { $from } until { $until }
duty-now = On shift now
duty-nobody = Nobody
duty-until = until { $time }
duty-mine = Your shifts
duty-mine-none = You have no shift ahead.
duty-hours = Hours and load
duty-hours-note = Of your unit's people alone, for { $month }. The load is what the pack's weights make of nights, weekends and holidays; it is there to spread duty evenly, and for nothing else.
duty-person = Person
duty-hours-n = Hours
duty-turns-n = Shifts
duty-nights-n = Nights
duty-weekends-n = Weekends
duty-holidays-n = Holidays
duty-load-n = Load
duty-leave = Leave
duty-leave-hint = Whole days. No reason is asked for.
duty-leave-ask = Ask for leave
duty-from = First day
duty-last = Last day
duty-wish = Ask not to be on duty on some days
duty-wish-hint = It is heard where it can be when a roster is made.
duty-wish-say = Say so
duty-take-back = Take back
duty-state-open = waits for an answer
duty-state-agreed = agreed, waits for approval
duty-state-granted = granted
duty-state-refused = refused
duty-state-taken-back = taken back
duty-swap = Swap
duty-swap-hint = You and the other person both agree, then the desk approves.
duty-swap-mine = Your shift
duty-swap-theirs = The other shift
duty-swap-ask = Ask for the swap
duty-swap-line = { $one } takes { $theirs }; { $two } takes { $mine }
duty-swap-breaks = What speaks against it:
duty-swap-pairs = Who is planned together or apart would not be kept.
duty-swap-despite = Approve it all the same
duty-agree = Agree
duty-decline = Decline
duty-approve = Approve
duty-refuse = Refuse
duty-waiting = Waits for you
duty-leave-line = { $who }: { $from } to { $until }
duty-plan = Plan
duty-generate = Have a roster proposed
duty-override = Put somebody else in
duty-override-hint = For the whole shift, or for the part of it that you say.
duty-shift = Shift
duty-outside = Outside the turns
duty-who = Who
duty-part-from = From
duty-part-until = Until
duty-override-do = Put in
duty-put = Put in a shift
duty-turn = Turn
duty-seat = Place
duty-put-do = Put in
duty-put-own = Put in a shift with times of its own
duty-put-own-hint = For somebody who is there beside the turns, or only for some hours.
duty-withdraw = Remove a shift
duty-rotation = Teams in turn
duty-rotation-hint = One team a line, its people's names with commas between, as they stand here or as they sign in. The shifts of the days that you say are planned anew, those of other turns stay.
duty-teams = Teams
duty-teams-unknown = Nobody here, or more than one, is called “{ $name }”. Use the name as the list has it, or the name under which they sign in.
duty-days-each = Days each
duty-rotation-do = Set and plan
duty-team = Skills and pairs
duty-team-hint = For planning alone: some turns ask for somebody with a skill, some people are planned together or apart. What is planned by hand is not held to pairs.
duty-skills = Skills
duty-skill-do = Has these
duty-skill-remove = Does not have these any more
duty-skill-line = { $who }: { $skills }
duty-pair-one = This person
duty-pair-two = And this one
duty-pair-how = How they are planned
duty-pair-together = { $one } is never on duty without { $two }
duty-pair-together-choice = never on duty without
duty-pair-apart = { $one } and { $two } are never on the same turn
duty-pair-apart-choice = never on the same turn as
duty-pair-do = Save the pair
duty-pair-end = End
duty-feed = Calendar
duty-feed-hint = A secret address for the calendar on your phone. Whoever has it sees your shifts. A new one ends the old one.
duty-feed-own = Your shifts
duty-feed-post = All shifts of { $tier }
duty-feed-new = Make an address
duty-feed-end = End it
duty-feed-made = Copy it now: it is not shown again.
duty-feed-since = There is one, made on { $time }.
duty-generate-title = Propose a roster
duty-generate-intro = Nights, weekends and holidays are spread evenly, what each carried in the { $days } days before is counted, and leave, rest and wishes are kept. The program proposes; nothing is planned until you take it.
duty-generate-do = Propose
duty-proposal-title = Proposed roster
duty-proposal-working = The program is still working at it. This page looks again by itself; you can leave it and come back.
duty-proposal-proven = No roster is more even than this one.
duty-proposal-gap = At most { $percent }% from the most even roster that there can be.
duty-proposal-unheard =
    { $n ->
        [one] One turn is
       *[other] { $n } turns are
    } against a wish.
duty-proposal-take = Take this roster
duty-proposal-taken-note = Shifts that are planned on these days are replaced; those that have begun and those put in with times of their own stay.
duty-proposal-clash = There is no roster that keeps all of these. Change one of them.
duty-proposal-open = The program found neither a roster nor what stands in its way. Propose fewer days, or change leave or the number on watch.
duty-proposal-failed = No roster was proposed
duty-proposal-again = Try again
duty-proposal-other = Ask for other days
duty-clash-cover = { $date }, { $turn }: { $needed } are needed
duty-clash-skill = { $turn } on { $date }: needs somebody with “{ $skill }”
duty-clash-pair = { $turn } on { $date }: { $rule }
duty-clash-put = The shift was not put in: look at what stands above. Choose somebody else or another place, or put it in all the same.
duty-clash-despite = Put it in all the same
duty-clash-override = Nobody else was put in: look at what stands above. Choose somebody else, or put them in all the same.
duty-clash-swap = The swap was not approved: look at what stands above. Refuse it, or approve it all the same.
duty-seat-occupied = { $who } has this place: { $shift }
duty-broken-twice = { $who } would be on two shifts at once: { $one } and { $other }
duty-broken-away = { $who } is on leave: { $one }
duty-broken-rest =
    { $who } would have less than { $hours ->
        [one] one hour
       *[other] { $hours } hours
    } of rest between { $one } and { $other }
duty-broken-rest-elsewhere =
    { $who } would have less than { $hours ->
        [one] one hour
       *[other] { $hours } hours
    } of rest between { $one } and a shift at another desk from { $from } until { $until }
duty-broken-nights =
    { $who } would have more than { $most ->
        [one] one night
       *[other] { $most } nights
    } in the seven days from { $from }
duty-broken-more =
    { $n ->
        [one] and one more
       *[other] and { $n } more
    }
duty-broken-yields = Nothing was planned. Change the teams or the days below; or say why it is to be planned all the same.
duty-broken-mend = To the teams and the days
duty-broken-despite = Plan it all the same
duty-why = Why all the same
duty-despite-line = Planned all the same, { $from } to { $until }: { $why }
duty-despite-turn = { $turn }, planned all the same, { $from } to { $until }: { $why }
duty-despite-shift = Against what is asked for of rest, nights, skills or pairs, all the same: { $shift }
duty-proposal-undoes = If this roster is taken, this is undone:
duty-proposal-by-hand = Plan these days by hand
duty-proposal-despite = Take it all the same
duty-undone-swap = An approved swap: { $swap }
duty-undone-override = { $who } is put in for somebody else: { $shift }
duty-clashes = Planned against what is said of pairs
duty-clash-leave = { $who } is on leave
duty-clash-rest =
    { $hours ->
        [one] one hour
       *[other] { $hours } hours
    } of rest between two turns
duty-clash-nights =
    at most { $most ->
        [one] one night
       *[other] { $most } nights
    } within seven days
duty-unknown-person = somebody who has left
# The watch 值守.
desk-watch-title = The watch
desk-watch-here = On watch
desk-watch-planned = By the roster
desk-watch-since = since { $time }
desk-watch-nobody-on = Nobody has signed in.
desk-watch-join = Sign in to the post
desk-watch-not-yours = You are not on shift now. The roster shows who should sign in.
desk-watch-leave = Leave; the others stay
desk-watch-end = End this place
desk-watch-end-hint = For somebody who forgot to hand over or has left. What is open stays open; where nobody is left, the watch is called.
desk-watch-end-why = Why
desk-watch-end-do = End it
desk-watch-open-cases = Open cases
desk-watch-open-cases-n = { $n } open
desk-watch-due = What is due
desk-watch-due-in = Due { $time }, { $words }
desk-watch-due-none = Nothing is due.
desk-watch-due-units = Daily reports of { $date }: { $units }
desk-watch-due-units-n =
    Daily reports of { $date }: { $n ->
        [one] one unit
       *[other] { $n } units
    }
desk-watch-due-call = Nobody has taken this call: { $what }
desk-watch-due-more = { $n } more are due later.
desk-watch-due-settled = no longer awaited
desk-watch-due-since = Due since it was written
desk-watch-dangers = Dangers
desk-watch-dangers-n = { $n } have not ended
desk-watch-entries = Still to be done
desk-watch-entries-none = Nothing is open.
desk-watch-done = Done
desk-watch-log = Log of the watch
desk-watch-log-none = Nothing has been written down.
desk-watch-log-older = Older lines
desk-watch-entry = What happened
desk-watch-entry-open = Something is still to be done about it
desk-watch-entry-add = Write it down
desk-watch-offer = Hand over
desk-watch-offer-hint = All that is open goes with it. Your watch goes on until the next one has read and taken it.
desk-watch-note = What to mind
desk-watch-offer-do = Write the handover
desk-watch-offered = { $who } hands over, written { $time }
desk-watch-offered-own = Your handover is written and waits for the next one. Your watch goes on until it is taken.
desk-watch-offered-cases = Open cases when it was written: { $n }
desk-watch-take = I have read it and take the watch
desk-watch-units = At every desk
desk-watch-unit-none = nobody signed in
desk-watch-units-kept = Units without a desk
desk-watch-unit-kept = No watch of its own: kept by { $desk }, led by { $post }
desk-watch-said-joined = { $who } signed in as { $tier }.
desk-watch-said-noted = { $who }: { $text }
desk-watch-said-done = { $who }: done — { $text }
desk-watch-said-offered = { $who } wrote the handover. { $note }
desk-watch-said-taken = { $who } read the handover and took the watch from { $from }.
desk-watch-said-left = { $who } left; others stayed.
desk-watch-said-ended = { $who } ended the watch of { $whose }: { $reason }
refusal-duty-desk = No watch is kept there. Choose a desk of the list.
refusal-duty-keeper = The roster is planned by a leader or the special office of the desk's own unit. Ask them.
refusal-duty-member = This person does not serve at this desk. Choose somebody of the list.
refusal-duty-skill = The pack has no skill “{ $skill }”. Choose one of the list.
refusal-duty-clash = This clashes with what is said of skills and pairs. Choose somebody else, or say that it is to be put in all the same.
refusal-duty-occupied = This place is somebody else's. Choose another place, or say that they are to be replaced.
refusal-duty-strain = That leaves too little rest or makes too many nights. Choose somebody else, or say that it is to be planned all the same.
refusal-duty-elsewhere = This person is on duty at another desk around { $from }. Choose somebody else.
refusal-duty-planned = Teams in turn would break what is asked for of rest, skills or pairs. Change the teams or the days, or say why it is to be planned all the same.
refusal-duty-outdated = Something has changed since this roster was proposed, and it would break what is asked for of rest, nights, skills or pairs. Have one proposed again.
refusal-duty-pair = A pair is of two different people. Choose another one.
refusal-duty-pairs = At most { $most } pairs are kept. End one that is needed no more.
refusal-duty-tier = This person's post does not serve as { $tier ->
    [leader] leader on duty
   *[officer] officer on watch
}. Choose somebody whose post does.
refusal-duty-past = That time is past. Choose days from today on.
refusal-duty-begun = That shift has begun. Put somebody else in for the rest of it.
refusal-duty-long = At most { $most } days are planned at once. Choose fewer.
refusal-duty-times = A shift ends after it begins and takes at most { $most } hours. Change its times.
refusal-duty-turn = The pack has no such turn. Choose one of the list.
refusal-duty-twice = Somebody would be in two places at once. Choose somebody else or another shift.
refusal-duty-leave = This person is on leave around { $from }. Choose somebody else.
refusal-duty-rest =
    There would be less than { $hours ->
        [one] one hour
       *[other] { $hours } hours
    } of rest. Choose another shift.
refusal-duty-teams = Every team has somebody, there are at most { $most } people, and a team takes at least one day. Change the teams.
refusal-duty-shift = That shift is not in the roster any more. Look at the roster again.
refusal-duty-part = The part lies within the shift and ends after it begins. Change its times.
refusal-duty-dates = The last day is not before the first, and days lie within what is planned. Change them.
refusal-duty-leave-unknown = There is no such leave to settle. Look at the roster again.
refusal-duty-swap-unknown = There is no such swap to settle. Look at the roster again.
refusal-duty-swap-changed = One of the two shifts is somebody else's by now. Ask for the swap anew.
refusal-duty-swap-overridden = Somebody else is put in for one of the two shifts, or a part of it. Choose another shift, or ask whoever plans the roster.
refusal-duty-swap-breaks = The swap makes too many nights, or clashes with what is said of skills and pairs. Refuse it, or say that it is to be approved all the same.
refusal-duty-own = Only the person it is about does that. Ask them.
refusal-duty-not-own = Somebody else settles what is your own. Ask another leader.
refusal-duty-other = Both shifts are yours. Choose somebody else's.
refusal-duty-wishes = At most { $most } wishes are kept at once. Take one back first.
refusal-duty-ahead = A roster is proposed from tomorrow on. Choose a later first day.
refusal-duty-proposal-broken = Something in the program went wrong while it worked at the roster. Try again; if it fails again, tell the administrator, for whom the reason is written down.
refusal-duty-proposal-ended = The program was stopped while it worked at the roster. Try again.
refusal-duty-no-people = Nobody has a post that serves as { $tier ->
    [leader] leader on duty
   *[officer] officer on watch
}. Open an account in such a post, or change the pack's roles.
refusal-watch-shift = You are not on shift in that place now or within the hour. The roster says who is; if it is wrong, have it changed.
refusal-watch-take = A handover is waiting. Read it and take the watch.
refusal-watch-many = At most { $most } entries are open at once. Say which are done.
refusal-watch-changed = That handover has been taken or written anew. Read the one that is there now.
refusal-watch-own = Somebody else takes what you hand over. Ask the next one.
refusal-watch-more = Something has been written down since. Have the handover written anew, and read it.
refusal-watch-nobody = Nobody has taken your watch, and too few stay who were on it with you. Write the handover and wait until the next one has taken it.
refusal-watch-not-on = You are not on watch. Sign in first.
refusal-what-watch-entry = entry
refusal-what-watch-note = handover
