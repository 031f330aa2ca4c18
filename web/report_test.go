package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
	"debrief/models/store"
)

func TestANumberOfAReportLeadsToTheRowsThatItCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.now = w.now.AddDate(0, 3, 0) // so that what is open is overdue
	v := w.signIn(w.vic)
	for report, groups := range map[string][]models.GroupBy{"completion": models.GroupBys, "timeliness": models.ReviewGroupBys} {
		followed, overdue := 0, 0
		for _, by := range groups {
			for _, rest := range []string{"", "&team=" + fmt.Sprint(w.team.ID), "&from=2026-01-01&to=2026-12-31", "&to=2020-01-01"} {
				v.page("/reports/"+report+"?by="+string(by)+rest, http.StatusOK).Find("table.list td a").Each(func(_ int, a *goquery.Selection) {
					followed++
					path := a.AttrOr("href", "")
					if strings.Contains(path, "overdue=") || strings.Contains(path, "needs=") {
						overdue++
					}
					list := v.page(path, http.StatusOK)
					if got := list.Find("#list tbody tr").Length(); fmt.Sprint(got) != a.Text() {
						t.Errorf("%s by %s%s: %s lists %d rows, and the report counts %s", report, by, rest, path, got, a.Text())
					}
					if strings.Contains(path, "from=") != (list.Find("#filter-from").Length() > 0) {
						t.Errorf("%s does not show the days that it is narrowed to", path)
					}
				})
			}
		}
		if followed < 20 || overdue < 8 {
			t.Errorf("the report of %s has %d such numbers, %d of them of what is overdue", report, followed, overdue)
		}
	}
}

func TestAMonthOfTheReportLeadsToItsDaysAlone(t *testing.T) {
	monthly := store.Report[models.Completion]{By: models.ByMonth}
	day := func(month time.Month, day int) models.Date { return models.Date{Year: 2028, Month: month, Day: day} }
	for want, v := range map[string]reportView[models.Completion]{
		"/action-items?from=2028-02-01&state=open&to=2028-02-29":        {Report: monthly},
		"/action-items?from=2028-02-10&state=open&to=2028-02-20":        {Report: monthly, From: day(2, 10), To: day(2, 20)},
		"/action-items?from=2028-02-01&state=open&team=3&to=2028-02-29": {Report: monthly, From: day(1, 1), To: day(3, 1), Team: 3},
	} {
		v.List = "/action-items"
		if got := v.Rows("2028-02", "state", "open"); got != want {
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
		for _, report := range []string{"/reports/completion", "/reports/timeliness"} {
			doc := v.page(report+query, http.StatusUnprocessableEntity)
			if got := doc.Find("#filter-from-error").Text(); got != want || doc.Find(".stats").Length() != 0 {
				t.Errorf("%s%s says %q, want %q", report, query, got, want)
			}
			text := v.page(report+".csv"+query, http.StatusUnprocessableEntity).Find("main").Text()
			if strings.Count(text, want) != 1 || !strings.Contains(text, "cannot be shown") || strings.Contains(strings.ToLower(text), "stored") {
				t.Errorf("the file of %s%s says %q", report, query, text)
			}
		}
	}
}

// On a narrow screen the columns become lines, each with the name of its column.
func TestEachNumberOfTheReportSaysWhatItCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	for _, report := range []string{"/reports/completion", "/reports/timeliness"} {
		table := w.signIn(w.vic).page(report, http.StatusOK).Find("table.list.stack")
		heads, rows := table.Find("thead th"), table.Find("tbody tr, tfoot tr")
		rows.Each(func(_ int, row *goquery.Selection) {
			row.Children().Each(func(n int, cell *goquery.Selection) {
				if got, want := cell.AttrOr("data-label", ""), heads.Eq(n).Text(); n > 0 && got != want {
					t.Errorf("%s: what stands below %q is called %q", report, want, got)
				}
			})
		})
		if rows.Length() < 2 {
			t.Errorf("%s has %d rows", report, rows.Length())
		}
	}
}
