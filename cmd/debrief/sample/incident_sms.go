package sample

import "debrief/models"

func smsProvider() story {
	return story{
		ago: 183, clock: "11:30", detect: 25, resolve: 340, severity: 3,
		title:   "SMS to two countries late during a degradation of the provider",
		summary: "Our SMS provider's route to Poland and Czechia was degraded; switching to the second provider took hours.",
		team:    "notifications", services: []string{"notify-dispatch"},
		crew:  []duty{{"imani", models.Commander}, {"sofia", models.ResponderPart}, {"lars", models.CustomerLiaison}},
		owner: "imani", facilitator: "tomas", scheduled: 14, meet: 18, closes: 48,
		missed: "Half of the attendees were in the quarterly planning; we meet a week later.",
		text: text{
			overview: "For more than five hours SMS to Poland and Czechia were delivered late or not at all, because a route of our provider was degraded. Moving those countries to our second provider took three hours longer than the runbook says.",
			happened: "We send SMS (text messages) through two providers. Each country has a preferred one. At 11:30 UTC the preferred provider's route for two countries began to accept messages without delivering them. Its interface answered “accepted”, so nothing on our side changed but the share of delivery receipts, which operators send back. Traffic was to be moved by a configuration change; the second provider refused it, since our sender name was not registered in Poland, and registration takes two hours at best.",
			factors: []string{
				"**External:** the provider's operator in the region replaced hardware and lost receipts and messages. Their status page spoke of it after 70 minutes.",
				"**Detection:** receipts are counted per day and over all countries. The fall from 97% to 96% was within its usual range.",
				"**Preparedness:** the second provider had been tested for Germany and the Netherlands. A register of sender names is a rule of some countries that the tests did not touch.",
				"**Organisational:** who may sign a registration was not written down; Product and Legal each took it for the other's.",
			},
			resolution: "The sender name was registered in both countries and traffic moved at 16:40 UTC. Messages older than four hours were not sent again, since they no longer helped anybody. Preferred routes were restored three days later.",
			impact: [][2]string{{"Time in SEV-3", "315 mins"}, {"SMS late by more than 15 minutes", "61% of the two countries (8,900 of 14,600)"},
				{"SMS never delivered", "12% (1,750 of 14,600)"}, {"Share of all notifications", "0.2%"}, {"Merchants affected", "83"}, {"Support requests raised", "12"}},
			timeline: []moment{
				{-60, "Receipts for Poland at 97%, as usual", "graph:sms-receipts"},
				{0, "Receipts begin to fall in two countries", "graph:sms-receipts"},
				{25, "A merchant asks Support about missing SMS", "ticket:sms-missing"},
				{38, "SEV-3 declared", "chat:inc-sms"},
				{70, "The provider's status page confirms a degradation", "status:provider-mirror"},
				{92, "Traffic moved to the second provider, which refuses it", "log:sms-refusals"},
				{130, "Registration of the sender name begins", "chat:inc-sms"},
				{310, "Traffic moved; receipts at 95%", "graph:sms-receipts"},
				{340, "No message older than 15 minutes; SEV-3 ends", "graph:sms-age"},
			},
			well:      []string{"E-mail went to all recipients whose address we know, 71% of those concerned.", "The decision not to send stale messages was quick and right."},
			less:      []string{"We learned of it from a merchant.", "The second provider was ready on paper only."},
			added:     "The meeting was held late: it was first called with planning on the same day, and the review was closed seven weeks after that. Both are noted here since the follow-ups waited with it.",
			internal:  "SMS to Poland and Czechia were late for five hours because of our provider. Our second route was not ready for countries that register sender names. The postmortem lists them.",
			summary:   "For five hours and 15 minutes, SMS to recipients in Poland and Czechia were late, and one in eight was not delivered. E-mail notifications were not affected.",
			customers: "The route of one of our SMS providers was degraded. Moving to a second provider took longer than planned, because sender names have to be registered in these countries.",
			doing:     "Sender names are now registered with both providers wherever it is asked for, and delivery is watched country by country. Apologies to everybody who stood at a closed parcel shop because a message did not come.",
		},
		remarks: []remark{{by: "bo", body: "Please note why the meeting was so late. It is part of what happened."}},
		items: []item{
			{title: "Register our sender name with the second provider in the nine countries that ask for it", done: "A test message arrives in each of the nine by the second route.",
				kind: models.Mitigate, priority: models.P1, owner: "sofia", fate: onTime(4)},
			{title: "Alert on SMS receipts per country, below 85% for ten minutes", done: "Replaying this day's receipts raises the alert by 11:45 UTC.", kind: models.Detect, priority: models.P1,
				owner: "imani", fate: inJira(6)},
			{title: "Rehearse the switch of SMS providers for one country a quarter", done: "The first rehearsal is done and its time is noted in the runbook.", kind: models.Process,
				priority: models.P2, owner: "imani", dueAfter: 50, fate: onTime(1)},
		},
		health: map[string]string{"notify-dispatch": "Sends e-mail and SMS through providers. One limit for all retries; either SMS provider can carry every country, rehearsed once a quarter."},
	}
}
