package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
)

func TestANumberOfTheReportLeadsToTheItemsThatItCounts(t *testing.T) {
	w := newWorld(t, "")
	w.now = w.now.AddDate(0, 3, 0) // so that what is open is overdue
	v := w.signIn(w.vic)
	followed := 0
	for _, by := range models.GroupBys {
		for _, rest := range []string{"", "&team=" + fmt.Sprint(w.team.ID), "&from=2026-01-01&to=2026-12-31", "&to=2020-01-01"} {
			v.page("/reports/completion?by="+string(by)+rest, http.StatusOK).Find("table.list td a").Each(func(_ int, a *goquery.Selection) {
				followed++
				path := a.AttrOr("href", "")
				list := v.page(path, http.StatusOK)
				if got := list.Find("#list tbody tr").Length(); fmt.Sprint(got) != a.Text() {
					t.Errorf("by %s%s: %s lists %d items, and the report counts %s", by, rest, path, got, a.Text())
				}
				if strings.Contains(path, "from=") != (list.Find("#filter-from").Length() > 0) {
					t.Errorf("%s does not show the days that it is narrowed to", path)
				}
			})
		}
	}
	if followed < 20 {
		t.Errorf("the reports have %d such numbers", followed)
	}
}

func TestAMonthOfTheReportLeadsToItsDaysAlone(t *testing.T) {
	group := models.Completion{Key: "2028-02", Open: 1}
	day := func(month time.Month, day int) models.Date { return models.Date{Year: 2028, Month: month, Day: day} }
	for want, v := range map[string]reportView{
		"/action-items?from=2028-02-01&state=open&to=2028-02-29":        {By: models.ByMonth},
		"/action-items?from=2028-02-10&state=open&to=2028-02-20":        {By: models.ByMonth, From: day(2, 10), To: day(2, 20)},
		"/action-items?from=2028-02-01&state=open&team=3&to=2028-02-29": {By: models.ByMonth, From: day(1, 1), To: day(3, 1), Team: 3},
	} {
		if got := v.Items(group, "state", "open"); got != want {
			t.Errorf("the link is %s, want %s", got, want)
		}
	}
}

func TestAReportOfNoPeriodSaysWhatIsWrong(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.vic)
	for query, want := range map[string]string{
		"?from=2026-04-01&to=2026-03-01": "must not be after the last day, Sun 1 Mar 2026",
		"?from=yesterday":                "must be a date such as 2026-03-31",
	} {
		doc := v.page("/reports/completion"+query, http.StatusUnprocessableEntity)
		if got := doc.Find("#filter-from-error").Text(); got != want || doc.Find(".stats").Length() != 0 {
			t.Errorf("%s says %q, want %q", query, got, want)
		}
		text := v.page("/reports/completion.csv"+query, http.StatusUnprocessableEntity).Find("main").Text()
		if strings.Count(text, want) != 1 || !strings.Contains(text, "cannot be shown") || strings.Contains(strings.ToLower(text), "stored") {
			t.Errorf("the file of %s says %q", query, text)
		}
	}
}

// On a narrow screen the columns become lines, each with the name of its column.
func TestEachNumberOfTheReportSaysWhatItCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	table := w.signIn(w.vic).page("/reports/completion", http.StatusOK).Find("table.list.stack")
	heads := table.Find("thead th")
	rows := table.Find("tbody tr, tfoot tr")
	rows.Each(func(_ int, row *goquery.Selection) {
		row.Children().Each(func(n int, cell *goquery.Selection) {
			if got, want := cell.AttrOr("data-label", ""), heads.Eq(n).Text(); n > 0 && got != want {
				t.Errorf("what stands below %q is called %q", want, got)
			}
		})
	})
	if rows.Length() < 2 {
		t.Errorf("%d rows", rows.Length())
	}
}
