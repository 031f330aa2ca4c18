package postmortem

import (
	"slices"
	"strings"
	"testing"
)

// saysRemedy says whether a message with these words in it tells customers what is done.
func saysRemedy(t *testing.T, text string) bool {
	t.Helper()
	return len(inMessage(t, "external-no-remedy", "Boarding passes failed for 40 minutes on Monday. "+text)) == 0
}

func TestWhateverIsDoneAboutItIsARemedy(t *testing.T) {
	t.Parallel()
	for text := range strings.Lines(`Certificates are now renewed automatically.
We will add a second region.
Rates are now loaded from the tax office and compared each night.
A second feed takes over from next week.
Next year the sale will start in waves.
Every row is checked against the profile's age before it is shown.
We have reimbursed all fees, switched to a second processor, and wrote to you.
Changes like this now give up after three seconds instead of blocking others, and we are told of it.
We are alerted when anything waits for more than a minute.
From today every change is tried on a copy first.
Our system now rejects oversized files.
We have rewritten the importer.
We've ordered a second line from another carrier.
Login no longer depends on the mail service.
We doubled the memory of our search servers.
Every deployment now goes to one percent of customers first.
As of this week, backups are restored and compared every night.
Going forward, two people approve each change to the network.
The old storage has been retired.
We have taught our load balancer to skip slow machines.
Payment pages will keep working when the bank does not answer.
Next month a second supplier of text messages goes live.
We are going to freeze changes on Fridays.
A watchdog now restarts stuck exports within a minute.
We have put a second pair of eyes on every release.
Passwords are no longer sent through that service.
We've given each region its own cache.
Starting in July, we will practise a failover every month.
The faulty sensor has been swapped for one of another make.
A new alarm rings when a certificate has less than 30 days left.
We dropped the shared cache in favour of one per customer.
We have agreed with our carrier that maintenance is announced a week ahead.
The next release brings a retry for failed uploads.
Updates are rolled out in stages since Tuesday.
By the end of June, every customer will be on the new cluster.
We plan to phase out the old login by September.
New accounts get their own queue from now on.
We now keep three copies of every invoice.
Checkout now falls back to a second bank.
We shall test restores weekly.
From 1 June on, all invoices are checked twice before sending.
The team is building a simulator to try such changes.
Each booking is now written to two places.
The reports page does not need the mail server any more.
We will keep you informed and add a second line by May.
Two people now have to approve such a change.
Engineers can no longer delete a live table by hand.
Our app now shows cached timetables when the server is silent.
We have asked our carrier to install a third cable, and it arrives in May.
No single person can now delete a shop.
Our suppliers will have to announce such work two weeks ahead.
Since the incident we run two resolvers in every building.
Drivers now keep their route on the phone, even without a network.
We shall not deploy during exam weeks any more.
We’ve brought forward the move to the new data centre.
A circuit breaker now sits between the two systems.
We remain committed to moving the archive off this hardware.
Those permissions have since been withdrawn from all but two accounts.
To make sure this doesn't happen again, imports run on their own database.
The editor no longer accepts changes from a tab that is behind.
The authors of the library have a patch, which goes out this week.
We have looked at the other disks, and will do so every week.
We have taken the old turnstiles out of service for good.
We have taken all old cards out of use.
We will prevent any restart while a copy is being made.
We have taken the old import offline, added a limit to it and repaired a serious bug.`) {
		if !saysRemedy(t, text) {
			t.Errorf("no remedy: %q", text)
		}
	}
}

func TestRepairAndKeepingInTouchAreNoRemedy(t *testing.T) {
	t.Parallel()
	for text := range strings.Lines(`We fixed the fault at noon.
We will continue to monitor the service.
We will keep you informed.
We will share more details when we have them.
We continue to look into it.
We have identified the cause.
Our engineers are working on it.
We have received your messages and will answer every one.
All systems are operating normally now.
You can now log in again.
Logins no longer fail.
Customers no longer see errors.
The incident is now resolved.
We are now processing the backlog.
We will provide a full report within five days.
We have restarted the affected machines.
The faulty change was reverted at 12:10.
We have contacted all affected customers.
We will be in touch with everyone who was affected.
We will post the next update at 15:00.
Requests were rejected because the certificate was no longer valid.
We will let you know as soon as possible.
We have seen no errors since 13:00.
We have now completed the recovery.
We have been working with our provider since the morning.
Our team has been up all night.
We hope to be back shortly.
Emails that were delayed have now been delivered.
Your data is now complete again.
We are doing everything we can.
The backlog will be cleared by this evening.
We will be watching the service closely over the weekend.
We have brought all servers back online.
Pages now load as usual.
Payments now go through again.
You will receive an email when your export is ready.
Service will be restored within the hour.
As of now, all systems are operational.
Starting at 10:05, logins failed.
Since Friday some customers have seen errors.
We have not found the cause yet.
We will not rest until this is solved.
The team has found the cause and is fixing it.
We have opened a case with our provider.
We will get back to you with more information.
We have put a workaround in place for now.
Readers could no longer open their books.
Deliveries will resume on Tuesday.
We've passed your comments on to the team.
The meters no longer show zero.
We have paid back the fees.
Buses are now running every hour again.
The next time you log in, you will be asked for a code.
From next week all desks are open as usual.
Our engineers are still searching for the cause.
We will prevent any such event.
We take your worries, and those of your guests, seriously.
We have taken a lot out of this week.
We have taken the broken turnstile offline.`) {
		if saysRemedy(t, text) {
			t.Errorf("a remedy: %q", text)
		}
	}
}

func TestTheVerbsThatAreNoRemedyAreVerbsOfTheirOwnForm(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{"renewed": "renew", "planned": "plan", "moving": "move", "rewritten": "rewritten", "second": "", "sorry": ""} {
		if got := pastVerb(word); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
	if got := []string{thirdVerb("retries"), thirdVerb("checks"), thirdVerb("is"), anyVerb("adding")}; !slices.Equal(got, []string{"retry", "check", "", "add"}) {
		t.Errorf("%q", got)
	}
}
