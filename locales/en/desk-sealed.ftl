# What is sealed, who looked, and erasing.

nav-access-record = Access record
nav-erasures = Erasing

# Putting it down
register-names-sealed = Write here what it is about and where, not who said it: names and contacts belong under “Sealed”.
sealed-title = Sealed
sealed-who = Can be opened, with a reason each time, by: { $roles }. The requester can see which post did, when and why.
sealed-who-nobody = The pack names nobody who can open it. The requester can see whoever does.
sealed-who-receiver = Only { $post } can open this, with a reason each time. Whoever reported can see when and why.
sealed-none = Nothing is sealed in this case.
sealed-there = Sealed here: { $fields }.
sealed-open = Open, with a reason
sealed-keep = Add or correct sealed details
sealed-keep-hint = What you leave empty stays as it is. Nothing that is kept is shown here.
sealed-keep-why = Why, or where it comes from

# Opening
reason-legend = Reason
reason-hint = It is written into the log with your post and the time, and the requester can read it.
reason-hint-cases = It is written into the log for each case that is in the file, with your post and the time, and the requester of the case can read it.
reason-hint-no-case = The auditor reads it in the access record, with your post and the time. These rows are of no case, so it is not in the log.
reason-other = Another reason, written below
reason-written = In your own words
reason-written-when = (needed for another reason)
opened-title = Sealed fields, opened
opened-nothing = Nothing is left of them: they were erased meanwhile.
opened-written = Written into the log: { $post }, { $time }.
opened-why = Reason: { $reason }.
opened-once = This page is not stored. To see it again you must give a reason again, which is recorded again.
opened-back = Back to the case
open-evidence-title = Open a file
open-evidence-button = Open the file
export-ask-title = Save the list as a file
export-rows = { $n ->
        [one] The file will have 1 case, as the list is filtered now.
       *[other] The file will have { $n } cases, as the list is filtered now.
    }
export-record = Each of them keeps a record that it was saved, by which post, when and why. Nothing sealed is in the file.
export-none = No case fits the filter, so there is nothing to save. Go back and widen it.
export-button = Save as XLSX
export-back = Back to the list

# Who looked
looked-title = Who looked
looked-hint = The requester can see this too.
looked-nobody = Nobody has opened anything of this case.
looked-earlier = { $n } earlier
story-evidence-erased = A file was attached
story-sealed-kept-erased = Something was put down under seal
story-opened-evidence-erased = Opened a file

# The access record
access-title = Access record
access-what-it-is = Who opened something sealed, a file or a list, when and why: by post, as the requester sees it. It is found by day, post, unit and case, never by a person.
access-from = From
access-to = Until
access-unit = Unit of who opened
access-post = Post of who opened
access-when = When
access-who = Post
access-what = What
access-why = Why
access-sealed = Sealed fields
access-evidence = A file
access-accounts = Accounts of one person
access-accounts-linked = Said to be one person's accounts: { $users }
access-accounts-parted = Said to be nobody else's account: { $user }; until then one person's with { $users }
access-rows-saved = Saved the rows to mend of an import
access-beside = Of no case
access-accounts-newest = The newest { $n } are shown here; the file has all.
access-export = A list saved as a file
access-save = Save as XLSX
access-save-what = All lines of the filter, not those of one page alone. A file holds at most 20 000 lines, and nothing sealed.
access-save-record = Each case in it keeps a record that it was saved, by which post, when and why; the access record shows that from then on.
access-file-title = Access record as of { $time }
access-none = Nothing has been opened yet.
access-none-found = Nothing was opened that fits. Take a filter away.
access-too-many = The record has more than { $most } lines. Narrow it by day or unit, then save it in parts.

# Erased
case-erased = (erased)
erased-on = Erased on { $time }.
erased-gone = What people wrote in it is gone for ever, sealed fields and files with it.
erased-done = Erase
erased-left-title = What is left
erased-left = Number, kind, category, unit, times, deadlines, the steps taken and what came of it, and who looked. They are kept for counting and as proof in the log, and name nobody.
colon = :{" "}

# Erasing
erasures-title = Erasing
erasures-due = The time for keeping is over
erasures-due-hint = The program erases these by itself. Nothing on this page erases them now.
erasures-clock-stated = The desk runs at a stated time, as in a rehearsal: the program erases nothing by itself.
erasures-clock-ahead = The program erases nothing by itself now: its clock is more than { $days } days beyond { $last }, when it was last right. Have the machine's clock looked at. If it is right, have the desk stopped and "huying erase --due" run once; with --dry-run it says before what goes.
erasures-clock-behind = The program erases nothing by itself now: its clock is before { $last }, when it was last believed. Have the machine's clock looked at. If it is right now and was wrong then, have the desk stopped and "huying erase --due" run once; with --dry-run it says before what goes.
erasures-kept =
    { $kind }: kept for { $n ->
        [one] one day
       *[other] { $n } days
    } after the end.
erasures-kept-years =
    { $kind }: kept for { $n ->
        [one] one year
       *[other] { $n } years
    } after the end.
erasures-none-due = No case is kept longer than that.
erasures-count = { $n ->
        [one] 1 case
       *[other] { $n } cases
    }
erasures-more =
    At least { $n ->
        [one] one case
       *[other] { $n } cases
    }; those that ended first are shown.
erasures-ended = Ended
erasures-over = Kept until
erasures-goes = What goes
erasures-asked = The person concerned asks for it
erasures-asked-hint = Only for a case that has ended. On the next page you see what goes, and confirm.
erasures-reason = Who asked, and how that was checked
erasures-reason-hint = No name and no number: this sentence stays when all else is gone.
erasures-look = See what goes
erasures-no-case = There is no such case. Check the number.
erase-link = Erase it on the request of the person concerned
erase-title = Erase this case?
erase-for-ever = What goes can't be brought back by anybody.
erase-backups = Backups made before can't be read for it any more: the case's key is destroyed.
erase-goes = This goes
erase-stays = This stays
erase-button = Erase for ever
erase-not = Leave it as it is
erase-changed = Case { $number } has changed meanwhile. Look again at what goes, then confirm.
goes-words = Title, description, place, answer, notes and reasons
goes-fields = Sealed: { $fields }
goes-files = Files: { $files }
goes-papers = Its words in the papers of { $days }
goes-tasks = The words of the tasks made from it: { $numbers }
goes-waits = It waits: these tasks made from it have not ended: { $numbers }. End them first.
