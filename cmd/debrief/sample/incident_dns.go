package sample

import "debrief/models"

func dnsTTL() story {
	return story{
		ago: 262, clock: "09:15", detect: 4, resolve: 64, severity: 4,
		title:   "Some merchants reached the old load balancer after a DNS change",
		summary: "A record kept for a day by resolvers led part of the portal's users to a load balancer that was being retired.",
		team:    "merchants", services: []string{"merchant-portal"},
		crew:  []duty{{"bo", models.Commander}, {"ana", models.ResponderPart}},
		owner: "bo", facilitator: "tomas", ending: toWaived,
		waived: "No merchant lost anything, the text is written, and the one thing to change was changed the same day. A meeting would not add to it.",
		text: text{
			overview: "When the merchant portal moved to a new load balancer, resolvers that had kept the old address for up to a day sent 6% of its users to the old one. They saw a certificate warning for at most an hour.",
			happened: "The DNS record of the portal has a TTL, the time for which resolvers may keep an answer. The plan of the move lowered it from a day to a minute two hours before the change. Resolvers that had asked shortly before kept the old answer, as the protocol allows, until the next morning. The old load balancer was drained 15 minutes after the change; its fallback page has a certificate for another name, which browsers warn about.",
			factors: []string{
				"**Technical:** lowering a TTL takes effect only after the old TTL has passed. The plan's two hours were copied from a service whose record had a TTL of one hour.",
				"**Process:** the checklist for moves asks whether the TTL is lowered, and not since when.",
				"**Detection:** the portal's error rate is measured on the new load balancer, which was healthy. Support noticed first.",
			},
			resolution: "The old load balancer was put back in front of the portal and stayed for 48 hours, twice the old TTL. Then its traffic was zero, and it was retired.",
			impact: [][2]string{{"Time in SEV-4", "60 mins"}, {"Sessions that met the warning", "6% (214 of 3,570)"}, {"API calls affected", "0; the API has another name"},
				{"Merchants affected", "71"}, {"Support requests raised", "5"}},
			timeline: []moment{
				{-120, "TTL of the portal's record lowered from 86,400 s to 60 s", "log:dns-changes"},
				{-15, "Record points to the new load balancer", "log:dns-changes"},
				{0, "Old load balancer drained; its fallback page answers", "deploy:edge-771"},
				{4, "First chat with Support about a certificate warning", "ticket:portal-warnings"},
				{22, "Traffic on the old load balancer noticed: 6% of sessions", "graph:old-edge-requests"},
				{41, "Old load balancer serves the portal again", "deploy:edge-772"},
				{64, "No new warnings for 20 minutes; SEV-4 ends", "ticket:portal-warnings"},
			},
			well:     []string{"Support brought the first report into the incident channel within a minute.", "The move could be taken back halfway at any time."},
			less:     []string{"The plan was reviewed by two people, and the TTL's age is not something that a reader sees."},
			internal: "The move of the portal sent a few users to a certificate warning, as resolvers kept the old address. If you plan a move: lower the TTL one whole old TTL before. The checklist says so now.",
		},
	}
}
