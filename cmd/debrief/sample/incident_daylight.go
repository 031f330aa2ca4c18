package sample

import (
	"time"

	"debrief/models"
)

// clockChange is how many days ago Europe last changed its clocks, at least three months back: the last Sunday of March or
// October, at 01:00 UTC.
func (st *stage) clockChange() int {
	for n := 92; ; n++ {
		d := st.today.AddDays(-n)
		last := d.Weekday() == time.Sunday && d.AddDays(7).Month != d.Month
		if last && (d.Month == time.March || d.Month == time.October) {
			return n
		}
	}
}

func (st *stage) daylightSaving() story {
	return story{
		ago: st.clockChange(), clock: "01:00", detect: 455, resolve: 612, severity: 3,
		title:   "Delivery windows off by one hour on the day the clocks changed",
		summary: "Windows computed before the change of the clocks were shown one hour wrong in four countries.",
		team:    "tracking", services: []string{"eta-engine"},
		crew:  []duty{{"chidi", models.Commander}, {"oliver", models.ResponderPart}, {"lars", models.CustomerLiaison}},
		owner: "chidi", facilitator: "priya", meet: 8, closes: 2,
		text: text{
			overview: "On the Sunday on which Europe changed its clocks, 17,300 delivery windows in four countries were shown one hour wrong for up to ten hours, until they were computed again.",
			happened: "A delivery window (“between 14:00 and 16:00”) is computed the evening before, from the carrier's plan in local time. eta-engine stores it as minutes after local midnight, together with the offset from UTC at the moment of computing. On a day on which the offset changes between computing and delivery, the two do not fit, and the window moves by an hour. Sunday deliveries exist since this summer in four countries only, so earlier changes of the clocks passed without notice.",
			factors: []string{
				"**Technical:** an offset such as +01:00 was stored where a time zone such as Europe/Berlin is meant. For 363 days a year the two say the same.",
				"**Testing:** the test suite fixes the date in June. No test crosses a change of the clocks.",
				"**Product:** Sunday delivery began as a pilot, and the list of things that rest on “nothing happens on Sunday” was not known to anybody.",
				"**Detection:** eta-engine has no check that compares shown windows with arrivals on the same day; a driver's call was the first sign.",
			},
			resolution: "All windows of the day were computed again at 10:50 UTC with the zone's own rules. The stored offset is no longer read; the zone of the delivery address is. That is a lasting repair.",
			impact: [][2]string{{"Time in SEV-3", "157 mins, after 455 mins unnoticed"}, {"Windows shown wrong", "4.2% of the weekend (17,300 of 412,000)"},
				{"Parcels missed by their recipient", "about 240, by carriers' reports"}, {"Merchants affected", "52"}, {"Support requests raised", "31"}},
			timeline: []moment{
				{-420, "Windows for Sunday are computed with Saturday's offset", "log:eta-batches"},
				{0, "Clocks change", "log:tz-release"},
				{300, "First deliveries outside of their shown window", "graph:window-hits"},
				{455, "A carrier calls: drivers arrive an hour before the window; page to Tracking", "ticket:carrier-calls"},
				{471, "SEV-3 declared", "chat:inc-clocks"},
				{520, "The stored offset is found in one window's row", "log:eta-rows"},
				{590, "Windows are computed again for all four countries", "log:eta-batches"},
				{612, "Samples of 200 windows agree with the carriers' plans; SEV-3 ends", "graph:window-hits"},
			},
			well:      []string{"Computing all windows again took 22 minutes, as the runbook promises.", "The carrier knew whom to call on a Sunday."},
			less:      []string{"More than seven hours passed before we knew.", "The on-call engineer had no dashboard for eta-engine."},
			added:     "A search for other stored offsets found two: the cut-off time of merchants, which is right on all days but two, and an export that nobody uses.",
			internal:  "On Sunday some recipients read delivery windows that were an hour off, since we stored an offset where a time zone was meant. The repair is in; the postmortem has a short guide to zones and offsets that is worth three minutes.",
			summary:   "On the Sunday of the clock change, 17,300 delivery windows in four countries were shown one hour wrong for up to ten hours.",
			customers: "Windows that had been computed on Saturday evening did not take the change of the clocks into account. They were computed again at 10:50 UTC on Sunday.",
			doing:     "We have made windows follow the time zone of the address, and our tests cross every change of the clocks in the next two years. We are sorry for the people who waited at the wrong hour or missed their parcel.",
		},
		remarks: []remark{{by: "devika", quote: "an offset such as +01:00 was stored", body: "Are there other places where we store offsets?"}},
		answers: []answer{{by: "devika", question: "terms", verdict: models.Pass, note: "The example of the two zones helps."}},
		items: []item{
			{title: "Add tests for both changes of the clocks to eta-engine, in all 14 zones", done: "The suite runs with eight dates a zone in CI.", kind: models.Prevent,
				priority: models.P1, owner: "chidi", fate: onTime(20)},
			{title: "Store the zone of the address with each delivery window, in place of the offset", done: "The offset column is dropped.", kind: models.Prevent, priority: models.P1,
				owner: "oliver", fate: inJira(9)},
			{title: "Compare shown windows with arrivals every hour and alert below 90% hits", done: "Replaying this Sunday raises the alert by 07:00 UTC.",
				kind: models.Detect, priority: models.P2, owner: "devika", dueAfter: 35, fate: inJira(2)},
			{title: "Correct the merchants' cut-off time for the two days a year", done: "A cut-off set for 22:00 stays at 22:00 on both days.", kind: models.Prevent, priority: models.P2,
				owner: "bo", team: "merchants", dueAfter: 42, fate: onTime(11)},
		},
		health: map[string]string{"eta-engine": "Computes delivery windows by time zone. Hits are compared with arrivals hourly since the clock change."},
	}
}
