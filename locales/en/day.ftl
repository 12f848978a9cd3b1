# Daily report, judgement, brief, assignment: what is said during the day.

refusal-day-role = Judgement, brief and assignments are the special office's and the leaders' work. Sign in with such a post.
refusal-day-add-why = Adding an item needs a reason. Write why, then send it again.
refusal-day-drop-why = Dropping an item needs a reason. Write why, then send it again.
refusal-day-why-long = A reason has at most { $most } characters. Shorten it, then send it again.
refusal-day-no-subject = The day's judgement has no “{ $subject }”. Reload the page and work from the newest list.
refusal-day-brief-version = There is a newer version of the brief; the next one is version { $version }. Reload the page and draft again.
refusal-day-no-brief = There is no version { $version } of the brief. Reload the page and choose one of those that are there.
refusal-day-brief-signed = This version has been signed as issue { $issue }. To correct it, draft a new version.
refusal-day-brief-newer = This is not the newest version of the brief. Sign version { $newest }.
refusal-day-sign-own = Who drafted a brief cannot sign it. Ask a colleague to sign.
refusal-day-decide-unsigned = The brief has not been signed, so nothing can be assigned yet. Sign the day's brief first.
refusal-day-changed = Somebody has just changed this day's judgement. Reload the page, look, then do it again.
refusal-day-no-such-subject = There is no case, category or area “{ $subject }”. Choose one from the list.

day-look-into-category = Look into the rise of “{ $name }”
day-look-into-area = Look into the rise in “{ $name }”
day-reasons-join = ;{" "}
day-do = { $what } (Why it is listed: { $why }.)
day-do-casualties = Establish at once who was hurt, see to care and to the danger, and report in writing by the due time what was done.
day-do-overdue = Finish this and answer the requester by the due time, and state in writing why it is overdue.
day-do-near = Finish this and answer the requester before the clock runs out. If that is not possible, say why beforehand and ask for an extension.
day-do-repeated = Find out why this keeps coming back, and by the due time propose a lasting solution and answer the requester.
day-do-many-people = Establish how far it reaches and how many people it affects, and by the due time propose what to do and tell those people.
day-do-rising = Find out why there are more, and by the due time propose what to do and which unit is responsible.
day-do-added = Establish the facts, act, and answer by the due time.
day-table-sheet = Draft assignments
day-table-heading = Draft assignments of { $date }
day-no-holidays = The holidays of { $year } are not entered yet: the due time was reckoned with weekends only. Check it by hand.
day-table-row = No.
day-table-item = Item
day-table-title = What to do
day-table-why = What is asked, and why
day-table-unit = Responsible unit
day-table-leader = Leader's post
day-table-due = Due

day-importing = Importing the units' files
day-not-a-sheet = { $file } is not a spreadsheet and was passed over. Save it as XLSX, ODS or CSV if it is a report.
day-rows = Rows: { $imported } imported, { $unchanged } unchanged, { $corrected } corrected, { $ignored } ignored, { $rejected } rejected.
day-unit-on-time = { $unit }: reported on time, { $cases } received that day
day-unit-late = { $unit }: reported late, { $cases } received that day
day-unit-missing = { $unit }: no report, { $cases } received that day. Ask the unit for its report; a zero report is a report.
day-unit-zero = { $unit }: nothing to report, { $cases } received that day
day-unit-awaited = { $unit }: not reported yet, { $cases } received that day
day-rejected = { $file }, row { $row }, { $column } “{ $value }”: { $remedy }
day-done =
    { $date }: { $cases ->
        [one] one case
       *[other] { $cases } cases
    }, { $items ->
        [one] one item
       *[other] { $items } items
    } for attention. The papers are in { $folder }.
