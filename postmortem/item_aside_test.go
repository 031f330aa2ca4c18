package postmortem

import (
	"slices"
	"testing"
)

func TestWhatStandsAmongWorkAndAsksForNoneIsNoItem(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"We are sorry for the cold ovens and will do better.",
		"We sincerely apologise to all shops, and we have to earn your trust again.",
		"Thank you for your patience; we will keep you posted.",
		"If you have any questions, you can ask at the counter and we will answer.",
		"We know how much you rely on us, and we need to be there at six.",
		"We take your bread seriously and will go on doing so.",
		"We hope that this was the last time and we'll work hard on it.",
		"We will continue to monitor the situation.",
		"These changes should prevent this from happening again.",
		"All of these will help the night shift.",
		"This will give us time before the dough is too warm.",
		"The planned improvements, from the second oven to the new till, will reduce the wait in the morning.",
		"Once the second oven is in, we'll have a spare for each shop.",
		"When all of this is done, we will be able to bake through the night.",
		"This incident has shown us that ovens need to be cared for.",
		"Over the coming months you will see more ovens in each shop.",
		"You can order from all shops, and we will be there.",
		"We have moved the probe so that it will see a cold oven.",
		"Mira changed the oven, which has to be cleaned each night.",
		"An oven that goes cold over night should not just happen.",
		"The ovens are booked for the spring with a maker that will not need gas.",
		"We agree that we should be better at calling the shops.",
		"We are confident that this will not happen again.",
		"All actions will be tracked by the bakers until they are closed.",
	} {
		if doc := parse(t, "# T\n## Next steps\n\n"+text+"\n"); len(doc.Items) != 0 {
			t.Errorf("%q", titles(doc.Items))
		}
	}
}

func TestWhatAsksForWorkIsNoAside(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"We understand how cold it was, and we will add a second oven.",
		"The fix needs to go to all ovens, which will prevent cold starts.",
		"These ovens must be moved so that they will keep their warmth.",
		"This will be rolled out to all shops by May.",
		"The team will make sure that these steps will help.",
		"Once the second oven is in, we will be moving the first.",
		"When the lease ends we will have to move the oven.",
		"They should ensure that the dough is dated.",
		"More training will help the night shift.",
		"The menu will be changed to no longer have the hot line.",
		"We will move the probe so that it can see a cold oven.",
		"Because the probe is blind, we will move it.",
		"Shops should not open before six.",
		"The oven that will be sold should be cleaned.",
		"All ovens will be tracked by the bakers.",
		"We agree that the second oven should be moved.",
	} {
		doc := parse(t, "# T\n## Next steps\n\n"+text+"\n")
		if len(doc.Items) != 1 || doc.Items[0].Text != text {
			t.Errorf("%q gives %q", text, titles(doc.Items))
		}
	}
}

func TestAParagraphIsNotCalledByItsAsides(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, source string
		want         []string
	}{
		{"an apology before the work", "We are sorry for the cold ovens. We will add a second oven.\n", []string{"We will add a second oven."}},
		{"a wish before the work", "Was it the gas? This should never happen. Read the meter of each oven.\n", []string{"Read the meter of each oven."}},
		{"thanks below lines that ask", "Add a second oven\nClean the till\nThanks to all shops\n", []string{"Add a second oven", "Clean the till"}},
		{"words that lead to a list", "Orders should be small.\nEach has one of these owners:\n\n- Add a second oven\n", []string{"Add a second oven"}},
		{"words that lead to a table", "Orders should be small.\nIt has a priority:\n\n|Action|Owner|\n|-|-|\n|Add a second oven|Ana|\n", []string{"Add a second oven"}},
		{"notes below the items", "- Add a second oven\n\n### Notes\n\nBo will be away in June.\n", []string{"Add a second oven"}},
		{"a term below the items", "- Add a second oven\n\n### Long term\n\nWe will replace the ovens.\n", []string{"Add a second oven", "Replace the ovens."}},
	} {
		doc := parse(t, "# T\n## Next steps\n\n"+test.source)
		if got := titles(doc.Items); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q", test.name, got)
		}
	}
}
