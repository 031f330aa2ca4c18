package sample

import "debrief/models"

func retryStorm() story {
	return story{
		ago: 295, clock: "15:22", detect: 6, resolve: 158, severity: 1,
		title:   "Delivery notifications up to three hours late after a retry storm",
		summary: "A 40-second stall of the e-mail provider was multiplied by retries into a backlog of 2.1 million messages.",
		team:    "notifications", services: []string{"notify-dispatch", "event-bus"},
		crew: []duty{{"marcus", models.Commander}, {"yuki", models.Shadow}, {"sofia", models.Scribe}, {"imani", models.ResponderPart},
			{"chidi", models.ResponderPart}, {"lars", models.CustomerLiaison}},
		owner: "imani", facilitator: "tomas", meet: 3, minutes: 45, moved: "13:30", closes: 1,
		text: text{
			overview: "A stall of 40 seconds at our e-mail provider was multiplied by retries at three levels into a backlog of 2.1 million messages. For 152 minutes notifications to recipients went out late, the latest by three hours. All were delivered.",
			happened: "notify-dispatch takes events such as “out for delivery” from a queue and sends them as e-mail or SMS. When the provider stalled, each attempt ran into its timeout of 10 seconds. The HTTP client tried three times, the worker put the message back up to five times, and the queue delivered unacknowledged messages again after 30 seconds: one notification became up to 45 attempts. The provider recovered after 40 seconds, saw eleven times our usual traffic, and throttled us, which produced more timeouts. The loop fed itself until retries were switched off.",
			factors: []string{
				"**Technical:** retries at three levels multiply. Each level was sensible when it was added; their product is written nowhere.",
				"**Technical:** attempts carry no age, so workers spent their time on the oldest messages while fresh ones waited behind them.",
				"**Design:** a limit on concurrent calls per provider had been put off in favour of the second SMS provider, a fair choice with what was known then.",
				"**Response:** scaling up the workers in the first minutes, the runbook's first step, added attempts and made throttling worse.",
			},
			resolution: "Retries in the worker and the client were switched off, and workers reduced from 60 to 20. The provider lifted its throttle after a call. The backlog drained in order of priority, “out for delivery” first. The switch stays available; retries are back on with at most four attempts altogether.",
			impact: [][2]string{{"Time in SEV-1", "152 mins"}, {"Notifications delivered out of SLA (5 minutes)", "38% of the afternoon (2,130,000 of 5,600,000)"},
				{"Notifications dropped", "0% (0 of 5,600,000)"}, {"Duplicates sent", "0.4% (22,900)"}, {"Merchants affected", "1,102 of 1,240"}, {"Support requests raised", "167"}},
			timeline: []moment{
				{-30, "Normal load: 610 messages a second, 9 ms median", "graph:dispatch-rate"},
				{0, "The e-mail provider stops answering for 40 seconds", "log:provider-timeouts"},
				{2, "Attempts reach 6,900 a second; the provider begins to throttle", "graph:dispatch-attempts"},
				{6, "Page: age of the oldest message over 5 minutes", "page:dispatch-age"},
				{11, "SEV-1 declared; workers scaled from 30 to 60", "chat:inc-retries"},
				{24, "Status page says that notifications are late", "status:notifications-late"},
				{58, "Attempts per message are plotted for the first time, and show 31", "graph:attempts-per-message"},
				{71, "Retries switched off, workers reduced to 20", "deploy:dispatch-2290"},
				{88, "The provider lifts its throttle", "chat:inc-retries"},
				{158, "Oldest message younger than 5 minutes; SEV-1 ends", "graph:dispatch-age"},
			},
			well: []string{"No message was lost, and the queue held six times its usual size.", "The provider's engineers answered within ten minutes of our call."},
			less: []string{"The first step of the runbook worked against us.", "Duplicates were noticed by merchants before we saw them."},
			added: "A reviewer asked about the duplicates: they come from messages whose acknowledgement was lost while the provider had taken the " +
				"mail. 22,900 recipients got the same e-mail twice, nobody more often.",
			internal:  "On the afternoon of the incident notifications went out up to three hours late. Retries at three levels turned a stall of 40 seconds into a backlog of 2.1 million messages. The postmortem shows how they multiply; if your service retries, count its levels.",
			summary:   "Between 15:22 and 18:00 UTC, delivery notifications were sent late, in the worst case by three hours. All notifications were delivered; fewer than one in two hundred was delivered twice.",
			customers: "A short stall at one of our e-mail providers met a system that retries too eagerly. The extra traffic slowed sending down for much longer than the stall itself. We reduced the traffic, and worked through the waiting messages with “out for delivery” first.",
			doing:     "Retries now have one common limit, and traffic to each provider is capped. We are preparing to move traffic to the second provider within minutes. People waited for news of their parcels because of this, and we are sorry.",
		},
		remarks: []remark{{by: "bo", quote: "All were delivered.", body: "Portal users asked about double e-mails. Can we say how many there were?"},
			{by: "yuki", quote: "Retries now have one common limit", body: "Is that done, or planned? The external text reads as done."}},
		answers: []answer{{by: "sofia", question: "external-message", verdict: models.NeedsWork, note: "Say how long at the beginning."},
			{by: "chidi", question: "timeline", verdict: models.Pass, note: "Checked against the queue's metrics."}},
		items: []item{
			{title: "Limit a notification to four attempts over all levels", more: "E-mail and SMS; push has no retries.", done: "A load test with a stalled provider shows at most four attempts a message.",
				kind: models.Prevent, priority: models.P0, owner: "imani", fate: inJira(2)},
			{title: "Cap concurrent calls per provider at twice the usual peak", done: "The cap holds in a load test at five times the peak.", kind: models.Prevent,
				priority: models.P1, owner: "chidi", fate: fate{started: 5, closed: true, late: 6, jira: true}},
			{title: "Plot attempts per message and alert above three", done: "The alert fires in staging when a provider is stubbed to time out.",
				kind: models.Detect, priority: models.P1, owner: "sofia", fate: onTime(3)},
			{title: "Replace “scale up the workers” in the backlog runbook by a decision table", done: "Two people on call have walked through it with this incident's graphs.",
				kind: models.Mitigate, priority: models.P1, owner: "marcus", fate: onTime(5)},
			{title: "Send each notification once within 24 hours, by a key that the provider keeps", done: "Repeating a request in staging sends one e-mail.",
				kind: models.Prevent, priority: models.P2, owner: "imani", dueAfter: 45, fate: postponed(30, "The provider's key expired after one hour; a longer one came with their release in spring.", 3)},
			{title: "Write a postmortem digest for the merchants' newsletter", done: "It is in the next issue.", kind: models.Process, priority: models.P3, owner: "sofia",
				dueAfter: 25, fate: fate{rejectedAfter: 9, rejected: "The status page entry says all that merchants asked for; a second text would not add to it."}},
		},
		health: map[string]string{"notify-dispatch": "Sends e-mail and SMS through providers. One limit for all retries since the backlog of the winter; recovers by itself in tests."},
	}
}
