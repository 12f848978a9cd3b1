# Calls to the body's own people.
nav-calls = Calls
calls-title = Calls
calls-mine = Calls to you
calls-mine-none = Nobody calls you now.
calls-others = Other calls
calls-others-none = There are no other calls.
calls-failing = Ways that fail
call-title = A call
call-take = I have it
call-take-hint = Then nobody else is called, and it is written down that you have it.
call-look = Look
call-look-signed-in = Sign in and look
call-steps = What happened
call-sends = Messages
call-who = To
call-way = Way
call-due = Due
call-sent = Sent
call-delivered = Delivered
call-read = Read
call-send-state = State
call-send-waiting = Waits
call-send-sent = Sent
call-send-failed = Not sent
call-send-dropped = No longer needed
call-next = next { $words }
call-taken-by = { $who } has had it since { $time }
call-stage-calling = Calling
call-stage-unanswered = Nobody answers
call-stage-acknowledged = Somebody has it
call-stage-over = Over
call-said-raised = The call began.
call-said-held = It waits for working hours: { $time }.
call-said-skipped = Step { $step } has nobody now and was passed over.
call-said-rang = Step { $step }, round { $round }: { $who } called.
call-said-unanswered = All steps are through and nobody answered; it begins again { $time }.
call-said-acknowledged = { $who } has it.
call-said-over = The matter is over.
call-about-danger = Somebody is in danger in case { $number }: act at once.
call-about-level = The level is { $level } now: read what it asks and say so.
call-about-level-in = In { $place } the level is { $level } now: read what it asks and say so.
call-about-level-over = The level { $level } is over: what it asked is asked no more.
call-about-level-over-in = In { $place } the level { $level } is over: what it asked is asked no more.
call-about-watch = The watch of { $unit } has begun and nobody has taken it.
call-about-roster-gap = { $unit }, { $tier }: from { $from } there are too few on the roster. Put somebody in.
call-about-roster-gap-skill = { $unit }, { $tier }: from { $from } nobody on the roster has the skill “{ $skill }”. Put somebody in who has.
call-about-report-due = A report of incident { $number } is due soon.
call-about-report-late = A report of incident { $number } is late and was not sent.
call-about-report-failed = Report { $n } of incident { $number } does not get through: do it by telephone and note it.
call-about-task-late = Task { $number } is late: { $clock }.
call-about-heartbeat = { $name } has given no sign of life for long.
call-about-channel = A call could not be sent ({ $way }); another way was taken. Check what is set up.
call-about-inject = Drill { $number }: what was planned for minute { $minute } is due. Put it in.
calls-gone = Earlier calls
calls-gone-note = Their records are gone, as the time for which they are kept is over; how many there were is kept.
calls-gone-n =
    { $n ->
        [one] one call
       *[other] { $n } calls
    }, { $unanswered } of them went through all steps unanswered
call-ways-title = How you are called
call-ways-lead = In this order; where one cannot be used, the next is taken at once. Nobody else sees them.
call-ways-none = None yet. Without one you are called on these pages alone.
call-ways-many = { $most } at the most. End one first.
call-ways-not-set-up = The administrator has set up no e-mail, text messages or spoken calls: see docs/escalation.md.
call-way-new = Add a way
call-way-address = E-mail address or number
call-way-keep = Add
call-way-end = End it
call-way-wrong = Nobody can be reached there. Check the address or number.
call-way-not-set-up = This way is not set up here. Choose one of those under `kinds`, or ask the administrator to set it up.
call-way-fails = failed { $time }
call-way-page = Page
call-way-push = Notices in this browser
call-way-mail = E-mail
call-way-bot = Group robot
call-way-text = Text message
call-way-voice = Spoken call
call-push-hint = You are told though no page is open.
call-push-keep = Let this browser tell me
call-push-failed = The browser did not allow it. Allow notifications in its settings.
calls-banner = { $n ->
    [one] One call waits for you
   *[other] { $n } calls wait for you
}
refusal-call-unknown = There is no such call. Open one from the list.
refusal-call-over = The matter is over; nobody has to act any more.
