# Incidents: pages, reports, refusals.

nav-incidents = Incidents
incidents-title = Incidents
incidents-open = Being dealt with, or to be reported
incidents-none = No incident is being dealt with now.
incidents-ended = Over
incident-drill = DRILL 演练
incident-drill-banner = DRILL 演练: this is practised, nothing has happened. Report and publish nothing of it as real.
incident-over = Over
incident-minutes-left =
    { $n ->
        [one] one minute
       *[other] { $n } minutes
    } left
incident-late-by =
    { $n ->
        [one] one minute
       *[other] { $n } minutes
    } late
incident-hours-left =
    { $hours ->
        [one] one hour
       *[other] { $hours } hours
    } { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    } left
incident-hours-late =
    { $hours ->
        [one] one hour
       *[other] { $hours } hours
    } { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    } late
incident-new-title = Register an incident
incident-new-how = Three fields are enough; the rest can follow. Tab goes from field to field, Ctrl+Enter registers.
incident-what = What has happened (the first line is the title; no names)
incident-what-needed = Write one sentence on what has happened.
incident-type = Type
incident-type-needed = Choose a type; “other” where it is not clear.
incident-where = Place
incident-where-needed = Say where it is, so that it can be found.
incident-known-now = What is known now
incident-known-hint = Leave empty what is not known. Each entry is kept; nothing earlier is changed.
incident-dead = Dead
incident-missing = Missing
incident-serious = Seriously injured
incident-injured = Slightly injured
incident-loss = Direct loss (10 000 yuan)
incident-loss-number = Give the loss in 10 000 yuan, with at most four decimals, such as 12.5.
incident-unit = Unit that answers (by the pack's table if empty)
incident-told-at = Told at (now if empty)
incident-told-by = Told by
incident-reporter = Who reported (sealed, erased when it is over)
incident-is-drill = This is a drill (marked on every page and paper, counted nowhere)
incident-new-button = Register
incident-done = Written down.
incident-level-mark = Level: { $level }
incident-level = Level
incident-level-lowest = No number reaches a higher level.
incident-shorter = Earlier than usual: the operating level { $level } has bound the unit since { $since }. Usually it would be due by { $usual }.
incident-shorter-only = Due only because the operating level { $level } has bound the unit since { $since }.
incident-level-set = Set by { $post }: { $reason }
incident-level-since = Level: { $level }. { $why }
incident-lower = The figures now ask for “{ $level }”. A leader decides on a lower level, with a reason; until then the higher one stays.
incident-by-dead = { $value } dead ≥ { $least } ({ $source })
incident-by-serious = { $value } seriously injured ≥ { $least } ({ $source })
incident-by-loss = direct loss { $value } ≥ { $least }, in 10 000 yuan ({ $source })
incident-by-analogy = by analogy with { $source }
incident-n-dead = { $n } dead
incident-n-missing = { $n } missing
incident-n-serious = { $n } seriously injured
incident-n-injured = { $n } slightly injured
incident-n-loss = direct loss about { $n } (10 000 yuan)
incident-loss-unknown = direct loss not yet estimated
incident-case = The whole record, files, what is sealed
incident-page = The incident's page
incident-reports = Reports
incident-sent = Sent
incident-known = Casualties and loss
incident-figures-note = Where the numbers come from
incident-figures-button = Write down these numbers
incident-set-level = Set the level
incident-set-level-hint = Where another standard grades it, set that level; only a leader sets a lower one.
incident-history = What was known when
incident-timeline = Timeline
incident-note = What happened
incident-happened-at = When
incident-note-button = Write it down
incident-noted-at = written down at { $time }
incident-resources = Resources
incident-call = Call resources
incident-resource-what = What
incident-resource-count = How many
incident-resource-from = From whom
incident-called-at = called { $time }
incident-arrived-at = arrived { $time }
incident-released-at = released { $time }
incident-arrived = Arrived
incident-released = Released
incident-roles = Roles
incident-role = Role
incident-role-none = Nobody named
incident-name-role = Name a role
incident-post = Post
incident-plan = Plan
incident-plan-none = No plan is followed.
incident-plan-followed = Followed
incident-follow-plan = Follow this plan
incident-tick = An item is done
incident-item = Which item
incident-patients = Hospitals
incident-patients-none = Nobody has been handed to a hospital.
incident-patients-hint = Numbers, severity and needs alone; no names.
incident-patients-n = { $critical } critical, { $serious } serious, { $slight } slight
incident-hand-over = Hand over patients
incident-hospital = Hospital or health authority
patients-send = Tell the hospital
patients-not-sent = Not told by this page
patients-on-the-way = On its way
patients-told = Told
incident-critical = Critical
incident-serious-patients = Serious
incident-slight = Slight
incident-needs = Needs (blood, burns ward, interpreter)
incident-public = For the public
incident-warning-none = Nothing was published.
incident-warn = Draft a warning
incident-end = End the incident
incident-end-hint = Possible when all who had to be told were, the last report went out and nobody is still out there. Personal data taken in the emergency is destroyed when the review is done, by the pack's day at the latest.
incident-end-text = What was done, and how it stands
incident-erase-personal = Looked back on: destroy the personal data taken in the emergency
incident-erase-personal-hint = Names, telephone numbers and whatever else is sealed is destroyed at once, for ever, in earlier backups too. Numbers, levels, reports and the timeline stay.
incident-personal-erased = Personal data taken in the emergency was destroyed { $time } (Emergency Response Law, art. 85).
incident-personal-kept = Personal data taken in the emergency is destroyed when it is over and looked back on (Emergency Response Law, art. 85).
incident-personal-due = Personal data taken in the emergency is destroyed by the program { $time } at the latest (Emergency Response Law, art. 85).
incident-review = Review
incident-finding = What was found
incident-add-finding = Add a finding
incident-make-task = Make it a task
incident-task = Task { $number }
incident-extend-inquiry = More time for the inquiry
incident-inquiry-days = Days

# Reports
report-first = First report
report-first-to = First report: { $who } → { $to }
report-continuing = Continuing report
report-supplement = Supplement
report-final = Final report
report-inquiry = Report of the inquiry
report-patients = Hand-over of patients
report-waits = Due
report-not-sent = Late, not sent
report-sent = Sent
report-sent-late = Sent late
report-missed = Never sent
report-number = No. { $n }
report-send = Draft and send
report-send-button = Send or record
report-record-button = Record as sent
report-by-hand-first = This program sends nothing by telephone, fax or in person: do that first, then record it here.
report-to = To
report-channel = By
report-by-telephone = Telephone
report-by-system = Reporting system
report-by-fax = Fax
report-by-mail = E-mail
report-by-hand = In person
report-said = Went out at
report-said-hint = Only where it was earlier. Whether it was late is judged by when it is written down; both times are kept.
report-said-at = said to have gone out { $time }
report-draft-hint = Drafted from the record as it is. Check it, put it right, and choose how it goes out. Once recorded it cannot be changed.
report-known-before = When this was drafted: { $level } · { $figures }. Read each part again before you send it.
report-record-now = The record says now: { $text }
report-note-receipt = Note the receipt
report-receipt-by = Who received it (office, post)
report-receipt = Receipt
report-received-by = received by { $by }, { $time }
report-no-receipt = No receipt yet.
report-written-at = Written down
report-was-due = Was due
report-known-then = Known then
report-by-program = Sent by this program
report-by-program-to = This program sends it to
report-way-mail = E-mail
report-way-webhook = System
report-handing = Handing on
report-tries = Every attempt
report-try-good = Handed on
report-being-sent = Being sent
report-handed-at = handed on { $time }
report-handed-by-hand = { $time } noted as told by hand ({ $how })
report-failed-times = failed { $n ->
    [one] once
   *[other] { $n } times
    }: { $why }. Tried again { $time }; do it by telephone and note it.
report-given-up = failed { $n ->
    [one] once
   *[other] { $n } times
    } and given up: { $why }. Do it by telephone and note it.
report-note-handed = Told in another way: note it
report-received-by-link = said so by the link
report-receipt-title = A report came in
report-receipt-hint = Say which office and post received it, without a name. Once is enough.
report-receipt-button = We have received it
report-letter-subject = { $sort }: { $title }
report-letter-receipt = When you have it, please say so here (no account is needed): { $link }
report-error-not-set-up = not set up in reports.toml or notices.toml
report-error-no-drills = this receiver takes no drills
report-contact = Watch to be asked (office and number, no name)
report-contact-short = Watch to be asked
report-again = Try again now
report-again-not = There is nothing to try again: it is being sent this moment, has got there, or was done by hand. Look at how it stands.
report-papers = As an official paper
report-paper-pdf = PDF
report-paper-docx = DOCX
report-draft-pdf = Draft as PDF
report-draft-docx = Draft as DOCX
report-part-unit = The unit where it happened
report-part-scene = Time, place and scene
report-part-course = Course in brief
report-part-casualties = Casualties, missing among them, and direct loss
report-part-measures = Measures taken
report-part-other = Other
report-part-place = Where they are
report-part-patients = How many, by severity
report-part-needs = What they need
# A report on paper
report-paper-drill = 演练 DRILL: this is an exercise, nothing has happened
report-paper-title = Report of an incident: { $title }
report-paper-title-patients = Hand-over of patients: { $title }
report-paper-number = No. { $number }, report { $n }, { $sort }
report-paper-number-draft = No. { $number }, { $sort }
report-paper-sort = Kind of report
report-paper-place = { $sort } no. { $n }
report-paper-to = To: { $to }
report-paper-contact = Watch to be asked: { $contact }
report-paper-time = { $date }, { $time }
report-draft-unit = { $place }. Unit that answers: { $unit }.
report-draft-scene = Told at { $time }; { $place }.
report-draft-casualties = As of { $time }: { $figures }.
report-draft-level = Level so far: { $level }. 
report-draft-called = { $what } × { $n } called from { $from }
report-draft-arrived = { $what } × { $n } from { $from } have arrived
report-draft-released = { $what } × { $n } from { $from } were released
report-draft-patients = Handed to { $hospital }: { $critical } critical, { $serious } serious, { $slight } slight
report-draft-warned = The public was warned
report-draft-no-measures = Being organised.
report-draft-none = None.

# The story
story-incident-begun = The incident is being dealt with
story-incident-drill = The DRILL begins
story-incident-figures = Known: { $figures }
story-incident-raised = Level raised to { $level }: { $why }
story-incident-operating = Operating level { $level } binds the unit: what is not due yet is due by its times from now on
story-incident-operating-there = Operating level { $level } binds the unit already: reports are due by its times
story-incident-operating-over = Operating level { $level } again: a clock that runs keeps its time, what begins later has the usual one
story-incident-set = Level set to { $level }
story-incident-report = { $sort } sent to { $to }
story-incident-handed = Report { $n } reached { $to }
story-incident-receipt = Report { $n } was received
story-incident-noted = What happened at { $time }
story-incident-role = { $role }: { $post }
story-incident-called = Called: { $what } × { $n }
story-incident-arrived = Resources no. { $n } arrived
story-incident-released = Resources no. { $n } released
story-incident-plan = The plan { $plan } is followed
story-incident-ticked = An item of the plan is done
story-incident-patients = Patients handed to { $hospital }: { $numbers }
story-incident-warned = A warning to the public was linked
story-incident-found = Found in the review
story-incident-tasked = Finding { $n } became task { $number }
story-incident-personal = Personal data taken in the emergency was destroyed
story-incident-inquiry =
    The inquiry has { $n ->
        [one] one more day
       *[other] { $n } more days
    }

# Today and the watch
today-incidents = Incidents being dealt with

# Refusals
refusal-no-incident = “{ $kind }” is not dealt with as an incident. Use the case's page.
refusal-incident-role = There is no such role. Choose one of those listed.
refusal-incident-number = Give a number between 1 and { $most }, and try again.
refusal-incident-plan = A plan's code has letters, digits and hyphens, at most 64. Put it right and try again.
refusal-incident-warning = There is no such warning. Open it on the page of warnings, then link it.
refusal-incident-finding = There is no such finding, or it is a task already. Reload the page to see how it stands.
refusal-incident-ahead = That time has not come yet. Give a time that is past.
refusal-incident-level = There is no such level. Choose one of those listed.
refusal-incident-level-same = It has this level already; there is nothing to set.
refusal-incident-level-down = Only a leader sets a lower level. Ask one to do it here, with the reason.
refusal-incident-level-below = The figures reach “{ $level }”, so no lower level can be set. Where they are wrong, write down the verified ones first.
refusal-report-sent = This one has gone out already. Use a continuing report or a supplement for what is new.
refusal-report-changed = Figures or level have changed since this was drafted, and nothing was sent. Read what is different, put the text right and send it again.
refusal-report-patients = There is no such hand-over of patients, or the pack sends none. Write the hand-over down first, then send it from its line.
refusal-report-patients-sent = This hand-over was sent already. Where it did not get there, note on its page that you told them; write down anew what was handed over since.
refusal-report-rung = There is no such report here. Choose one of those on the page.
refusal-report-first = Nobody has been told yet. Send a first report first.
refusal-report-ended = The incident is over: only supplements and the inquiry's report can go out. Open it again first, if it goes on.
refusal-report-receivers = One report is handed on to at most { $most }. Name fewer in reports.toml.
refusal-personal-open = The incident is not over. End it first, then destroy the personal data taken in it.
refusal-personal-early = Its day has not come. Where the review is done, destroy it on the incident's page.
refusal-report-part = The report lacks its part “{ $part }”. Write it; “none” where there is nothing.
refusal-report-unknown = There is no such report. Reload the page.
refusal-report-nobody = Nobody is set up to whom the program could hand this on. Send it another way and write that down, or ask the administrator to set them up in reports.toml.
refusal-report-receipt = The receipt of this report is written down already; there is nothing to add.
refusal-incident-resource = There are no such resources, or that is written down already. Reload the page to see how it stands.
refusal-incident-untold = { $who } has not told { $to } yet. Send that report, then end the incident.
refusal-incident-no-final = The final report has not gone out. Send it, then end the incident.
refusal-incident-out-there = { $n } of the resources are still out there. Release them, then end the incident.
refusal-inquiry-days =
    The inquiry can have at most { $left ->
        [one] one more day
       *[other] { $left } more days
    }. Give a number from 1 to that.
refusal-part-unit = the unit
refusal-part-scene = time, place and scene
refusal-part-course = the course
refusal-part-casualties = casualties and loss
refusal-part-measures = the measures
refusal-part-other = other
refusal-what-number = the number
refusal-what-finding = the finding
refusal-what-checklist-item = the item
refusal-what-resource = what is called
refusal-what-resource-from = from whom it is called
refusal-what-hospital = the hospital
refusal-what-patients-needs = what the patients need
refusal-what-report-to = who is told
refusal-what-report-channel = the way of sending
refusal-what-report-contact = whom to ask
refusal-what-report-part = the report's text
refusal-what-receipt-by = who received it
refusal-what-closing-word = the closing word

# Packs
pack-unknown-incident-level = There is no level “{ $slug }”. Use one of kind.incident.levels.
pack-unknown-rung = There is no report “{ $slug }” before this one. Use one of kind.incident.rungs.
pack-unknown-report-part = There is no part of a report “{ $word }”. Use one of: { $known }

# reports.toml
reports-file-wrong = reports.toml cannot be read: { $error }. See docs/reports.md for what may stand there.
reports-receiver-twice = “{ $name }” stands twice in reports.toml. Make one of the two.
reports-receiver-wrong = “{ $name }” in reports.toml cannot be used: it needs a name, and an e-mail address or an https address with its secret_file. See docs/reports.md.
reports-rung-unknown = “{ $name }” in reports.toml names rungs that the pack does not have. It has: { $known }.
reports-health-unknown = “{ $name }” in reports.toml names health authorities or hospitals (health) that the pack does not have. It has: { $known }.
