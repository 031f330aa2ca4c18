package sample

import "debrief/models"

func configRollout() story {
	return story{
		ago: 2, clock: "09:36", detect: 5, resolve: 83, severity: 1,
		title:   "API calls refused in two regions after a gateway configuration rollout",
		summary: "A routing rule with a wider match than meant was rolled out to all regions within a minute; two refused most calls.",
		team:    "platform", services: []string{"api-gateway"},
		crew: []duty{{"oliver", models.Commander}, {"yuki", models.Shadow}, {"chidi", models.Scribe}, {"ana", models.ResponderPart}, {"bo", models.ResponderPart},
			{"lars", models.CustomerLiaison}},
		owner: "ana", facilitator: "priya", ending: toDraft,
		text: text{
			overview: "A configuration of api-gateway, the entrance to our API, was rolled out to all regions within a minute. One of its routing rules matched more than it was meant to, and for 78 minutes two of three regions refused 67% of API calls. It is a degradation of two regions; the third answered as usual throughout. _Numbers are preliminary._",
			resolution: "The configuration before was rolled out again, region by region. The second region needed a restart of its gateways, since they had stopped reading new configurations after the first error. The change itself waits until the review has met. " +
				"So far we know this much of how it came about: the rule is a pattern, `/v2/track*` in place of `/v2/track/*`, and passed all checks, which look at its form and at a sample of paths of the year before last. " +
				"The rollout has stages for code and none for configuration, a difference from the time when configurations were small and rare. " +
				"Gateways that meet a rule without a target refuse the call, which is the safe choice for a single wrong path and a costly one for all of them. " +
				"What the sample of paths covers, and why the second region's gateways stopped reading, is to be found out before the meeting.",
			impact: [][2]string{{"Time in SEV-1", "78 mins"}, {"API calls refused", "67% in two regions (7,910,000 of 11,800,000)"}, {"Calls of the third region refused", "0%"}, {"Scans lost", "0; carriers' files come another way"},
				{"Shipments created late", "to be counted"}, {"Merchants affected", "to be counted, at least 790"}, {"Support requests raised", "144 so far"}},
			timeline: []moment{
				{-190, "Change to the routing rules approved by two reviewers", "deploy:gateway-config-640"},
				{-6, "All checks of the configuration pass", "deploy:gateway-config-640"},
				{0, "Rollout to all regions begins", "deploy:gateway-config-640"},
				{1, "Refused calls rise from 0.1% to 67% in Frankfurt and London", "graph:gateway-4xx"},
				{5, "Page: refused calls above 5%", "page:gateway-4xx"},
				{9, "SEV-1 declared", "chat:inc-rollout"},
				{17, "Status page says that API calls are refused in two regions", "status:api-refused"},
				{26, "Configuration before is rolled out again", "deploy:gateway-config-641"},
				{31, "Frankfurt answers as usual", "graph:gateway-4xx"},
				{34, "London still refuses: its gateways read no new configuration", "log:gateway-london"},
				{62, "Restart of London's gateways begins, a quarter at a time", "deploy:gateway-restart"},
				{83, "London answers as usual; SEV-1 ends", "graph:gateway-4xx"},
			},
		},
	}
}
