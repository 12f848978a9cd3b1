# The written opinion (Petition Work Regulations, art. 32): what stands on paper.
opinion-title-handling = Opinion on a Petition
opinion-title-review = Opinion on Review of a Petition
opinion-title-re-review = Opinion on Re-review of a Petition
opinion-number = No. { $number }
opinion-to = To: ____________________
opinion-opening = On { $date } you asked about “{ $title }” (number { $number }). We have looked into it and answer as follows.
opinion-part-request = 1. What was asked
opinion-part-facts = 2. Facts and reasons
opinion-part-opinion = 3. Opinion
opinion-part-basis = 4. Legal basis
opinion-verdict = Result: { $verdict }.
opinion-closing-review = If you do not accept this opinion, you can ask { $unit } for a review within { $time } of receiving it.
opinion-closing-re-review = If you do not accept this opinion, you can ask { $unit } for a re-review within { $time } of receiving it.
opinion-closing-above = If you do not accept this opinion, you can turn to the body above.
opinion-closing-final = This is the opinion on re-review. The same facts and reasons are not accepted again; new facts or reasons can be brought forward anew.
opinion-body-above = the body above
opinion-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
    }
opinion-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
    }
opinion-working-days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
    }

verdict-supported = supported
verdict-explained = explained
verdict-not-supported = not supported
