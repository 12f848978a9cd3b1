# What checking a pack finds. Each message says what is wrong and what to do about it.

pack-ok = Pack { $pack } is in order: { $units } units, { $posts } posts, { $areas } areas, { $kinds } kinds of case.
pack-unset = Left to the body, since no rule of the country says it ({ $count }): { $names }. Without it there is no such limit, time or help; set it in your pack with its source.
pack-unverified = { $count ->
    [one] One rule has not been checked against its text (verified = false); pages say so.
   *[other] { $count } rules have not been checked against their text (verified = false); pages say so.
}
pack-problems = { $pack }: { $count ->
    [one] one mistake. Mend it and check again.
   *[other] { $count } mistakes. Mend them and check again.
}
pack-not-utf8 = { $file } is not UTF-8. Save it as UTF-8.

pack-syntax = This is not TOML: { $detail }. Compare the line with the example in docs/packs.md.
pack-file-too-large = The file is larger than { $most } KB. Split it, or take out what is not a rule.
pack-section-twice = “{ $section }” already stands in { $file }. Put both into one file.
pack-unknown-key = “{ $key }” is not known. What can stand here: { $known }. Mend the spelling or remove it.
pack-missing-key = “{ $key }” is missing. Add it.
pack-wrong-type = “{ $key }” should be { $wanted } and is { $found }. Change it to the right type.
pack-out-of-range = “{ $key }” is { $value } and should be from { $low } to { $high }. Change it to a sensible number.
pack-empty-text = “{ $key }” is empty. Write the words, in Chinese and in English.
pack-bad-slug = “{ $slug }” cannot be a slug. A slug begins with a lower-case letter and has only lower-case letters, digits and hyphens, at most 64 of them. Rename it.
pack-duplicate = “{ $slug }” stands twice in { $section }. Rename one of them or remove it.
pack-name-twice = The name “{ $name }” means both “{ $first }” and “{ $second }”, so a file cannot be read. Take the name away from one of them.

pack-rule-without-source = Rule “{ $rule }” has no source. Write source = "law and article", or who set it.
pack-rule-without-mark = Rule “{ $rule }” does not say whether it was read in its text. Write verified = true or verified = false.
pack-verified-without-source = Rule “{ $rule }” is marked as verified but has no source. Write the source, or verified = false.

pack-extends-unknown = There is no pack “{ $pack }” to extend. Write one that the program carries: cn, demo-bureau or la311.
pack-extends-circle = Packs extend each other in a circle: { $chain }. Remove one of the extends.
pack-bad-locale = Language “{ $locale }” is not spoken here. Write zh-CN or en.
pack-bad-telephone = “{ $number }” is no number to call. Write digits alone.
pack-bad-zone = Time zone “{ $zone }” is not known. Write its IANA name, such as Asia/Shanghai.
pack-bad-date = “{ $date }” is not a date. Write 2026-05-01, or a run 2026-05-01..2026-05-05 of at most 31 days.
pack-date-in-other-year = { $date } is not in { $year }. Move it to its own year.
pack-shifted-not-weekend = { $date } is not on a weekend, so it cannot be a shifted workday. Compare it with the announcement.
pack-off-and-worked = { $date } is both off and worked. Compare it with the announcement and keep one.
pack-bad-time = “{ $time }” is not a time of day. Write hours and minutes on the 24-hour clock, such as 09:00.
pack-no-due-time = “{ $level }” has no due time. Write at least one, such as due = [{"{"} day = 1, time = "09:00" {"}"}].
pack-operating-routine = Routine has the usual times. Write them under [kind.incident.within], and here those of heightened or emergency.
pack-operating-longer = The time of “{ $what }” at an operating level is longer than the usual one. A level never gives more time: write a shorter one, or leave it out.
pack-unknown-level = Operating level “{ $word }” is not known. What can be written: { $known }.
pack-unknown-told-as = “{ $word }” is no way to say who looked. What can be written: { $known }.
pack-unknown-tier = “{ $word }” is neither the leader on duty nor the officer on watch. What can be written: { $known }.
pack-duty-turns = The turn “{ $turn }” does not end when “{ $next }” begins. Let the turns of a tier follow each other around the clock.
pack-duty-post-unit = The post “{ $slug }” is of no unit at or beneath “{ $unit }”. Name a post of the desk's own unit, or of one beneath it.
pack-duty-post-role = In the post “{ $slug }” nobody serves on duty, so nobody could hand over in it. Name a post of another role.

pack-no-units = There are no units. Write at least one [[units]]: every case has a responsible unit.
pack-unknown-unit = There is no unit “{ $slug }”. Write a slug from [[units]], or add the unit.
pack-unknown-skill = There is no skill “{ $slug }”. Write a slug from [[duty.skills]], or add the skill.
pack-unknown-referral = There is no way of a court's referral “{ $word }”. Use one of: { $known }
pack-unknown-parent = There is no unit “{ $slug }” to be above this one. Write a slug from [[units]].
pack-parent-circle = Unit “{ $slug }” is above itself. Mend its parent.
pack-unknown-leader = There is no post “{ $slug }”, so the unit has no responsible leader. Write a slug from [[posts]], or add the post.
pack-leader-role = Post “{ $slug }” is not a leader's, so it cannot be the responsible one. Choose a post with role = "leader".
pack-unknown-post = There is no post “{ $slug }”. Write a slug from [[posts]], or add the post.
pack-unknown-role = Role “{ $word }” is not known. What can be written: { $known }.
pack-role-never = Role “{ $role }” can never take step “{ $step }”; the program holds that line and no pack moves it. Take it out of by.

pack-unknown-kind = There is no kind “{ $slug }”. Write a kind that is there, or add it.
pack-portal-closed = The kind “{ $slug }” can't be registered by a requester. Add “requester” to its step “register”, or name another kind.
pack-unknown-status = There is no status “{ $slug }”. Write a slug from [[kind.statuses]], or add the status.
pack-unknown-step = Step “{ $word }” is not known. What can be written: { $known }.
pack-unknown-requirement = Requirement “{ $word }” is not known. What can be written: { $known }.
pack-unknown-visibility = Visibility “{ $word }” is not known. What can be written: { $known }.
pack-unknown-field = Field “{ $word }” is not known. What can be written: { $known }.
pack-forbidden-field = “{ $field }” is not allowed: religion, ethnicity, politics and petition history are not collected (个人信息保护法, art. 6 and 28). Remove it.
pack-sealed-field = “{ $field }” is a name or a contact and can only be sealed. Write visibility = "sealed".
pack-unknown-category = There is no category “{ $slug }”. Write a slug from [[kind.categories]], or add the category.
pack-unknown-area = There is no area “{ $slug }”. Write a slug from [[areas]], or add the area.
pack-code-empty = The “{ $key }” of an area's code is empty, or more than one line. Write both: codes = [{"{"} name = "GB/T 2260", value = "…" {"}"}].
pack-code-own = Codes under “{ $name }” are this program's own, made of the slugs. Write the name of those whose code it is.
pack-code-twice = The code “{ $value }” of “{ $name }” stands for “{ $first }” and again for “{ $second }”, so that a warning can't be told. Take it away from one of them.
pack-polygon-corner = This is no corner of an outline. Write [latitude, longitude] in degrees, the latitude from -90 to 90 first, then the longitude from -180 to 180.
pack-polygon-count = An outline has from 4 to { $most } corners, the first of them again at the end, and this one has { $count }. Add what is missing, or leave some out.
pack-polygon-open = The outline is not closed. Write its first corner again at the end.
pack-polygon-flat = All corners of the outline are on one line, so that nothing lies in it. Compare them with the map.
pack-step-by-nobody = Nobody can take this step. Write at least one role in by.
pack-no-register = Kind “{ $kind }” has no step register, so no case can begin. Add it.
pack-no-end = Kind “{ $kind }” has no status that ends a case. Write ended = true at the last one.
pack-begins-ended = The first status “{ $slug }” has already ended. Put the status where a case begins first.
pack-status-unreachable = No step leads to status “{ $slug }”. Add one, or remove the status.
pack-close-without-answer = In kind “{ $kind }” the step “{ $step }” closes a case, but no answer can be given before it. Add a step answer that can be reached first: nothing closes without an answer.
pack-clock-step = The clock speaks of step “{ $step }”, which kind “{ $kind }” does not have. Write a step that is there, or add it.
pack-clock-never-stops = Clock “{ $slug }” has no step that stops it. Write stops.
pack-bad-clock-unit = Clock unit “{ $word }” is not known. What can be written: { $known }.

pack-column-twice = Header “{ $header }” belongs to two fields, so a file cannot be read. Take it away from one of them.
pack-word-empty = “{ $word }” in “{ $list }” has no letter or digit, so every row would be left out. Remove it, or write a word.
pack-word-twice = “{ $word }” stands in two of totals, zero and notes, so a row cannot be told. Leave it in one.
pack-secret-level = Level “{ $level }” is not offered: no state secrets on an unclassified system (保密法, art. 31). Write public, internal or work_secret.
pack-unknown-brief-level = Level “{ $word }” is not known. What can be written: { $known }.
pack-bad-call = “{ $to }” is nobody who can be called. What can be written: officer, leader, unit-leader, roster-keepers, post-concerned, everybody, post:SLUG.
pack-unknown-policy = There is no policy “{ $slug }”. Write a slug from [[calls.policies]], or add the policy.
pack-bad-hazard = “{ $category }” is no category of warnings. What can be written: { $known }.
