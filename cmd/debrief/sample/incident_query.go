package sample

import "debrief/models"

func slowQuery() story {
	return story{
		ago: 236, clock: "10:05", detect: 14, resolve: 131, severity: 2,
		title:   "Tracking pages slow after the database chose another plan",
		summary: "After an automatic update of statistics, PostgreSQL read the history table in full for one common query.",
		team:    "tracking", services: []string{"tracking-store", "merchant-portal"},
		crew: []duty{{"oliver", models.Commander}, {"bo", models.Scribe}, {"devika", models.ResponderPart}, {"chidi", models.ResponderPart},
			{"lars", models.CustomerLiaison}},
		owner: "oliver", facilitator: "priya", meet: 5, absent: []string{"yuki"}, closes: 4,
		weak: answer{question: "detail", note: "The plan before the change was not kept, so the comparison rests on a copy of the data.",
			waived: "The old plan is gone for good; the copy shows the same costs, and plans are recorded from now on."},
		text: text{
			overview: "For 117 minutes tracking pages took up to 14 seconds to open because PostgreSQL, our database, had begun to read a large table in full for one frequent query. 9% of page views ended in a timeout.",
			happened: "The query for the latest scan of a parcel reads the history table through an index. PostgreSQL's planner chooses the way by statistics, which a background job refreshes. At 10:05 UTC the job had sampled a stretch of the table in which nearly all rows belonged to one carrier's bulk import, and from then on the planner estimated 300 times as many rows per parcel as there are. A full read looked cheaper. With 1.9 billion rows it was not, and the pool of connections filled with waiting queries.",
			factors: []string{
				"**Technical:** the statistics target of the parcel column is the default of 100, which is coarse for a table of this size and skew.",
				"**Data:** the bulk import wrote 61 million rows of one carrier next to each other. Imports of that size had been rare until a carrier joined in spring.",
				"**Detection:** we alert on the database's CPU, which was busy but below the limit, and not on the time of single queries.",
				"**Organisational:** the history table's partitioning has been planned for a year and gave way to features twice, each time with reasons that held then.",
			},
			resolution: "Statistics were taken again by hand with a target of 1,000, after which the planner went back to the index within seconds. Waiting queries were cancelled in two rounds to free connections.",
			impact: [][2]string{{"Time in SEV-2", "117 mins"}, {"Page views ending in a timeout", "9% (187,000 of 2,080,000)"}, {"Median time of a page view", "3.8 s (usually 0.2 s)"},
				{"Events dropped", "0% (0 of 1,310,000)"}, {"Merchants affected", "all who embed our tracking page: 905"}, {"Support requests raised", "58"}},
			timeline: []moment{
				{-600, "Bulk import of 61 million scans ends", "log:bulk-imports"},
				{0, "Automatic analyze of the history table ends", "log:postgres-autoanalyze"},
				{3, "Median time of the latest-scan query rises from 4 ms to 2.9 s", "graph:query-times"},
				{14, "Page: timeouts of the tracking page above 3%", "page:tracking-timeouts"},
				{21, "SEV-2 declared", "chat:inc-slow"},
				{37, "Status page says that tracking pages are slow", "status:tracking-slow"},
				{66, "A rollback of the morning's release changes nothing", "deploy:portal-1187"},
				{94, "The plan of the query is printed: a sequential scan", "log:explain-latest-scan"},
				{108, "Analyze with a higher target; plan uses the index", "log:explain-latest-scan"},
				{131, "Timeouts at 0.01%; SEV-2 ends", "graph:tracking-timeouts"},
			},
			well:      []string{"Cancelling queries in rounds kept half of the pages usable.", "The replica was left alone, so exports ran through."},
			less:      []string{"A release on the same morning drew attention for half an hour.", "Plans are not recorded, so the old one had to be reconstructed."},
			added:     "Is this a trend? It is the second incident in which the size of the history table took part; the first was the slow export of last autumn.",
			internal:  "Tracking pages were slow for two hours because the database changed its mind about one query. Statistics are finer now. The postmortem explains in plain words what a planner is, and why partitioning moves up our list.",
			summary:   "For 117 minutes our tracking pages opened slowly, and about one in eleven page views ended in a timeout. Scans and notifications were not affected.",
			customers: "A large import changed what our database knows of its own data, and it chose a much slower way to find the latest scan of a parcel. We corrected this by refreshing its statistics.",
			doing:     "The statistics are now kept finer, changes of such plans raise an alert, and we are dividing the table concerned into smaller parts. We know that a tracking page is often the only window on a parcel, and apologise that it stayed closed for so long.",
		},
		remarks: []remark{{by: "ana", quote: "Imports of that size had been rare", body: "Is this a single case or part of a trend?"}},
		answers: []answer{{by: "ana", question: "service-health", verdict: models.NeedsWork, note: "Say what it means for partitioning."},
			{by: "bo", question: "readable", verdict: models.Pass}},
		items: []item{
			{title: "Raise the statistics target of the history table's parcel column to 1,000", done: "pg_stats shows it in production, and an import of 60 million rows keeps the plan.",
				kind: models.Prevent, priority: models.P1, owner: "devika", fate: inJira(16)},
			{title: "Record plans of the 20 most frequent queries and alert when one changes", done: "Dropping an index in staging raises the alert within five minutes.",
				kind: models.Detect, priority: models.P1, owner: "chidi", fate: onTime(2)},
			{title: "Refresh table statistics after each bulk import of more than a million rows", done: "The importer's log shows it for the next three imports.", kind: models.Prevent,
				priority: models.P2, owner: "devika", dueAfter: 28, fate: inJira(8)},
			{title: "Split the history table by month and move two years of rows", more: "Older rows stay where they are until the archive is decided.",
				done: "The latest-scan query touches at most two partitions.", kind: models.Prevent, priority: models.P2, owner: "oliver", dueAfter: 75, labels: []string{"partitioning"},
				fate: fate{started: 9, slips: []slip{
					{ahead: 3, by: 45, why: "Moving rows at night takes longer than tested: three months a week, not eight."},
					{ahead: 2, toToday: -6, why: "The replica had to grow first, which waited for the new disks."}}}},
			{title: "Switch off automatic analyze on the history table", done: "The setting is in the table's definition.", kind: models.Prevent, priority: models.P3, owner: "devika",
				dueAfter: 40, fate: fate{rejectedAfter: 4, rejected: "Statistics that are never refreshed go wrong more quietly; a finer target and the alert on plans cover the risk."}},
		},
		health: map[string]string{"tracking-store": "PostgreSQL with one replica. Plans are watched by now; the history table is being split by month, and until that is done imports need care."},
	}
}
