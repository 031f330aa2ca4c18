package sample

import "debrief/models"

func connectionPool() story {
	return story{
		ago: 118, clock: "13:10", detect: 31, resolve: 126, severity: 2,
		title:   "Label printing slow while connections leaked from a pool",
		summary: "A path that handles cancelled requests kept its database connection; the pool ran empty over four days.",
		team:    "platform", services: []string{"merchant-portal", "api-gateway"},
		crew:  []duty{{"sofia", models.Commander}, {"bo", models.ResponderPart}, {"ana", models.ResponderPart}, {"lars", models.CustomerLiaison}},
		owner: "bo", facilitator: "priya", meet: 5, closes: 5,
		text: text{
			overview: "For 95 minutes merchants waited up to 40 seconds for shipping labels, because the portal had run out of database connections. Each cancelled request had kept one for good since a release four days earlier.",
			happened: "A connection pool is a fixed set of connections to the database that requests borrow and give back. The portal's holds 80. The release added a check of label formats. When a browser cancels a request during that check, the code leaves by a path on which the connection is not given back. Few requests are cancelled on a normal day: the pool lost some 15 connections a day. On the day of the incident a large merchant's browser extension cancelled and repeated requests, and the rest was gone in an hour.",
			factors: []string{
				"**Technical:** giving back a connection is the duty of each path through the code, where the language offers a construct that does it on all of them.",
				"**Testing:** tests of cancelled requests exist for the API and not for the portal.",
				"**Detection:** the pool's size was on a dashboard, as a mean over eight processes and without an alert. It fell for four days in plain sight.",
				"**Process:** the reviewer's checklist for database code was written before requests could be cancelled.",
			},
			resolution: "Processes were restarted one after the other, which refilled the pools, and the release was taken back. The corrected check went out two days later with a test for cancellation.",
			impact: [][2]string{{"Time in SEV-2", "95 mins"}, {"Labels printed after more than 10 seconds", "27% (8,420 of 31,200)"}, {"Labels not printed", "2% (610 of 31,200); repeated by merchants"},
				{"API calls affected", "0.3%, those that share the pool"}, {"Merchants affected", "312"}, {"Support requests raised", "37"}},
			timeline: []moment{
				{-5760, "Release with the check of label formats", "deploy:portal-1304"},
				{-4320, "Free connections per process fall from 8 to 6 on average", "graph:portal-pool"},
				{0, "First request waits more than 10 seconds for a connection", "log:portal-waits"},
				{31, "Page: labels slower than 10 seconds", "page:label-latency"},
				{40, "SEV-2 declared", "chat:inc-labels"},
				{58, "Status page says that label printing is slow", "status:labels-slow"},
				{69, "Pool found empty in six of eight processes", "graph:portal-pool"},
				{83, "Restarts begin; release taken back", "deploy:portal-1305"},
				{126, "Median of label printing at 0.9 seconds; SEV-2 ends", "graph:label-latency"},
			},
			well:      []string{"The page named what merchants felt, label latency, and not a cause.", "Taking the release back was a matter of minutes."},
			less:      []string{"The pool's decline was visible for four days.", "Restarting by hand took 20 minutes; one process was forgotten at first, as the list on the wiki has seven."},
			added:     "The browser extension is harmless in itself: it repeats a request after eight seconds, as its merchant configured it. We have told its makers about our limits.",
			internal:  "Label printing was slow on the afternoon of the incident: connections leaked since a release four days before. The corrected release is out. The postmortem has a small example of the construct that gives connections back on all paths.",
			summary:   "For 95 minutes printing of shipping labels was slow, and one in fifty labels had to be requested again.",
			customers: "A recent change in our portal used up connections to its database over several days, until new requests had to wait. We took the change back and restarted the portal.",
			doing:     "We have corrected the change, and added an alert well before connections run out. Slow labels mean vans that leave late. We apologise for the afternoon that this cost you.",
		},
		remarks: []remark{{by: "imani", quote: "a large merchant's browser extension", body: "Can we make sure that this does not read as the merchant's fault?"}},
		answers: []answer{{by: "imani", question: "blameless", verdict: models.NeedsWork, note: "See my comment on the extension."}, {by: "ana", question: "causes", verdict: models.Pass}},
		items: []item{
			{title: "Give back connections by a deferred call on all 23 database paths of the portal", done: "A linter rule refuses a borrow without it.", kind: models.Prevent, priority: models.P1,
				owner: "bo", fate: onTime(7)},
			{title: "Alert when fewer than two connections are free in any portal process", done: "A leak in staging raises it.", kind: models.Detect, priority: models.P1, owner: "ana", fate: inJira(11)},
			{title: "Add tests of cancelled requests to the portal's six slowest pages", done: "They run in CI and have failed once on purpose.", kind: models.Detect, priority: models.P2,
				owner: "bo", dueAfter: 30, fate: inJira(2)},
			{title: "Generate the list of portal processes for the restart runbook from the scheduler", done: "The wiki page shows the generated list, with its time.", kind: models.Mitigate,
				priority: models.P2, owner: "ana", dueToday: -2, fate: fate{started: 60}, override: "What the scheduler offers is still open; the bound is the page, whatever feeds it."},
			{title: "Split the portal's pool from the API's, with 40 connections each", done: "Emptying one in staging leaves the other's calls below 200 ms.", kind: models.Mitigate, priority: models.P2,
				owner: "chidi", team: "platform", dueToday: 9, fate: fate{disowned: "I move to the event-bus project; somebody who stays with the portal fits better."}},
		},
		health: map[string]string{"merchant-portal": "A web application without state of its own. Its connection pool is watched process by process since the summer."},
	}
}
