# What everybody may read.
public-title = Requests and what became of them
public-lead = What { $body } has made public, each after review. Names, contacts and what people wrote themselves are never here.
public-tab-list = List
public-tab-map = Map
public-filter = Narrow what is shown
public-search = Words
public-state = State
public-open = In work
public-ended = Ended
public-show = Show
public-clear = Show everything
public-none = Nothing has been made public yet.
public-none-found = Nothing public fits this. Use fewer or other words, or show everything.
public-received = asked { $at }
public-take = Take it along
public-take-atom = Feed (Atom): tells your reader of what is new
public-take-csv = Table (CSV)
public-take-geojson = Places (GeoJSON)
public-about = What it is about
public-place = Place
public-position = Position
public-steps = What has been done
public-follow = Follow this
public-follow-how = Come back to this page, or add its feed to a feed reader. No name is needed, and nobody hears who follows.
public-follow-atom = Feed of this request (Atom)
public-registered = Received; { $unit } answers for it
public-accepted = Accepted
public-refused = Not accepted
public-passed = Passed on to { $unit }, which answers for it
public-acknowledged = The unit has it
public-answered = Answered
public-closed = Closed: { $outcome }
public-reopened = Opened again
public-withdrawn = Taken back by whoever asked
public-published = Made public after review
public-entry = { $status } · { $unit }
public-map-title = Where requests are
public-map-label = Map of public requests. Arrow keys move it, plus and minus bring it closer or farther. The same is in the lists below.
public-map-outside = The pictures of this map come from the server named by the operator; it learns your network address and the part of the map that you look at.
public-map-drawing = Drawing of where the requests in the list below lie to each other
public-map-drawing-note = North is above. Filled: in work; ring: ended. No map lies beneath: this page asks nobody else for pictures.
public-by-area = By area
public-no-area = No area
public-placed = With a place
public-placed-none = No published case has a place that is public.
public-column-number = Number
public-column-state = State
public-column-status = Status
public-column-category = Category
public-column-area = Area
public-column-text = Text
public-column-unit = Unit
public-column-received = Received
public-column-published = Made public
public-column-ended = Ended
public-column-address = Place
public-column-latitude = Latitude
public-column-longitude = Longitude
map-closer = Closer
map-farther = Farther
portal-nav-public = Published requests
portal-known-follow = Follow { $number } instead
portal-map = On the map
portal-map-hint = Move the map until the circle is on the place. Arrow keys work too. You may leave it out.
portal-map-label = Map to choose the place. Arrow keys move it, plus and minus bring it closer or farther.
portal-map-chosen = Chosen place:
portal-map-remove = Remove
portal-position-wrong = The place on the map can't be read. Choose it once more, or remove it.
# Following by e-mail or text message.
follow-title = Following a published request
follow-by = Be told by e-mail or text message
follow-ask = Send me the link
follow-choose = Choose how you want to be told.
follow-sent = If the address is right, a message with a link is on its way to it. You are told of nothing until you have confirmed there that you want it.
follow-sealed = The address is sealed. The program opens it to send what everybody can read on this page, and for nothing else; nobody sees who follows, only how many. It is erased when you stop, and with the request.
follow-asked = Somebody gave this address. Do you want to be told how this goes on?
follow-follows = You are told when something of this is made public.
follow-ended = You are told of nothing more. The address has been erased.
follow-not-public = This is not public any more.
follow-within = Confirm within { $hours } hours of asking. Without it the address is erased, and no other message is sent.
follow-confirm = Yes, tell me
follow-stop = Stop, and erase my address
follow-count =
    { $n ->
        [0] Nobody follows this by message.
        [one] One follows this by message. Nobody sees who.
       *[other] { $n } follow this by message. Nobody sees who.
    }
follow-confirm-subject = { $body }: do you want to follow { $number }?
follow-confirm-letter =
    Somebody gave this address so that it is told how a published request goes on:
    { $number } { $head }

    If that was you, open this link within { $hours } hours and say so there:
    { $link }

    If it was not you, do nothing: no other message is sent, and the address is erased.

    { $body }
follow-confirm-text = { $body }: to be told how { $number } goes on, confirm within { $hours } hours: { $link } If you did not ask for it, do nothing; no other message is sent.
follow-step-subject = { $body }: { $number }
follow-step-letter =
    { $what }

    { $number } { $head }
    { $page }

    Stop, and have this address erased: { $link }

    { $body }
follow-step-text = { $body }: { $number }: { $what }. { $page } Stop: { $link }
follow-over-subject = { $body }: { $number } is not public any more
follow-over-letter =
    The request { $number }, which you followed, is not public any more. Nothing more is sent, and your address is erased with this message. Until then: { $link }

    { $body }
follow-over-text = { $body }: { $number } is not public any more. Nothing more is sent, and your number is erased. Until then: { $link }
