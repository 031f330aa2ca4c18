package sample

import "debrief/models"

func restoreDrill() story {
	return story{
		ago: 52, clock: "09:00", detect: 95, resolve: 410, severity: 3,
		title:   "Restore drill took six hours in place of two and missed a table",
		summary: "The quarterly drill of restoring tracking-store from its backup found a gap. No customer was affected.",
		team:    "tracking", services: []string{"tracking-store"},
		crew:  []duty{{"oliver", models.Commander}, {"devika", models.ResponderPart}, {"chidi", models.ResponderPart}},
		owner: "devika", facilitator: "priya", meet: 7, closes: 6,
		text: text{
			overview: "The quarterly drill of restoring tracking-store from its backup took 6 hours 50 minutes against a goal of two hours, and the restored database lacked the table of customs documents. Production was not touched. We treat a drill that shows such a gap as an incident.",
			happened: "The backup of tracking-store is a nightly copy of its files together with the log of changes since then. A drill restores it on an empty host and compares counts. The copy was read at 90 MB a second, a quarter of what the plan assumes. When the database was up, a comparison of counts showed that the table of customs documents, added in spring, was missing: it lives in a tablespace, a separate folder, that the backup's list of folders does not name.",
			factors: []string{
				"**Technical:** the backup copies a list of folders that is written out, and a new tablespace is not on it by itself.",
				"**Technical:** backups moved to a cheaper class of storage in June; its reads are throttled, which matters on no day but this.",
				"**Process:** the drill of the quarter before compared ten tables chosen in the first year. Customs documents are younger.",
				"**Organisational:** cost and recovery goals have different owners, and the saving in June was measured against one of them.",
			},
			resolution: "The tablespace was added to the backup the same day, and a restore of the night after was complete. The slow storage remains for now; the recovery goal is kept by a second copy on fast storage until the budget is settled.",
			impact: [][2]string{{"Time in SEV-3", "315 mins, on the drill's host"}, {"Time to restore", "6 h 50 min (goal: 2 h)"}, {"Rows missing after the restore", "4.4% (88 million of 2.0 billion)"},
				{"Nights without a complete backup", "161"}, {"Customers affected", "0"}, {"Support requests raised", "0"}},
			timeline: []moment{
				{-10080, "Drill announced; a fresh host is ordered", "chat:drills"},
				{0, "Restore begins", "log:drill-q3"},
				{95, "Progress stands at 21% where 70% was planned; SEV-3 declared", "graph:restore-progress"},
				{120, "Throttled reads found in the storage's metrics", "graph:backup-reads"},
				{345, "Database is up on the drill's host", "log:drill-q3"},
				{372, "Comparison finds the customs table missing", "log:drill-compare"},
				{405, "Tablespace added to the backup's list", "deploy:backup-58"},
				{410, "Drill ends; SEV-3 ends", "chat:drills"},
			},
			well:     []string{"The drill did what it is for.", "Counts of all tables were compared this time, on the suggestion of a new colleague."},
			less:     []string{"161 backups were incomplete without anything being red.", "The change of storage was not tried with a restore."},
			added:    "Could the customs table have been rebuilt? Partly: 93% of its rows can be fetched again from the carriers, within some weeks.",
			internal: "Our restore drill found a table missing from 161 nightly backups of tracking-store, and a restore three times as slow as planned. The backup is complete again. The postmortem shows how a saving in one place moved a risk to another.",
		},
		remarks: []remark{{by: "yuki", quote: "lacked the table of customs documents", body: "What would that table mean for customers? Can it be rebuilt?"},
			{by: "nora", quote: "Nights without a complete backup", body: "The auditors will ask for the dates. Is the list attached somewhere?"}},
		answers: []answer{{by: "yuki", question: "detail", verdict: models.Pass}, {by: "chidi", question: "timeline", verdict: models.Pass}},
		items: []item{
			{title: "Make the backup of tracking-store fail when a tablespace is not on its list", done: "Adding one in staging turns the next backup red.", kind: models.Detect, priority: models.P1, owner: "devika",
				dueAfter: 21, fate: inJira(5)},
			{title: "Move the newest two backups to fast storage and restore one within two hours", done: "A restore from it takes less than two hours.", kind: models.Mitigate, priority: models.P1, owner: "ana",
				team: "platform", dueToday: 1, fate: fate{started: 12, jira: true}},
			{title: "Compare the counts of all tables in each restore drill", done: "The drill's script does it, and the plan for the next drill names it.", kind: models.Process, priority: models.P2, owner: "oliver",
				dueToday: 4},
		},
		health: map[string]string{"tracking-store": "PostgreSQL with one replica. Plans are watched; the history table is being split. Backups are complete again, and a restore within two hours is still to be shown."},
	}
}
