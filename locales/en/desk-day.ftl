# A day on the desk: reports, judgement, brief, assignments, import.

nav-reports = Reports
nav-judgement = Judgement
nav-briefs = Briefs
nav-assignments = Assignments
nav-import = Import

days-label = Days
days-before = Day before
days-after = Day after
days-today = today
days-go-label = Choose a day
days-go = Show
day-bad-date = “{ $value }” is not a date. Write it like 2026-11-24.

day-to-come = { $date } has not come yet. Choose today or an earlier day.

judgement-title = Judgement
judgement-note = The program puts items in order and says why. People keep, move, drop and add.
judgement-as-of = Data as of { $time }
judgement-none-yet = This day has not been judged yet.
judgement-short-history = { $weeks ->
    [0] There is no history for this weekday yet, so nothing is said on what is rising.
    [one] There is only { $weeks } week of history for this weekday: too little to say what is rising.
   *[other] There are only { $weeks } weeks of history for this weekday: too little to say what is rising.
  }
judgement-start = Judge the day
judgement-again = Judge again
judgement-to-brief = See the brief
judgement-kept-back = About one of ours: not printed in the brief
judgement-kept = Kept
judgement-keep = Keep
judgement-keep-label = Keep: { $item }
judgement-top = Top
judgement-top-label = Move to the top: { $item }
judgement-up-label = Move up: { $item }
judgement-down-label = Move down: { $item }
judgement-drop = Drop
judgement-drop-label = Drop: { $item }
judgement-why-drop = Why it is dropped
judgement-left-out = { $n ->
    [one] { $n } more item ranks lower and is not listed.
   *[other] { $n } more items rank lower and are not listed.
  }
judgement-empty = Nothing asks for attention.
judgement-add = Add an item
judgement-add-number = Case number
judgement-why-add = Why it is added
judgement-add-button = Add
judgement-dropped = Dropped
judgement-restore = Put back
judgement-restore-label = Put back: { $item }
judgement-no-case = There is no case with the number “{ $number }”. Check the number in the list of cases.
judgement-category = Rising category: { $name }
judgement-area = Rising area: { $name }

briefs-title = Briefs
briefs-judge-today = Go to the judgement
briefs-none = There is no brief yet. Judge a day first, then draft its brief.
briefs-date = Day
briefs-issue = Issue
briefs-received = Received
briefs-attention = To decide
briefs-decided = Assigned
briefs-versions = Versions
briefs-earlier = Earlier briefs
briefs-issue-no = No. { $issue } (No. { $running } in all)
brief-title = Brief of { $date }
briefs-version = Version { $version }
brief-is-draft = Draft
brief-is-signed = Signed
brief-docx = Download DOCX
brief-pdf = Download PDF
brief-html = Download as a page
brief-tools = Sign and download
brief-other-versions = Other versions:
brief-own-draft = You drafted this version, so somebody else has to sign it.
brief-sign = Sign this version
briefs-draft = Draft the brief
brief-draft-again = Draft again
brief-to-judgement = See the judgement
brief-decide = Items that need a decision
brief-decide-after-signing = Tasks can be assigned once the brief is signed.
brief-decided = Assigned:
brief-assign = Assign
brief-assign-label = Assign: { $item }

assignments-title = Assignments
assignments-note = Each assignment has one unit, one leader and one deadline, and is done when somebody else has signed it off.
assignments-open = Open
assignments-ended = Done
assignments-none = There are no open assignments.
assignments-none-ended = No assignment is done yet.
assignments-number = Number
assignments-what = Task
assignments-unit = Unit
assignments-leader = Leader
assignments-status = Status
assignments-due = Due
assignments-overdue = Overdue
assignments-next = Next page

assign-title = New assignment
assign-on = On: { $item }
assign-note = The program drafted what follows. Check it before you assign it.
assign-made = This item has been assigned; assigning it once more makes another task. Tasks so far:
assign-what = Task
assign-in-full = What exactly is asked for
assign-unit = Responsible unit and leader
assign-due = Due
assign-button = Assign
assign-back = Back to the brief
assign-title-needed = Say in one line what is to be done.
assign-unit-needed = Choose one responsible unit.
assign-due-needed = Say by when, for example 2026-11-25 18:00.
assign-due-past = That time has passed. Give a time to come.

reports-title = Daily reports
reports-due = Reports of this day are due at { $time }.
reports-own-due = due at { $time }
reports-level = Operating level: { $level }.
reports-note = “Nothing to report” is a report; silence is not.
reports-own = { $unit }: report { $date }
reports-own-last = Version { $version } has been reported. Reporting again makes a new version; the old one stays.
reports-form = Report what is registered
reports-own-none = Nothing was registered on this day.
reports-own-registered = { $n ->
    [one] { $n } case was registered on this day.
   *[other] { $n } cases were registered on this day.
  }
reports-zero-button = Nothing to report
reports-form-button = { $n ->
    [one] Report this { $n } case
   *[other] Report these { $n } cases
  }
reports-register-first = Register another case
reports-file = Report by spreadsheet
reports-file-finished = A time of finishing in it is your unit's word: deadlines stop when the file comes in. Of cases from the hotline the file says nothing else.
reports-file-button = Report the file
reports-unit = Unit
reports-leader = Leader
reports-status = Report
reports-versions = Versions
reports-version = { $n ->
    [one] Version { $version }, { $n } case
   *[other] Version { $version }, { $n } cases
  }
reports-to-import = Import other spreadsheets
reports-other-unit = The file names “{ $unit }”. You can report for your own unit only: choose its file.
reports-other-day = The file is of { $named }, and this is the report of { $date }. Choose the file of that day, or go to { $named } to report it.
reports-rejected = { $rows ->
    [one] { $rows } row cannot be read, so nothing was written.
   *[other] { $rows } rows cannot be read, so nothing was written.
  } Row { $row }, column “{ $column }”, “{ $value }”: { $remedy } Mend it and report again.

level-note = The level says how often units report each day and by when. Earlier days keep their own times.
level-label = Level
level-from = From
level-button = Set this level
level-routine = Routine
level-heightened = Heightened
level-emergency = Emergency

import-title = Import
import-one-title = Import
import-hand-in = Import a spreadsheet of cases
import-files = Spreadsheets
import-files-short = Files
import-kinds = XLSX, XLS, ODS, CSV or TSV, each at most 50 MB.
import-dry-run = Only try, write nothing
import-note = The same file a second time changes nothing. Names and contacts are recognised and never become part of a case. Uploaded spreadsheets are erased as soon as they have been read; after a try, or where columns have to be set by hand, they wait at most { $hours } hours. Rows to mend are kept for { $days } days. None of these are in backups.
import-button = Import
import-no-file = Choose the spreadsheet to import first.
import-file-gone = The uploaded spreadsheet has been erased. Upload it again to import it.
import-broken = The program failed, so this import was not finished. Rows that came in are safe. Import the file once more; if that fails as well, give it to the administrator.
import-nothing-to-mend = There are no rows to mend of this import: it has not ended yet, had none, or they have been erased. Look at the import.
import-no-mend = The file of rows to mend could not be made ({ $error }). Import the file once more.
import-runs = Recent imports
import-when = When
import-state = State
import-open = Importing
import-done = Done
import-refused = Not imported
import-was-dry = only tried
import-imported = New
import-unchanged = Unchanged
import-corrected = Corrected
import-ignored = Ignored
import-rejected = To mend
import-sheets = Sheets that were not read
import-sheet-ignored = { $n } rows, ignored: no header row that is known, and nothing that looks like a request
import-sheet-rejected = { $n } rows, to mend in the file itself: it looks like a table of requests, but no header row is known
import-sheet-hidden-ignored = { $n } rows, ignored: hidden in the file, and nothing that looks like a request
import-sheet-hidden-rejected = { $n } rows, to mend in the file itself: it looks like a table of requests, but is hidden
import-waits = Waiting to be read…
import-progress = { $done } of { $of } rows read
import-may-leave = You can leave this page; the import goes on.
import-total = { $n ->
    [one] { $n } row in all.
   *[other] { $n } rows in all, each of them in one of the figures above.
  }
import-mend = Save the rows to mend
import-mend-note = Mend them as the first column says, and import the file again.
import-row = File and row
import-column = Column
import-value = Value
import-remedy = What to do
import-for-real = Import for real
import-more = { $n } more: see the file of rows to mend.
import-columns = Set columns by hand
import-columns-note = Where headers differ from the usual ones, write here which header is read for each field. The same headers are then read this way by themselves.
import-columns-button = Import again with these columns
import-kept = Files kept
import-kept-uploads = The uploaded spreadsheets are kept until { $until }, to be imported for real or with other columns, and are erased then.
import-kept-rows = The rows to mend are kept until { $until } and are erased then.
import-uploads-gone = The uploaded spreadsheets have been erased.
import-mend-record = Who saves them, when and why stands in the access record.
import-mend-back = Back to the import
import-mend-gone = The rows to mend have been erased. If you need them, import the spreadsheet once more.
import-erase = Erase now
import-still-open = This import has not ended yet. Wait for its end, then erase.
import-another = Import another spreadsheet
