package sample

import "debrief/models"

func diskFull() story {
	return story{
		ago: 324, clock: "01:40", detect: 52, resolve: 171, severity: 3,
		title:   "Scans of one carrier delayed by a full disk on carrier-ingest",
		summary: "Debug logs filled the disk of one of four ingest hosts; files of one carrier waited there.",
		team:    "tracking", services: []string{"carrier-ingest"},
		crew:  []duty{{"devika", models.Commander}, {"oliver", models.ResponderPart}},
		owner: "devika", facilitator: "tomas", meet: 6, closes: 3,
		text: text{
			overview: "One of four hosts of carrier-ingest ran out of disk space during the night. Files of one carrier that are pinned to this host waited up to 119 minutes, so that recipients saw late tracking updates for 22,700 parcels.",
			happened: "carrier-ingest receives files of scans (a scan is the record that a parcel passed a place) from carriers and hands them on. A change two weeks earlier had switched its parser to the log level `debug` to follow a rare encoding problem. Since then each host wrote 31 GB of logs a day in place of 2 GB. Logs are rotated by count of files and not by size; on the host with the largest carrier, the disk was full at 01:40 UTC, and incoming files could not be written.",
			factors: []string{
				"**Technical:** logs and incoming files share one disk, so the less important of the two can starve the other.",
				"**Configuration:** rotation kept 14 files whatever their size. It was set when a day's file was a hundred times smaller.",
				"**Process:** a log level is changed by a flag with no end date, and its effect on volume is not shown where it is changed.",
				"**Detection:** the alert on disk space looks at the mean of the four hosts, which stood at 61%.",
			},
			resolution: "Old debug logs were compressed and moved off the host, which freed 210 GB; the carrier's files were then read in the order of their arrival. The log level went back to `info` on all hosts the same night.",
			impact: [][2]string{{"Time in SEV-3", "119 mins"}, {"Scans processed late", "3.1% of the night's scans (22,700 of 731,000)"},
				{"Scans lost", "0"}, {"Longest delay", "2 h 04 min"}, {"Merchants affected", "64"}, {"Support requests raised", "3"}},
			timeline: []moment{
				{-20160, "Log level of the parser set to debug for one carrier's encoding problem", "deploy:ingest-4412"},
				{-1440, "Disk of host ingest-3 passes 85%", "graph:ingest-disk"},
				{0, "Disk of ingest-3 is full; the first file is refused", "log:ingest-3"},
				{52, "Alert on late files of one carrier; page to Tracking", "page:carrier-lateness"},
				{70, "Full disk found", "graph:ingest-disk"},
				{96, "Debug logs moved; writing works again", "log:ingest-3"},
				{171, "Last waiting file read; SEV-3 ends", "graph:carrier-lateness"},
			},
			well:     []string{"The carrier's server kept the files and sent them again by itself, as our contract asks.", "Lateness by carrier is a good alert: it told what recipients felt."},
			less:     []string{"The disk alert stayed silent, and 52 minutes passed before the first page.", "Nobody could tell from the dashboard which host a carrier is pinned to."},
			added:    "A reviewer asked what else shares that disk: beside logs and incoming files, the parser's crash dumps do, 4 GB at the time.",
			internal: "In the night of the incident one ingest host ran out of disk space under debug logs, and scans of one carrier came up to two hours late. Nothing was lost. The postmortem has the numbers, and asks all teams to look at how their logs are rotated.",
		},
		remarks: []remark{{by: "chidi", quote: "logs and incoming files share one disk", body: "What else is on that disk?"},
			{by: "nora", body: "Very readable for somebody outside of engineering, thank you."}},
		answers: []answer{{by: "chidi", question: "detail", verdict: models.Pass}},
		items: []item{
			{title: "Rotate logs of carrier-ingest by size, at most 20 GB a host", done: "A host under debug logging for a day stays below 20 GB.",
				kind: models.Prevent, priority: models.P1, owner: "devika", fate: onTime(12)},
			{title: "Alert on the disk of each ingest host at 80%, not on their mean", done: "Filling one staging host to 81% pages Tracking.",
				kind: models.Detect, priority: models.P2, owner: "oliver", dueAfter: 21, fate: inJira(3)},
			{title: "Move incoming files to a volume of their own on all four ingest hosts", done: "df shows two volumes on each host, and the runbook names both.",
				kind: models.Prevent, priority: models.P2, owner: "chidi", dueAfter: 40, fate: fate{started: 15, slips: []slip{{ahead: 4, by: 28,
					why: "Storage for the new volumes was ordered late and is delivered at the end of the month."}}, closed: true, late: -2}},
			{title: "Expire raised log levels after 48 hours in the flag service", done: "A level raised in staging is back at info two days later.",
				kind: models.Prevent, priority: models.P3, owner: "oliver", dueAfter: 60, fate: fate{rejectedAfter: 16,
					rejected: "The flag service is replaced in autumn; its successor expires flags by default, so the work would be thrown away."}},
		},
		health: map[string]string{"carrier-ingest": "Takes the scans of 31 carriers. Sturdy against slow carriers; local disks were its weak place, now watched host by host."},
	}
}
