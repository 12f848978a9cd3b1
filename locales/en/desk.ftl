# The desk: pages, forms, and what to do when something goes wrong.

# Frame
skip-to-content = Skip to content
nav-label = Sections
nav-group-work = Work
nav-group-day = The day
nav-group-watch = Watch
nav-group-body = The body
nav-today = Today
nav-cases = Cases
nav-units = Units
nav-accounts = Accounts
sign-out = Sign out
post-of-the-watch = You have the watch of { $unit } and act in its duty post ({ $post }) until you hand over.
post-own-on-watch = You have the watch of { $unit }, and act in your own post ({ $post }) here.
post-choose-own = Act in my own post
post-choose-watch = Sign in to the duty post
foot = Huying: every call gets a number, one responsible unit, a deadline and an answer.
stated-time = Clock of the demonstration, set by hand: { $time }
errors-title = Please check the following
error-prefix = Error:
choose = Choose…
not-chosen = Not chosen

# Times
moment-now = now
moment-in-minutes = in { $n } { $n ->
        [one] minute
       *[other] minutes
    }
moment-minutes-ago = { $n } { $n ->
        [one] minute
       *[other] minutes
    } ago
moment-in-hours = in { $n } hours
moment-hours-ago = { $n } hours ago
moment-in-days = in { $n } days
moment-days-ago = { $n } days ago

# Faults
fault-sign-in = Sign in first
fault-sign-in-next = Your session has ended or was never begun. Sign in, then do it again; what you typed was not saved.
fault-change-password = Choose your own password first
fault-change-password-next = The administrator gave you a one-time password. Choose your own, then go on.
fault-not-allowed = Your post has no right to this
fault-not-allowed-next = Ask somebody whose post has it, or ask the administrator whether your post is the right one.
fault-not-found = There is nothing here
fault-not-found-guest = The address may be mistyped. If it is a secret link, copy it whole, to its last character, or type it in under “My request”.
fault-not-found-next = The address may be mistyped, or your post may not see it. Check the number, or look for it in the list of cases.
fault-method = This page can't be used that way
fault-method-next = Go back to the page and use its buttons.
fault-form-expired = This form is no longer valid
fault-form-expired-next = It was opened too long ago or in another session. Go back, reload the page and send it again.
fault-unreadable = This can't be read
fault-unreadable-next = Go back, check what you filled in or chose, and send it again.
fault-too-large = This is too large
fault-too-large-next = Shorten the text or choose a smaller file, then send it again.
fault-too-slow-sent = This did not come in in time
fault-too-slow-sent-next = The connection is slow or was lost. Nothing was kept; try again, with a smaller file if there is one.
fault-too-many = Too many attempts
fault-too-many-next = Wait a quarter of an hour and try again, or sign in on a device that you have used before. If you have forgotten the password, ask the administrator for a new one.
fault-refused = This was not done
fault-refused-next = Check what you filled in and send it again.
fault-stopping = The program is stopping
fault-stopping-next = Nothing of what you sent was saved. Wait a minute, then send it again.
fault-too-slow = This took too long
fault-too-slow-next = It was stopped. Look whether it was done before you send it again; narrow the search if it was one.
fault-broken = Something went wrong on our side
fault-broken-next = Look whether it was done, then try again. If it happens again, tell the administrator the request number below.
fault-request = Request number:
fault-home = To the first page
changed-meanwhile = Somebody else changed this at the same time. Reload the page, look at what changed, and do it again if it is still needed.
external-taken = The number { $external } of the source system already belongs to case { $number }. Open that case instead of registering it twice.
account-taken = The sign-in name { $user } is taken. Choose another.

# Accounts, sign-in, passwords
field-user = Sign-in name
field-password = Password
field-repeat = The password again
field-current = Present password
field-new = New password
field-name = Shown name
field-post = Post
sign-in-title = Sign in
sign-in-button = Sign in
sign-in-wrong = The sign-in name or the password is wrong, or the account is shut. Check both, or ask the administrator.
sign-in-help = No account or forgotten password? The administrator makes accounts and gives out new one-time passwords.
sign-in-no-staff = You want to ask for something, or see what became of it? That needs no account.
sign-in-to-portal = To the page for everybody
password-title = Change password
password-hint = At least 12 characters; a few words in a row are easy to remember.
password-length = The password needs at least { $least } and at most { $most } characters. Choose a longer or a shorter one.
password-differs = The two passwords differ. Type the same one twice.
password-current-wrong = The present password is wrong. Type it again.
password-same = The new password is the old one. Choose another.
password-one-time = You have signed in with a one-time password. Choose your own before you go on.
password-button = Save the new password
set-up-title = The first administrator
set-up-intro = This link works once. It makes the account that makes the other accounts; its post is “{ $post }”.
set-up-button = Make the account
set-up-link-shut = This link has been used or is too old. Start the program again: it prints a new one while there is no administrator. If there is one, sign in.
set-up-no-post = The pack in use has no post with the role of administrator. Add one to the pack, then start the program again.
account-user-plain = 2 to 40 letters, digits, dots or hyphens without accents or spaces.
account-name-needed = Fill in a name of 1 to 60 characters.
account-post-needed = Choose a post from the list.
account-needed = Choose an account from the list.
account-taken-short = This sign-in name is taken. Choose another.
accounts-title = Accounts
accounts-new = New account
accounts-new-note = The rights come with the post. The program makes a one-time password; its holder chooses an own one at the first sign-in.
accounts-new-button = Make the account
accounts-made = Made
accounts-state = State
accounts-actions = Actions
accounts-open = Open
accounts-one-time = One-time password, not used yet
accounts-shut-at = Shut { $time }
accounts-reset = New password
accounts-reset-label = New one-time password for { $user }
accounts-shut = Shut
accounts-shut-label = Shut the account { $user }
accounts-reset-does = { $name } ({ $user }) is signed out everywhere at once, and the password of until now opens nothing any more. You get a one-time password, shown once, to hand over in person.
accounts-shut-does = { $name } ({ $user }) is signed out everywhere at once and cannot sign in until the account is opened again. The post keeps its work, and nothing is deleted.
confirm-leave = Leave it as it is
accounts-reopen = Open
accounts-reopen-label = Open the account { $user } again
accounts-handover = One-time password of { $user }:
accounts-handover-next = Hand it over in person. It is shown only now; at the first sign-in its holder chooses another.
accounts-own = This is your own account. Ask another administrator to change it.
accounts-move = Give somebody another post
accounts-move-note = The rights go with the post. A complaint about a member of staff stays withheld from them in the new post; one that names the old post alone is not: whoever handles it adds the person first.
accounts-move-who = Account
accounts-move-button = Change the post
accounts-person = Two accounts of one person
accounts-person-note = Whoever has more than one account is one person: a complaint about them by one account is withheld from all of these, and no clerk has to name each.
accounts-person-other = Other account
accounts-person-button = They are one person's
accounts-person-two = Choose two different accounts
accounts-person-same = same person as { $users }
accounts-person-reason = Why
accounts-person-recorded = Who says so, when and why is recorded; the auditor reads it in the access record.
accounts-person-part-note = What is withheld from one of them stays withheld from all until those who handle the case lift it; what is registered later is not. Recorded for the auditor.
accounts-person-why = Say why: it is recorded for the auditor. Fill in the reason and send again.
accounts-person-why-long = The reason has more than { $most } characters. Shorten it and send again.
accounts-part-later = The accounts could not be parted now, and nothing was changed. Try again later; if it stays so, ask whoever runs the program.
accounts-person-part = Part
accounts-person-part-label = { $user } is not the same person's as the others
accounts-post-gone = A post that the pack no longer has

# Today
today-title = Today
today-received = Received today
today-open = In work, not answered
today-answered = Answered, not closed
today-overdue = Overdue, tasks included
today-missing = Reports missing for { $date }
today-due = Overdue and due next
today-nothing-due = Nothing open has a deadline.
today-no-cases = Your post keeps accounts and sees no cases.
today-nothing-mine = Nothing waits for you.
today-mine-unit = In work at your unit, tasks included
today-mine-tasks = Tasks that have not ended
today-mine-intake = Waiting for intake
today-all = Show all
today-all-due = Show all, due first
today-reports = Reports of { $date }
today-reports-due = Due { $due } ({ $words })
today-awaited = { $n ->
        [one] One unit still has time.
       *[other] { $n } units still have time.
    }
today-no-units = No unit is expected to report.
today-rising = Rising on { $date }
today-nothing-rising = No category or place rises beyond its usual level.
today-not-judged = The day has not been judged yet.
today-judged = Judged with what was known on { $time }.
number-more-than = over { $n }

# Units and reports
units-title = Units
units-date = Reports are those of { $date }.
units-leader = Responsible leader
units-open = In work, tasks included
units-overdue = Overdue, tasks included
units-report = Daily report
units-no-report = Not expected
report-on-time = On time
report-zero = Nothing to report
report-late = Late
report-missing = Missing
report-awaited = Awaited

# Cases: the list
cases-title = Cases
cases-count = { $n ->
        [0] No case
        [one] 1 case
       *[other] { $n } cases
    }
cases-more-than = More than { $n } cases
cases-filter = Filter and search
cases-search = Search
cases-search-hint = Number, words, place
cases-state = State
cases-handling = In work, not answered
cases-answered = Answered, not closed
cases-open = Not ended
cases-ended = Ended
cases-sort = Order
cases-show = Show
cases-more-filters = More filters
cases-from = Received from
cases-to = Received until
cases-overdue-only = Overdue only
cases-clear = Clear all filters
cases-none = There is no case yet. Register one, or import a file.
cases-none-found = No case fits. Take a filter away or use fewer words.
cases-first = First page
cases-next = Next page
cases-export = Export as XLSX (at most { $most } rows)
sort-newest = Newest first
sort-oldest = Oldest first
sort-due = Due soonest first
sort-changed = Changed last first
all = All
due-over = Overdue
due-near = Due soon
row-received = received { $time }
export-title = Cases as of { $time }
export-too-many = The list has more than { $most } cases. Narrow it by day, unit or category, then export it in parts.

# Cases: fields
case-number = Number
case-kind = Kind
case-title = Title
case-description = Description
case-category = Category
case-unit = Responsible unit
case-leader = Responsible leader
case-area = Area
case-address = Place
case-source = Source
case-status = Status
case-withheld = Withheld from
case-withheld-note = This is a complaint about them. They, the people of these units and posts, and the units below them cannot see, find or handle it; this follows a member of staff into any other post (Petition Regulations 信访工作条例, art. 28, 30, 46).
case-leader-about = Whom it is about holds this post now, and cannot see it. Give the case to another unit.
case-about-said = Who asked named a person or post under seal. Open it, and record whom it is about before anybody else gets it.
case-received = Received
case-registered = Registered
case-due = Due
case-finished = Answered or closed
case-finished-source = Finished in the source system
case-finish-claimed = Finished, as the unit says
case-finish-claimed-at = { $said }, said on { $at }
case-external = Number in the source system
case-people = People affected
case-casualties = Casualties
case-repeats = Repeats
case-repeated = Asked again { $n ->
        [one] once
       *[other] { $n } times
    }
case-reopened = Reopened { $n ->
        [one] once
       *[other] { $n } times
    }
case-supervised = Supervised
case-public = Public page
case-origin = Made from case
case-what = What it is about
case-no-description = No description was given.
case-story = Story
case-clocks = Deadlines
case-steps = What you can do now
case-steps-aside = Also possible
case-files = Files
case-tasks = Tasks made from this case
case-done = Recorded: { $step }
file-kilobytes = { $n } KB
clock-due = Due { $due }
clock-by-hand = Set for this case
clock-no-holidays = No holiday data for { $year }: computed with weekends only. Check the date by hand.
clock-running = Running
clock-paused = Paused
clock-extended = Extended
clock-met = Met
clock-met-late = Done late
clock-breached = Overdue
clock-cancelled = No longer applies
clock-lapsed = Time is over, nobody is late
unverified = Not verified
rule-unverified = not read in the text of the law: { $source }
rule-source = { $source }
allowance-hours = { $n ->
        [one] 1 hour
       *[other] { $n } hours
    }
allowance-days = { $n ->
        [one] 1 day
       *[other] { $n } days
    }
allowance-working-days = { $n ->
        [one] 1 working day
       *[other] { $n } working days
    }
unit-hours = Hours
unit-days = Days
unit-working-days = Working days

# Cases: forms
register-title = Register a case
register-button = Register
register-about = Is it a complaint about a unit, post or member of staff of ours?
register-asked-here = They asked us: our unit answers until the unit chosen here has taken it
register-about-proposed = { $unit } can take it and is chosen now. Check it and send again.
register-more = Source number and coordinates
register-no-names = Write what it is about and where, not who said it: names and contacts are not kept.
optional = (optional)
yes = Yes
no = No
unsaid = Not said
form-required = Fill in “{ $field }”.
form-number = Write a whole number, 0 or more.
form-degrees = Write degrees as a number, for example 30.66.
form-moment = Choose a date and a time.
form-own-unit = Choose your own unit; the intake desk registers for others.
form-incomplete = Something is not filled in or can't be read. Check each field of the step and send it again.
form-corrected-meanwhile = While you were filling this in, somebody else put right something that you are putting right too. The page shows the case as it is now, and the form what you wrote: look at both, and send it again.
evidence-file = File
evidence-types = PDF, picture (PNG, JPEG, WebP), Word or Excel without macros, up to 20 MB.
evidence-photo-broken = A photo is damaged and can't be read. Take or save it once more.
evidence-inside-broken = The Word or Excel file is damaged, or has a picture in it that can't be read (TIFF, HEIC), so that the place and time in it can't be taken out. Send the picture by itself as JPEG or PNG, or save the file once more.
evidence-position = The place and time in photos are taken out, in Word and Excel files too; pictures inside a PDF stay as they are.
evidence-needed = Choose a file first.

# Steps
step-accept = Accept
step-refuse = Refuse to accept
step-dispatch = Dispatch
step-acknowledge = Acknowledge
step-progress = Report progress
step-answer = Answer
step-sign-off = Sign off
step-return = Send back
step-close = Close
step-confirm = Record the follow-up
step-reopen = Reopen
step-withdraw = Withdraw
step-supervise = Supervise
step-comment = Comment
step-message = Write to the requester
step-repeat = Record that it was asked again
step-pause = Pause a clock
step-resume = Resume a clock
step-extend = Extend a deadline
step-about = Record whom it is about
step-lift-about = Lift whom it is about
step-publish = Publish
step-unpublish = Withdraw from publication
step-correct = Correct what was registered
step-attach = Attach a file
step-field-reason = Reason
step-field-about = Unit, post or member of staff it complains about
step-field-missing = What is missing
step-field-note = A word to the unit
step-field-progress = What has been done
step-field-answer = The answer
step-field-outcome = What came of it
step-field-sign-off = A word on it
step-field-supervise = What is expected
step-field-comment = Comment
step-message-party = Write to a party
step-field-message-to = To whom
step-field-message-party = Message; this party alone reads it
step-field-message = Message; the requester reads it
step-field-publication = What everybody may read: no names, no contacts, nothing that leads to a person
step-field-with-place = Publish the address and the exact place too
step-field-solved = Solved, in the requester's word
step-field-satisfied = Satisfied, in the requester's word
step-field-unreached = Nobody was reached (counts as a try, and as no word of the requester's)
step-field-unreached-note = How it was tried
step-field-clock = Which clock
step-field-by = How many more
step-field-unit = Counted in
step-field-told = The requester has been told
outcome-solved = Solved
outcome-partly = Partly solved
outcome-cannot-be-met = Cannot be met, explained
outcome-not-ours = Not this unit's duty
outcome-duplicate = Belongs to another case
outcome-withdrawn = Withdrawn

# Story
actor-program = Program
actor-requester = Requester
story-registered = Registered; { $unit } is responsible
story-corrected = Corrected: { $fields }
story-accepted = Accepted
story-refused = Not accepted
story-dispatched = Dispatched to { $unit }
story-dispatched-waits = Dispatched to { $unit }, which answers for it from when it has taken it
story-acknowledged = Acknowledged
story-progress = Progress
story-evidence = File attached: { $name }
story-answered = Answered: { $outcome }
story-signed-off = Signed off
story-returned = Sent back
story-returned-told = Sent back to the unit, which goes on with it; there is another answer to come
story-closed = Closed: { $outcome }
story-confirmed = The requester's word: { $words }
story-unreached = Follow-up: nobody was reached
story-reopened = Reopened
story-reopened-in-force = Reopened; the agreement stays in force
story-withdrawn = Withdrawn
story-supervised = Supervised
story-commented = Leader's comment
story-messaged-to = Message to { $party }
story-messaged = Message
story-published = Published
story-unpublished = Withdrawn from publication
story-repeat = Asked again
story-clock-started = Clock started: { $clock }, due { $due }
story-clock-paused = { $clock } paused
story-clock-resumed = { $clock } runs on, due { $due }
story-clock-extended = { $clock } extended by { $by },{" "}
story-clock-extended-to = now due { $due }; { $told }
story-mediation-extended = { $parties } agreed to { $by } more for mediation,{" "}
story-mediation-extended-to = now due { $due }
story-told = the requester was told
story-not-told = the requester has not been told yet
story-mark = { $percent }% of the time for “{ $clock }” has passed
story-breached = { $clock } is overdue
story-clock-stopped = { $clock }: done, the clock has stopped
story-clock-cancelled = { $clock } no longer applies
story-registered-about = ; about { $names }, and withheld from them
story-about-recorded = It is about { $names }: withheld from them from now on
story-about-kept = Accounts of one person were parted; it stays withheld from { $names }
story-about-lifted = It is not about { $names } after all
story-about-staff = { $n ->
    [one] a member of staff
   *[other] { $n } members of staff
}
story-sealed-kept = Put down under seal: { $fields }
story-opened-sealed = Opened what is sealed under “{ $fields }”
story-opened-evidence = Opened the file { $name }
story-dossier = Took out the dossier (its file's SHA-256 begins { $sha256 })
story-dossier-erased = Took out the dossier
story-opened-export = Saved a list with this case in it
story-erased-retention = Erased: the time for keeping is over
story-erased-request = Erased on the request of the person concerned
story-erased-restored = Found erased when restored from a backup
confirm-solved = solved
confirm-not-solved = not solved
confirm-satisfied = satisfied
confirm-not-satisfied = not satisfied
list-separator = ,{" "}
sentence-separator = {" "}
