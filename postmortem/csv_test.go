package postmortem

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// readTable reads a table that the test knows to be one.
func readTable(t testing.TB, source string, columns map[string]Field) *Table {
	t.Helper()
	table, err := ParseCSV([]byte(source), columns)
	if err != nil {
		t.Fatalf("%q: %v", source, err)
	}
	return table
}

// onlyRow reads a table of one row without a problem.
func onlyRow(t testing.TB, source string) TableRow {
	t.Helper()
	table := readTable(t, source, nil)
	if len(table.Rows) != 1 || len(table.Problems) > 0 {
		t.Fatalf("%q: %+v", source, table)
	}
	return table.Rows[0]
}

func fieldsOf(table *Table) string {
	var out []string
	for _, c := range table.Columns {
		out = append(out, cmp.Or(string(c.Field), "-"))
	}
	return strings.Join(out, " ")
}

func rowTitles(table *Table) []string {
	out := []string{}
	for _, r := range table.Rows {
		out = append(out, r.Title)
	}
	return out
}

func TestATableIsReadFromEveryColumn(t *testing.T) {
	t.Parallel()
	table := readTable(t, "Action item,Details,Done when,Owner,Team,Due date,Status,Priority,Type,Labels,Ticket,Created,Closed,Incident,Incident date,Severity,Services,Postmortem link\n"+
		"Add a limit to uploads,The queue grew,An upload of 2 GB is refused,Ana Lee,Storage,2026-03-31,In progress,High,Prevention,\"quick, queue\",OPS-12,2026-03-02,,Uploads hung,2026-03-01,SEV-2,\"uploads; queue\",https://wiki.example/uploads\n", nil)
	if want := "title description done_when owner team due status priority kind labels link created closed incident date severity service document"; fieldsOf(table) != want {
		t.Errorf("got  %s\nwant %s", fieldsOf(table), want)
	}
	day := func(text string) Date {
		at, _ := time.Parse(time.DateOnly, text)
		return Date{Time: at, Text: text}
	}
	want := TableRow{
		Line: 2, Title: "Add a limit to uploads", Description: "The queue grew", DoneWhen: "An upload of 2 GB is refused", Owner: "Ana Lee", Team: "Storage",
		Due: day("2026-03-31"), Created: day("2026-03-02"), DoneKnown: true, Status: "In progress", Priority: "P1", Kind: "prevent",
		Labels: []string{"quick", "queue"}, Key: "OPS-12", Incident: "Uploads hung", Date: day("2026-03-01"), Severity: 2,
		Services: []string{"uploads", "queue"}, DocumentURL: "https://wiki.example/uploads",
	}
	if len(table.Rows) != 1 || !reflect.DeepEqual(table.Rows[0], want) {
		t.Errorf("got  %+v\nwant %+v", table.Rows, want)
	}
	if len(table.Problems)+len(table.Notices) > 0 {
		t.Errorf("%+v, %+v", table.Problems, table.Notices)
	}
}

func TestWhatIsNoTableIsRefusedWithAReason(t *testing.T) {
	t.Parallel()
	var rows strings.Builder
	for range MaxTableRows + 1 {
		rows.WriteString("a\n")
	}
	for _, test := range []struct {
		name, source string
		columns      map[string]Field
		reason       Reason
		line         int
		says         string
	}{
		{"nothing", "", nil, ReasonEmpty, 0, "the table is empty"},
		{"only blank lines", " \n\r\n\n", nil, ReasonEmpty, 0, "the table is empty"},
		{"only empty cells", ",,,\n,,,\n", nil, ReasonEmpty, 0, "the table is empty"},
		{"only what a spreadsheet is told", "sep=;\n", nil, ReasonEmpty, 0, "the table is empty"},
		{"a NUL", "Title\na\x00b\n", nil, ReasonBinary, 2, "binary"},
		{"a workbook", "PK\x03\x04rest", nil, ReasonBinary, 0, "save the table as CSV"},
		{"a page", "<!DOCTYPE html>\n<table>", nil, ReasonHTML, 1, "HTML"},
		{"too large", "Title\n" + strings.Repeat("x", MaxTableSize), nil, ReasonTooLarge, 0, "more than 8 MiB"},
		{"too many rows", "Title\n" + rows.String(), nil, ReasonTooLarge, MaxTableRows + 2, "more than 50000 rows"},
		{"too many cells", "Title\na\n" + strings.Repeat(",", 5000), nil, ReasonTooLarge, 3, "more than 2000 cells"},
		{"a quote that is never closed", "Title,Owner\nAdd a,Ana\nAdd b,\"Bo\nAdd c,\n", nil, ReasonQuotes, 3, "quotes"},
		{"a quote in the middle", "Title,Owner\nAdd a,Ana\nAdd 5\" disks,Bo\n", nil, ReasonQuotes, 3, "quote"},
		{"text behind a quote", "Title,Owner\n\"Add\n\"a\",Ana\n", nil, ReasonQuotes, 2, "quotes"},
		{"no header", "Add a limit,Ana,2026-03-31\nAdd b,Bo,\n", nil, ReasonNoHeader, 1, "such as: Action item, Owner"},
		{"no title", "\nOwner,Due date\nAna,2026-03-31\n", nil, ReasonNoTitle, 2, "found: Owner, Due date"},
		{"the title left out", "Title,Owner\na,Ana\n", map[string]Field{"Title": FieldNone}, ReasonNoTitle, 1, "no column has the titles"},
		{"a field chosen twice", "A,B,C\na,b,c\n", map[string]Field{"A": FieldTitle, "B": FieldOwner, "C": FieldOwner}, ReasonColumnTwice, 1, `"B" and "C"`},
		{"no such field", "A,B\na,b\n", map[string]Field{"A": "titel"}, ReasonUnknownField, 0, `"titel" is no field`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			table, err := ParseCSV([]byte(test.source), test.columns)
			var refused *Error
			if !errors.As(err, &refused) || refused.Reason != test.reason || refused.Line != test.line || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("%v, %#v", table, err)
			}
			if strings.Contains(err.Error(), "\n") || len(err.Error()) > 240 {
				t.Errorf("not one clear line: %q", err)
			}
			choice := slices.Contains([]Reason{ReasonNoHeader, ReasonNoTitle, ReasonColumnTwice}, test.reason)
			if choice != (table != nil && len(table.Columns) > 0) {
				t.Errorf("the columns to choose from: %+v", table)
			}
		})
	}
}

func TestTheDelimiterIsFound(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, source, want string }{
		{"commas", "Title,Owner\nAdd a; and b,Ana\n", "Add a; and b|Ana"},
		{"semicolons, with commas in the text", "Title;Owner\nAdd a, b, c;Ana\nAdd d, e, f;Bo\n", "Add a, b, c|Ana"},
		{"semicolons in a quoted header", "\"Title, short\";Owner;Status\nAdd a;Ana;Done\n", "Add a|Ana"},
		{"tabs", "Title\tOwner\nAdd a, b\tAna\n\tBo\n", "Add a, b|Ana"},
		{"bars", "Title|Owner\nAdd a, b|Ana\n", "Add a, b|Ana"},
		{"as the first line says", "sep=;\nTitle;Owner\nAdd a;Ana\n", "Add a|Ana"},
		{"as the first line says, in quotes", "\"SEP=^\"\r\nTitle^Owner\r\nAdd a^Ana\r\n", "Add a|Ana"},
		{"one column has none", "Action items\n\"Add a\"\nAdd b, c and d\n", "Add a|"},
		{"the others in quotes", "Title,Owner\n\"Add a;b;c;d\te|f\",Ana\n", "Add a;b;c;d e|f|Ana"},
		{"a space after the comma", "Title, Owner\n\"Add a\", \"Ana\"\n", "Add a|Ana"},
	} {
		table := readTable(t, test.source, map[string]Field{"Title, short": FieldTitle})
		if len(table.Rows) == 0 || table.Rows[0].Title+"|"+table.Rows[0].Owner != test.want {
			t.Errorf("%s: %+v", test.name, table)
		}
	}
}

func TestEncodingsOfSpreadsheetsAreRead(t *testing.T) {
	t.Parallel()
	wide := func(s string, order binary.ByteOrder, mark string) string {
		out := []byte(mark)
		for _, u := range utf16.Encode([]rune(s)) {
			out, _ = binary.Append(out, order, u)
		}
		return string(out)
	}
	plain := "Title\tOwner\r\nAdd a café\tAna\r\n"
	for _, test := range []struct{ name, source, code string }{
		{"UTF-8", plain, ""},
		{"UTF-8 with a byte order mark", "\ufeff" + plain, ""},
		{"Unicode text", wide(plain, binary.LittleEndian, "\xff\xfe"), "decoded"},
		{"big endian", wide(plain, binary.BigEndian, "\xfe\xff"), "decoded"},
		{"Windows-1252", strings.ReplaceAll(plain, "é", "\xe9"), "decoded"},
	} {
		table := readTable(t, test.source, nil)
		if len(table.Rows) != 1 || table.Rows[0].Title != "Add a café" || table.Rows[0].Line != 2 {
			t.Errorf("%s: %+v", test.name, table)
		}
		if code := ""; len(table.Notices) > 0 {
			code = table.Notices[0].Code
			if code != test.code {
				t.Errorf("%s: %+v", test.name, table.Notices)
			}
		} else if test.code != "" {
			t.Errorf("%s: no notice", test.name)
		}
	}
}

func TestALineIsTheOneThatAPersonSees(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, source string
		rows         []int
		problems     []int
	}{
		{"blank lines above and between", "\n\nTitle,Due\n\nAdd a,\n,\n\nAdd b,\n", []int{5, 8}, nil},
		{"cells of several lines", "Title,Notes\r\n\"Add a\",\"one\r\ntwo\r\nthree\"\r\nAdd b,\r\n", []int{2, 5}, nil},
		{"a line that tells the delimiter", "sep=,\nTitle,Due\nAdd a,\nAdd b,soon\n", []int{3}, []int{4}},
		{"a header of several lines", "Title,\"Due\ndate\"\nAdd a,\nAdd b,soon\n", []int{3}, []int{4}},
		{"lines above the header", "Follow-up of the spring,,\n,,\nAction,Owner,Due\nAdd a,Ana,\n", []int{4}, nil},
	} {
		table := readTable(t, test.source, nil)
		var rows, problems []int
		for _, r := range table.Rows {
			rows = append(rows, r.Line)
		}
		for _, p := range table.Problems {
			problems = append(problems, p.Line)
		}
		if !slices.Equal(rows, test.rows) || !slices.Equal(problems, test.problems) {
			t.Errorf("%s: rows %v, problems %v: %+v", test.name, rows, problems, table)
		}
	}
	table := readTable(t, "Follow-up of the spring,,\nAction,Owner,Due\nAdd a,Ana,\n", nil)
	if len(table.Notices) != 1 || table.Notices[0].Code != "skipped_rows" || table.Notices[0].Line != 2 {
		t.Errorf("%+v", table.Notices)
	}
}

func TestEveryProblemIsToldWithItsLineAndField(t *testing.T) {
	t.Parallel()
	table := readTable(t, "Title,Owner,Due,Created,Closed,Incident date\n"+
		"Add a,Ana,next week,,,\n"+
		",Bo,,,,\n"+
		"Add b,,,,,\n"+
		"Add c,Ana,31/31/2026,sometime,2026-02-30,x\n"+
		"Add d, with a comma,Ana,,,,\n"+
		"-,Ana,2026-03-31,,,\n"+
		"Add e,Ana,2026-03-31,,,\n"+
		"Add f,Ana\n", nil)
	var got []string
	for _, p := range table.Problems {
		got = append(got, fmt.Sprintf("%d %s: %s", p.Line, p.Field, p.Message))
	}
	want := []string{
		`2 due: "next week" is not a date such as 2026-03-31`,
		`3 title: there is no title in the column "Title"`,
		`5 due: "31/31/2026" is not a date such as 2026-03-31`,
		`5 created: "sometime" is not a date such as 2026-03-31`,
		`5 closed: "2026-02-30" is not a date such as 2026-03-31`,
		`5 date: "x" is not a date such as 2026-03-31`,
		`6 : the row has 7 cells, the header only 6; a cell with a comma in it must be in quotes`,
		`7 title: there is no title in the column "Title"`,
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if titles := rowTitles(table); !slices.Equal(titles, []string{"Add b", "Add e", "Add f"}) {
		t.Errorf("the rows that are read: %q", titles)
	}
	for i := 1; i < len(table.Problems); i++ {
		if table.Problems[i].Line < table.Problems[i-1].Line {
			t.Errorf("not in order: %+v", table.Problems)
		}
	}
}

func TestNotMoreThanAThousandProblemsAreTold(t *testing.T) {
	t.Parallel()
	table := readTable(t, "Title,Due\n"+strings.Repeat("Add a,soon\n", 1500)+"Add b,\n", nil)
	if n := len(table.Problems); n != 1001 {
		t.Fatalf("%d problems", n)
	}
	if last := table.Problems[1000]; last.Line != 1002 || !strings.Contains(last.Message, "more than 1000 problems") {
		t.Errorf("%+v", last)
	}
	if titles := rowTitles(table); !slices.Equal(titles, []string{"Add b"}) {
		t.Errorf("%q", titles)
	}
}

func TestHostileTablesNeitherCrashNorHang(t *testing.T) {
	t.Parallel()
	fill := func(head, s string) string { return head + strings.Repeat(s, (1<<20-len(head))/len(s)) }
	longHeader := "Title," + strings.Repeat("Notes on a long long long long header,", 1500)
	for name, source := range map[string]string{
		"commas":                      fill("Title\n", ","),
		"commas over lines in quotes": fill("Title\n", "\"\n\","),
		"quotes":                      fill("Title\n", `"`),
		"pairs of quotes":             fill("Title\n", `"",`),
		"lines":                       fill("Title\n", "\n"),
		"rows of nothing":             fill("Title,Owner\n", ",\n"),
		"one long cell":               fill("Title,Due\na,", "2026 "),
		"many labels":                 fill("Title,Labels\na,\"", "a;b;") + `"`,
		"many services":               fill("Title,Services\na,\"", "a1,") + `"`,
		"a long header":               fill("Title,"+strings.Repeat("Notes ", 1<<16)+"\n", "a,b\n"),
		"many long headers":           fill(longHeader+"\n", "a"+strings.Repeat(",b", 1500)+"\n"),
		"one long header":             fill("", "Title "),
		"not UTF-8":                   fill("Title\n", "\xff\xe9,"),
	} {
		table, err := ParseCSV([]byte(source), nil)
		checkTable(t, []byte(source), table, err)
		size := 0
		if table != nil {
			for _, r := range table.Rows {
				size += len(r.Description) + len(r.Title)
			}
		}
		if size > 40<<20 {
			t.Errorf("%s: 1 MiB became %d", name, size)
		}
	}
}

// checkTable holds what is true of whatever ParseCSV returns.
func checkTable(t testing.TB, source []byte, table *Table, err error) {
	t.Helper()
	lines := 0
	if text, _, err := toUTF8(source, "table", MaxTableSize); err == nil {
		lines = 1 + bytes.Count(oneLineEnd(text), []byte("\n"))
	}
	inside := func(line int) {
		if line < 1 || line > lines {
			t.Errorf("line %d of %d", line, lines)
		}
	}
	if err != nil {
		var refused *Error
		if !errors.As(err, &refused) || refused.Message == "" || strings.Contains(refused.Message, "\n") || refused.Line < 0 || lines > 0 && refused.Line > lines {
			t.Fatalf("%#v", err)
		}
		return
	}
	bad := map[int]bool{}
	for _, p := range table.Problems {
		inside(p.Line)
		bad[p.Line] = true
		if p.Message == "" || strings.Contains(p.Message, "\n") || !p.Field.Valid() {
			t.Errorf("%+v", p)
		}
	}
	held := map[Field]string{}
	for _, c := range table.Columns {
		if by, ok := held[c.Field]; !c.Field.Valid() || ok && by != c.Header && !c.Field.Several() {
			t.Errorf("%+v", table.Columns)
		}
		held[c.Field] = c.Header
	}
	before := 0
	for _, r := range table.Rows {
		inside(r.Line)
		if r.Line < before || r.Title == "" || strings.Contains(r.Title, "\n") || len([]rune(r.Title)) > maxRowTitle || r.Severity < 0 || r.Severity > 5 || r.Done && !r.DoneKnown || r.Rejected && !r.Done {
			t.Errorf("%+v", r)
		}
		before = r.Line
	}
	for _, n := range table.Notices {
		if n.Line < 0 || n.Line > lines || n.Message == "" {
			t.Errorf("%+v", n)
		}
	}
}

// FuzzParseCSV holds that any source gives a table with its lines inside the text,
// or an Error, and the same one every time.
func FuzzParseCSV(f *testing.F) {
	for _, seed := range []string{
		"Title,Owner,Due,Status\nAdd a,Ana,2026-03-31,Done\nAdd b,,soon,\n",
		"sep=;\r\nAction;Wer;Severity\r\n\"Add\r\na\";'@ana;SEV-1\r\n;;\r\n",
		"Summary\tIssue key\tResolved\tLabels\tLabels\nAdd a\tOPS-1\t14/Jul/25 3:42 PM\ta\tb\n",
		"x,,\n\nAction item|Incident|Date|Postmortem\na|PM-1|3/4/2024|https://x.example\n",
		"\ufeffTitle\n\"a\"\"b\"\n", "\xff\xfeT\x00i\x00t\x00l\x00e\x00\n\x00a\x00", "Title,Owner\n\"a", "Title\na\"b\n", ",\n", "Priorit\xe9,Title\nP9,a\n",
		"Title,Kind,Priority,Services,Link\na,Bug,xyz,\"a;b\",#12\n", "Title,Due\n,25/12/2024\na,3/4/2024\na,b,c\n", "\rTitle\r\ra\r",
	} {
		f.Add([]byte(seed), "", "")
		f.Add([]byte(seed), "Owner", "title")
	}
	f.Fuzz(func(t *testing.T, source []byte, header, field string) {
		var columns map[string]Field
		if header != "" {
			columns = map[string]Field{header: Field(field)}
		}
		before, chosen := bytes.Clone(source), maps.Clone(columns)
		table, err := ParseCSV(source, columns)
		checkTable(t, source, table, err)
		again, errAgain := ParseCSV(source, columns)
		if !reflect.DeepEqual(table, again) || !reflect.DeepEqual(err, errAgain) {
			t.Fatalf("not the same twice: %+v, %v; %+v, %v", table, err, again, errAgain)
		}
		if !bytes.Equal(source, before) || !maps.Equal(columns, chosen) {
			t.Fatal("the arguments were changed")
		}
	})
}
