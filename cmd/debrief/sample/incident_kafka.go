package sample

import "debrief/models"

func rebalance() story {
	return story{
		ago: 4, clock: "05:30", detect: 12, resolve: 149, severity: 2,
		title:   "Tracking updates up to an hour late while Kafka consumers rebalanced",
		summary: "Consumers of the scan topic left and joined their group in a loop, and little was processed meanwhile.",
		team:    "platform", services: []string{"event-bus", "eta-engine", "tracking-store"},
		crew: []duty{{"ana", models.Commander}, {"oliver", models.Scribe}, {"chidi", models.ResponderPart}, {"bo", models.ResponderPart},
			{"lars", models.CustomerLiaison}},
		owner: "chidi", facilitator: "tomas", minutes: 45, ending: toInReview,
		text: text{
			overview: "For 137 minutes tracking updates reached merchants up to 64 minutes late. The consumers of the scan topic spent their time on agreeing who reads what, instead of reading.",
			happened: "Kafka is the system behind event-bus: it keeps events in topics, which are divided into partitions. Consumers of a topic form a group and share its partitions; when one joins or leaves, the group stops and shares them anew, which is called a rebalance. A consumer counts as gone if it does not ask for more within five minutes. At 05:30 UTC a carrier sent scans with attached photos. A batch of 500 now took seven minutes, so consumers were taken for gone while they worked, came back when they had finished, and each time set off the next rebalance.",
			factors: []string{
				"**Technical:** the size of a batch is a number of events, whatever their size. It was tuned for events of 2 kB; those with photos have 1.4 MB.",
				"**Technical:** all partitions stop during a rebalance. A protocol that moves only what has to move exists since the last upgrade and is not switched on.",
				"**Interface:** the contract with carriers allows attachments “of reasonable size”. No one had sent any so far.",
				"**Detection:** lag is alerted on after ten minutes. Rebalances are counted in a metric that no dashboard shows.",
			},
			resolution: "Batches were reduced from 500 to 20 events, after which consumers stayed in their group and worked off the backlog in 80 minutes. Attachments of the carrier are set aside before the topic for now.",
			impact: [][2]string{{"Time in SEV-2", "137 mins"}, {"Scans processed out of SLA (10 minutes)", "52% of the morning (604,000 of 1,160,000)"}, {"Longest delay", "64 mins"},
				{"Scans lost", "0"}, {"Delivery windows refreshed late", "71,000"}, {"Merchants affected", "1,040 of 1,240"}, {"Support requests raised", "29"}},
			timeline: []moment{
				{-45, "The carrier announces photos in scans, in its monthly letter", "ticket:carrier-letters"},
				{0, "First scans with photos arrive", "graph:event-size"},
				{5, "First rebalance of the scan group; 41 follow within the hour", "log:kafka-coordinator"},
				{12, "Page: lag of the scan topic above 10 minutes", "page:scan-lag"},
				{19, "SEV-2 declared", "chat:inc-rebalance"},
				{28, "Two consumers added; lag grows", "graph:scan-lag"},
				{36, "Status page says that tracking updates are late", "status:tracking-late"},
				{61, "Rebalances found in the coordinator's log", "log:kafka-coordinator"},
				{69, "Batches reduced to 20 events; group is stable", "deploy:bus-912"},
				{149, "Lag below one minute; SEV-2 ends", "graph:scan-lag"},
			},
			well:      []string{"Nothing was lost: events wait in the topic for seven days.", "The scribe's notes made this timeline possible in an hour."},
			less:      []string{"Adding consumers, the usual answer to lag, set off more rebalances.", "The carrier's letter reached us, and found no reader who knew what it meant for event-bus."},
			added:     "A reviewer asked whether this can happen on other topics: three more have batches by number, none of them carries attachments today.",
			internal:  "On the morning of the incident tracking updates were up to an hour late: large events met consumers tuned for small ones. The postmortem explains rebalances for those who do not live with Kafka; the meeting is in the coming days.",
			summary:   "For two hours and 17 minutes, tracking updates were shown up to 64 minutes late. No update was lost.",
			customers: "One carrier began to send photos with its scans. Our processing was tuned for much smaller messages and fell behind. We adjusted it, and it caught up within 80 minutes.",
			doing:     "We now size our work by volume and not by number, and agree limits with carriers before they change what they send. Late news of a parcel is a promise half kept, and we apologise.",
		},
		remarks: []remark{{by: "ana", quote: "It was tuned for events of 2 kB", body: "Can the same happen on other topics?"},
			{by: "greta", quote: "Rebalances are counted in a metric that no dashboard shows.", body: "Who else reads the carriers' letters? I would like the meeting to talk about that path.", open: true,
				replies: []reply{{by: "chidi", body: "They go to the desk that books the carriers, and to nobody in engineering. I have put ten minutes for it on the agenda."},
					{by: "greta", body: "Thank you. I ask Lars to bring the last three with him."}}},
			{by: "lars", quote: "a promise half kept", body: "Good tone. Please add that no action is needed on the merchants' side.", open: true}},
		answers: []answer{{by: "greta", question: "causes", verdict: models.Pass, note: "Interface and organisation are in it."},
			{by: "bo", question: "timeline", verdict: models.Pass}, {by: "lars", question: "external-message", verdict: models.NeedsWork, note: "Say that nothing has to be done by merchants."},
			{by: "ana", question: "action-items", verdict: models.NeedsWork, note: "The second one has no bound yet."}},
		items: []item{
			{title: "Limit batches of the scan consumers to 8 MB in place of 500 events", done: "A load test with photos shows no rebalance within an hour.", kind: models.Prevent, priority: models.P1, owner: "chidi"},
			{title: "Switch the four event-bus groups to incremental rebalances", done: "", kind: models.Mitigate, priority: models.P2, owner: "ana"},
		},
	}
}
