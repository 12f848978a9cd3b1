# The brief: its headings, sentences and marks, on paper and on the desk.

paper-level-public = Public
paper-level-internal = Internal
paper-level-work-secret = Work secret

paper-draft = DRAFT
paper-issue = No. { $issue }
paper-issue-running = No. { $issue } (running no. { $running })
paper-draft-version = Draft, version { $version }
paper-document-title = { $name } ({ $date })
paper-subject = The day of { $date }

# Dates and times
paper-date = { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }
paper-date-short = { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
paper-date-axis = { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
paper-time = { $date }, { $time }
paper-weekday-1 = Monday
paper-weekday-2 = Tuesday
paper-weekday-3 = Wednesday
paper-weekday-4 = Thursday
paper-weekday-5 = Friday
paper-weekday-6 = Saturday
paper-weekday-7 = Sunday

# Lengths of time
paper-length-days = { $days ->
        [one] 1 day
       *[other] { $days } days
    }
paper-length-days-hours = { $days ->
        [one] 1 day
       *[other] { $days } days
    } { $hours ->
        [one] 1 hour
       *[other] { $hours } hours
    }
paper-length-hours = { $hours ->
        [one] 1 hour
       *[other] { $hours } hours
    }
paper-length-hours-minutes = { $hours ->
        [one] 1 hour
       *[other] { $hours } hours
    } { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }
paper-length-minutes = { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }
paper-length-none = less than a minute

# Headings
paper-heading = { $number }. { $heading }
paper-section-numbers = The day in numbers
paper-section-attention = Items that need attention
paper-section-groups = What was received, by day, category and area
paper-section-units = Reports of the units
paper-section-assignments = The day before: assignments and results
paper-section-caveats = About the numbers

# Numbers
paper-numbers = On { $date } ({ $weekday }) { $received ->
        [one] 1 case was received
       *[other] { $received } cases were received
    }: { $yesterday }, { $week }. { $finished ->
        [one] 1 case was answered or closed
       *[other] { $finished } cases were answered or closed
    } that day. At { $as_of }, { $open ->
        [one] 1 case was in work and not answered
       *[other] { $open } cases were in work and not answered
    }, and { $overdue }.
paper-overdue-none = no clock was overdue
paper-overdue-some = { $n ->
        [one] 1 clock was overdue
       *[other] { $n } clocks were overdue
    }
paper-yesterday-up = { $n } more than the day before
paper-yesterday-up-percent = { $n } ({ $percent }%) more than the day before
paper-yesterday-down = { $n } ({ $percent }%) fewer than the day before
paper-yesterday-same = as many as the day before
paper-yesterday-none = the day before has no data to compare
paper-week-up = { $n } more than the same weekday last week
paper-week-up-percent = { $n } ({ $percent }%) more than the same weekday last week
paper-week-down = { $n } ({ $percent }%) fewer than the same weekday last week
paper-week-same = as many as the same weekday last week
paper-week-none = the same weekday last week has no data to compare

paper-table-numbers = Main numbers
paper-table-categories = Cases received by category
paper-table-areas = Cases received by area
paper-table-units = Reports of the units
paper-table-assignments = Assignments of the day before
paper-column-measure = Measure
paper-column-today = This day
paper-column-yesterday = Day before
paper-column-change = Change
paper-column-week = Last week
paper-column-category = Category
paper-column-area = Area
paper-column-day = Day
paper-column-unit = Unit
paper-column-report = Report
paper-column-versions = Versions
paper-column-cases = Cases
paper-column-overdue = Clocks overdue
paper-column-number = Number
paper-column-task = Assignment
paper-column-responsible = Unit and leader
paper-column-due = Due
paper-column-result = Progress and result
paper-measure-received = Received
paper-measure-finished = Answered or closed
paper-measure-open = In work, not answered
paper-measure-overdue = Clocks overdue
paper-no-data = –
paper-same-base = The three days are counted in the same way, without tasks; what has been answered and waits to be closed counts as answered and is not in work. "–" means that there is no data for that day. "Last week" is the same weekday.
paper-rest-categories = { $n ->
        [one] 1 other category
       *[other] { $n } other categories
    }
paper-rest-areas = { $n ->
        [one] 1 other area
       *[other] { $n } other areas
    }
paper-categories-none = Nothing was received that day, so there are no categories to count.

paper-chart-trend = Cases received in the last { $days } days
paper-chart-trend-description = From { $from } to { $to }: at most { $most } and at least { $least } cases a day; { $last } on { $to }.
paper-chart-categories = { $n ->
        [one] The category with most cases
       *[other] The { $n } categories with most cases
    }
paper-chart-categories-description = Most: { $name }, { $count }. The numbers are in the table of the same name.
paper-chart-table = Show the numbers
paper-legend-today = This day
paper-legend-week = Last week

# Attention
paper-attention-count = { $n ->
        [one] 1 item.
       *[other] { $n } items, in the order of the judgement.
    }
paper-attention-none = Nothing needs special attention today.
paper-attention-none-printed = None of the items of the judgement is printed in this issue.
paper-attention-left-out = { $n ->
        [one] 1 more item is not printed here;
       *[other] { $n } more items are not printed here;
    } see the page "Judgement" of the desk.
paper-item-number = { $n }.{ " " }
paper-item-case = { " " }({ $number }, { $unit }):{ " " }
paper-item-category = More cases than usual: { $name }
paper-item-area = More cases than usual in { $name }
paper-item-group = :{ " " }
paper-item-end = .
paper-item-join = ;{ " " }

reason-casualties = { $people ->
        [one] 1 person hurt or killed
       *[other] { $people } people hurt or killed
    }
reason-overdue = "{ $clock }" overdue by { $time }
reason-overdue-now = "{ $clock }" due just now
reason-near = "{ $clock }" due in { $time }
reason-repeated = { $times ->
        [one] asked again once
       *[other] asked again { $times } times
    }
reason-many-people = { $people ->
        [one] 1 person affected
       *[other] { $people } people affected
    }
reason-rising-category = { $name }: { $observed } on { $date }, about { $expected } expected from the same weekday's history, a clear rise (p { $p })
reason-rising-area = { $name }: { $observed } on { $date }, about { $expected } expected from the same weekday's history, a clear rise (p { $p })
reason-added = added by hand: { $why }

# Reports of the units
paper-report-on-time = on time
paper-report-late = late
paper-report-missing = missing
paper-report-zero = zero report
paper-report-awaited = awaited
paper-units = { $n ->
        [one] 1 unit is
       *[other] { $n } units are
    } expected to report: { $counts }.
paper-units-count = { $n } { $status }
paper-units-missing = Missing: { $units }.
paper-units-none = No unit is expected to report daily.
paper-list-join = ,{ " " }
paper-clause-join = ,{ " " }

# Assignments
paper-assignments = { $n ->
        [one] 1 assignment was
       *[other] { $n } assignments were
    } given the day before; { $done } done, { $overdue } overdue.
paper-assignments-none = No assignments were given the day before.
paper-assignment-overdue = overdue
paper-assignment-no-due = none set
paper-outcome-solved = solved
paper-outcome-partly = partly solved
paper-outcome-cannot-be-met = cannot be met, explained
paper-outcome-not-ours = not this unit's duty
paper-outcome-duplicate = duplicate
paper-outcome-withdrawn = withdrawn

# Caveats
paper-caveat-missing = { $units ->
        [one] 1 unit has not reported; the numbers lack what it would have said.
       *[other] { $units } units have not reported; the numbers lack what they would have said.
    }
paper-caveat-no-holiday-data = The holidays of { $year } are not entered yet; deadlines were computed with weekends only and may be off.
paper-caveat-short-history = { $weeks ->
        [0] There is no past week to compare yet, and { $least } are needed
        [one] Only 1 past week can be compared, fewer than { $least }
       *[other] Only { $weeks } past weeks can be compared, fewer than { $least }
    }; this issue says nothing on whether a category or an area rises.
paper-caveat-rejected-rows = { $rows ->
        [one] 1 row could not be read and is
       *[other] { $rows } rows could not be read and are
    } not in the numbers; mend the returned file and import it again.
paper-caveat-assignments = { $tasks ->
    [one] One older assignment is not printed here; see it on the page “Assignments”.
   *[other] { $tasks } older assignments are not printed here; see them on the page “Assignments”.
  }
paper-caveats-none = There is nothing to add.

# Foot
paper-report-to = Report to: { $list }.
paper-send-to = Send to: { $list }.
paper-issue-to = Issue to: { $list }.
paper-copies = { $n ->
        [one] 1 copy
       *[other] { $n } copies
    }
paper-as-of = Numbers as of { $time } ({ $zone })
paper-signed = Signed off by { $post }
paper-unsigned = Not signed off
paper-version = Version { $version }
paper-printed = Printed { $time }
