# Why something was not done, and each time what to do next.
# Arguments that name steps, roles, texts and units are filled in from the entries below; the others come from the pack.

refusal-no-case = There is no such case. Check the number, or register it first.
refusal-already-registered = This case is already registered under number { $number }. Open it and go on there; don't register it twice.
refusal-kind-unknown = The pack has no kind of case called “{ $kind }”. Choose one that it has, or ask the administrator to update the pack.
refusal-category-unknown = “{ $kind }” has no category “{ $category }”. Choose one from the list, or ask the administrator to add it to the pack.
refusal-unit-unknown = No unit is called “{ $unit }”. Choose one from the list, or ask the administrator to add it to the pack.
refusal-leader-unknown = No post is called “{ $leader }”. Choose a leader's post from the list, or ask the administrator to add it to the pack.
refusal-area-unknown = No area is called “{ $area }”. Choose one from the list, or leave it empty for now.
refusal-field-required = “{ $field }” must be filled in. Add it and send again.
refusal-coordinates = The coordinates are not on the map: latitude runs from -90 to 90, longitude from -180 to 180. Correct them, or leave them empty.
refusal-received-ahead = The time of the request is more than a day ahead. Check the year, month and day.
refusal-received-before = The time of the request is before 1970. Check the year, month and day.
refusal-finished-early = The unit's time of finishing is before the time of the request. Check both times.
refusal-finished-ahead = The unit's time of finishing is still to come. Leave it empty until the work is finished.
refusal-due-past = The due time has already passed. Choose a time that is still to come.
refusal-due-no-clock = “{ $kind }” has no deadline that can be set case by case. Leave the due time empty, or ask the administrator to add such a clock to the pack.
refusal-step-not-in-kind = “{ $kind }” has no step “{ $step }”. Choose one of the steps on the case's page.
refusal-role = The { $role } can't do “{ $step }”. Ask: { $roles }.
refusal-role-nobody = The { $role } can't do “{ $step }”, and the pack names nobody who can. Ask the administrator to name somebody in the pack.
refusal-status = The case is “{ $status }” now, so “{ $step }” is not possible. Take the steps before it first, or reload the page to see what has changed.
refusal-ended = Case { $number } has been closed, withdrawn or not accepted, so “{ $step }” is not possible. If the work must go on, reopen it first.
refusal-needs-answer = There is no answer yet, so “{ $step }” is not possible. Write the answer first.
refusal-needs-evidence = There is no file yet, so “{ $step }” is not possible. Upload a file that shows what was done.
refusal-somebody-else = Whoever gave the answer can't do “{ $step }” too. Ask somebody else who may do it.
refusal-other-unit = Only the responsible unit, { $unit }, can do “{ $step }”. Ask that unit, or dispatch the case to yours first.
refusal-text-needed = The { $what } is empty. Write it and send again.
refusal-text-too-long = The { $what } has { $length } characters; { $most } is the most. Shorten it, or attach the details as a file.
refusal-text-lines = The { $what } has more than one line. Write it in one.
refusal-text-hidden = The { $what } holds characters that nobody can see. Type it again instead of pasting it.
refusal-close-needs-answer = Case { $number } has no answer yet and can't be closed. Write the answer, then close it.
refusal-already-acknowledged = It has been acknowledged already. Go on with the work.
refusal-answer-withdrawn = Only the requester can withdraw; it is not a result of an answer. Choose what really came of it, or take the step “withdraw” if the requester asked for that.
refusal-confirm-nothing = Nothing that the requester said was recorded. Record at least one of “solved” and “satisfied”.
refusal-evidence-broken = The file did not arrive whole. Upload it again.
refusal-clock-unknown = The pack has no clock “{ $clock }”. Choose one of the clocks on the case's page.
refusal-clock-not-running = “{ $clock }” is not running. Reload the page to see where the clocks stand.
refusal-clock-not-pausable = “{ $clock }” can't be paused. If more time is needed, ask a leader for an extension.
refusal-clock-paused = “{ $clock }” is paused already. Resume it when the reason is gone.
refusal-clock-not-paused = “{ $clock }” is not paused; there is nothing to resume.
refusal-clock-late = “{ $clock }” is overdue and can't be paused or extended any more. Finish the work soon and say why it is late.
refusal-extension-none = The rules allow no extension of “{ $clock }”. Finish in time, or ask the administrator to check the pack.
refusal-extension-too-long = “{ $clock }” can be extended by { $left } { $unit } more at the most. Give a time in that unit within this limit.
refusal-mark-by-program = Deadline marks are written by the program. Don't enter them by hand.
refusal-sealed-unknown = “{ $kind }” has no such sealed field. Leave it empty, or ask the administrator to add it to the pack.
refusal-sealed-nothing = Nothing was filled in to be sealed. Fill in at least one field.
refusal-nothing-sealed = Case { $number } has no sealed fields. There is nothing to open.
refusal-no-evidence = Case { $number } has no such file. Reload the page and choose one that is there.
refusal-open-nobody = The program opens nothing for anybody. Sign in and open it yourself, with your reason.
refusal-reason-unknown = The pack has no such reason. Choose one from the list, or write it in your own words.
refusal-erased = What was written in case { $number } has been erased and nothing more can be done with it. If something new is asked, register a new case.
refusal-erase-open = Case { $number } is still open and can't be erased. Close it first, or have the requester withdraw it.
refusal-erase-task = Task { $task }, made from case { $number }, is still open, so the case can't be erased yet. End the task first.
refusal-erase-early = The time for keeping case { $number } is not over. Erase it then, or on the request of the person concerned.
refusal-erase-ground = The ground for erasing does not fit who asks for it. A person erases on somebody's request; the program when the time for keeping is over.

# Steps
refusal-step-register = register
refusal-step-correct = correct
refusal-step-accept = accept
refusal-step-refuse = refuse to accept
refusal-step-dispatch = dispatch
refusal-step-acknowledge = acknowledge
refusal-step-report-progress = report progress
refusal-step-attach-evidence = attach a file
refusal-step-answer = answer
refusal-step-sign-off = sign off
refusal-step-return = return
refusal-step-close = close
refusal-step-confirm = follow up
refusal-step-reopen = reopen
refusal-step-withdraw = withdraw
refusal-step-supervise = supervise
refusal-step-comment = comment
refusal-step-record-repeat = record a repeat
refusal-step-pause-clock = pause a clock
refusal-step-resume-clock = resume a clock
refusal-step-extend-clock = extend a clock
refusal-step-keep-sealed = put down sealed fields
refusal-step-open-sealed = open sealed fields
refusal-step-erase = erase

# Roles
refusal-role-program = program
refusal-role-requester = requester
refusal-role-clerk = clerk
refusal-role-handler = handler
refusal-role-duty-officer = duty officer
refusal-role-special-office = special office
refusal-role-leader = leader
refusal-role-auditor = auditor
refusal-role-administrator = administrator

# Texts
refusal-what-title = title
refusal-what-description = description
refusal-what-address = address
refusal-what-source = source
refusal-what-external = number in the source system
refusal-what-reason = reason
refusal-what-note = note
refusal-what-progress = progress
refusal-what-answer = answer
refusal-what-comment = comment
refusal-what-file-name = file name
refusal-what-sealed = sealed field

# Units of time
refusal-unit-hours = hours
refusal-unit-days = days
refusal-unit-working-days = working days
