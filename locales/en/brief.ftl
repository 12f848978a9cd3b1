# The brief: its headings, sentences and marks, on paper and on the desk.

brief-level-public = Public
brief-level-internal = Internal
brief-level-work-secret = Work secret

brief-draft = DRAFT
brief-issue = No. { $issue }
brief-issue-running = No. { $issue } (running no. { $running })
brief-draft-version = Draft, version { $version }
brief-document-title = { $name } ({ $date })
brief-subject = The day of { $date }

# Dates and times
brief-date = { $day } { $month ->
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
brief-date-short = { $day } { $month ->
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
brief-date-axis = { $day } { $month ->
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
brief-time = { $date }, { $time }
brief-weekday-1 = Monday
brief-weekday-2 = Tuesday
brief-weekday-3 = Wednesday
brief-weekday-4 = Thursday
brief-weekday-5 = Friday
brief-weekday-6 = Saturday
brief-weekday-7 = Sunday

# Lengths of time
brief-length-days = { $days ->
        [one] 1 day
       *[other] { $days } days
    }
brief-length-days-hours = { $days ->
        [one] 1 day
       *[other] { $days } days
    } { $hours ->
        [one] 1 hour
       *[other] { $hours } hours
    }
brief-length-hours = { $hours ->
        [one] 1 hour
       *[other] { $hours } hours
    }
brief-length-hours-minutes = { $hours ->
        [one] 1 hour
       *[other] { $hours } hours
    } { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }
brief-length-minutes = { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }
brief-length-none = less than a minute

# Headings
brief-heading = { $number }. { $heading }
brief-section-numbers = The day in numbers
brief-section-attention = Items that need attention
brief-section-units = Reports of the units
brief-section-assignments = The day before: assignments and results
brief-section-caveats = About the numbers

# Numbers
brief-numbers = On { $date } ({ $weekday }) { $received ->
        [one] 1 case was received
       *[other] { $received } cases were received
    }: { $yesterday }, { $week }. { $finished ->
        [one] 1 case was finished
       *[other] { $finished } cases were finished
    } that day. At { $as_of }, { $open ->
        [one] 1 case was open
       *[other] { $open } cases were open
    } and { $overdue }.
brief-overdue-none = no clock was overdue
brief-overdue-some = { $n ->
        [one] 1 clock was overdue
       *[other] { $n } clocks were overdue
    }
brief-yesterday-up = { $n } more than the day before
brief-yesterday-up-percent = { $n } ({ $percent }%) more than the day before
brief-yesterday-down = { $n } ({ $percent }%) fewer than the day before
brief-yesterday-same = as many as the day before
brief-yesterday-none = the day before has no data to compare
brief-week-up = { $n } more than the same weekday last week
brief-week-up-percent = { $n } ({ $percent }%) more than the same weekday last week
brief-week-down = { $n } ({ $percent }%) fewer than the same weekday last week
brief-week-same = as many as the same weekday last week
brief-week-none = the same weekday last week has no data to compare

brief-table-numbers = Main numbers
brief-table-categories = Cases received by category
brief-table-areas = Cases received by area
brief-table-units = Reports of the units
brief-table-assignments = Assignments of the day before
brief-column-measure = Measure
brief-column-today = This day
brief-column-yesterday = Day before
brief-column-change = Change
brief-column-week = Last week
brief-column-category = Category
brief-column-area = Area
brief-column-day = Day
brief-column-unit = Unit
brief-column-report = Report
brief-column-versions = Versions
brief-column-cases = Cases
brief-column-overdue = Overdue
brief-column-number = Number
brief-column-task = Assignment
brief-column-responsible = Unit and leader
brief-column-due = Due
brief-column-result = Progress and result
brief-measure-received = Received
brief-measure-finished = Finished
brief-measure-open = Open
brief-measure-overdue = Clocks overdue
brief-no-data = –
brief-same-base = The three days are counted in the same way; "–" means that there is no data for that day. "Last week" is the same weekday.
brief-rest-categories = { $n ->
        [one] 1 other category
       *[other] { $n } other categories
    }
brief-rest-areas = { $n ->
        [one] 1 other area
       *[other] { $n } other areas
    }
brief-categories-none = Nothing was received that day, so there are no categories to count.

brief-chart-trend = Cases received in the last { $days } days
brief-chart-trend-description = From { $from } to { $to }: at most { $most } and at least { $least } cases a day; { $last } on { $to }.
brief-chart-categories = { $n ->
        [one] The category with most cases
       *[other] The { $n } categories with most cases
    }
brief-chart-categories-description = Most: { $name }, { $count }. The numbers are in the table of the same name.
brief-chart-table = Show the numbers
brief-legend-today = This day
brief-legend-week = Last week

# Attention
brief-attention-count = { $n ->
        [one] 1 item.
       *[other] { $n } items, in the order of the judgement.
    }
brief-attention-none = Nothing needs special attention today.
brief-attention-none-printed = None of the items of the judgement is printed in this issue.
brief-attention-left-out = { $n ->
        [one] 1 more item is not printed here;
       *[other] { $n } more items are not printed here;
    } see the page "Judgement" of the desk.
brief-item-number = { $n }.{ " " }
brief-item-case = { " " }({ $number }, { $unit }):{ " " }
brief-item-category = More cases than usual: { $name }
brief-item-area = More cases than usual in { $name }
brief-item-group = :{ " " }
brief-item-end = .
brief-item-join = ;{ " " }

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
reason-rising-category = { $name }: { $observed } today, about { $expected } expected from the same weekday's history, a clear rise (p { $p })
reason-rising-area = { $name }: { $observed } today, about { $expected } expected from the same weekday's history, a clear rise (p { $p })
reason-added = added by hand: { $why }

# Reports of the units
brief-report-on-time = on time
brief-report-late = late
brief-report-missing = missing
brief-report-zero = zero report
brief-report-awaited = awaited
brief-units = { $n ->
        [one] 1 unit is
       *[other] { $n } units are
    } expected to report: { $counts }.
brief-units-count = { $n } { $status }
brief-units-missing = Missing: { $units }.
brief-units-none = No unit is expected to report daily.
brief-list-join = ,{ " " }
brief-clause-join = ,{ " " }

# Assignments
brief-assignments = { $n ->
        [one] 1 assignment was
       *[other] { $n } assignments were
    } given the day before; { $done } done, { $overdue } overdue.
brief-assignments-none = No assignments were given the day before.
brief-assignment-overdue = overdue
brief-assignment-no-due = none set
brief-outcome-solved = solved
brief-outcome-partly = partly solved
brief-outcome-cannot-be-met = cannot be met, explained
brief-outcome-not-ours = not this unit's duty
brief-outcome-duplicate = duplicate
brief-outcome-withdrawn = withdrawn

# Caveats
brief-caveat-missing = { $units ->
        [one] 1 unit has not reported; the numbers lack what it would have said.
       *[other] { $units } units have not reported; the numbers lack what they would have said.
    }
brief-caveat-no-holiday-data = The holidays of { $year } are not entered yet; deadlines were computed with weekends only and may be off.
brief-caveat-short-history = { $weeks ->
        [one] Only 1 past week
       *[other] Only { $weeks } past weeks
    } can be compared, fewer than { $least }; this issue says nothing on whether a category or an area rises.
brief-caveat-rejected-rows = { $rows ->
        [one] 1 row could not be read and is
       *[other] { $rows } rows could not be read and are
    } not in the numbers; mend the returned file and import it again.
brief-caveats-none = There is nothing to add.

# Foot
brief-report-to = Report to: { $list }.
brief-send-to = Send to: { $list }.
brief-issue-to = Issue to: { $list }.
brief-copies = { $n ->
        [one] 1 copy
       *[other] { $n } copies
    }
brief-as-of = Numbers as of { $time } ({ $zone })
brief-signed = Signed off by { $post }
brief-unsigned = Not signed off
brief-version = Version { $version }
brief-printed = Printed { $time }
