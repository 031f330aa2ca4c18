package web

import (
	"cmp"
	"embed"
	"html/template"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/models"
	"debrief/models/store"
)

//go:embed templates
var templateFiles embed.FS

// parts are the layout and what several pages have, or scripts ask for.
var parts = template.Must(template.New("").Funcs(functions).ParseFS(templateFiles, "templates/layout.html", "templates/part_*.html"))

// templates has one set a page: the parts and the page.
var templates = func() map[string]*template.Template {
	sets := map[string]*template.Template{}
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		panic(err) // the pattern is right
	}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name != "layout" && !strings.HasPrefix(name, "part_") {
			sets[name] = template.Must(template.Must(parts.Clone()).ParseFS(templateFiles, file))
		}
	}
	return sets
}()

// page is what a template gets. Its methods are what templates ask; .Data is the page's own.
type page struct {
	Title string
	Bare  bool // without navigation: nobody is signed in
	Form  *form
	Data  any

	Me      models.Person
	Now     time.Time
	Path    string
	Flash   string
	Warning string
	Note    string // what was done, where that is no good news
	Names   map[int64]string
	People  []models.Person
	Teams   []models.Team
	request *request
}

// load fetches what nearly every page names: people and teams.
func (p *page) load() error {
	ctx := p.request.Request().Context()
	var err error
	if p.People, err = byName(func(page store.Page) ([]models.Person, string, error) { return p.request.store.People(ctx, "", page) }); err != nil {
		return err
	}
	if p.Teams, err = byName(func(page store.Page) ([]models.Team, string, error) { return p.request.store.Teams(ctx, page) }); err != nil {
		return err
	}
	p.Names = map[int64]string{}
	for _, person := range p.People {
		p.Names[person.ID] = person.Name
	}
	return nil
}

// byName reads a whole list of what has names, in their order.
func byName[T any](list func(store.Page) ([]T, string, error)) ([]T, error) {
	return all(func(page store.Page) ([]T, string, error) {
		page.Sort = "name"
		return list(page)
	})
}

// all reads a whole list, page by page.
func all[T any](list func(store.Page) ([]T, string, error)) ([]T, error) {
	rows := []T{}
	page := store.Page{Limit: store.MaxLimit}
	for {
		more, next, err := list(page)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
		if next == "" {
			return rows, nil
		}
		page.Cursor = next
	}
}

// Opts returns what the program was started with.
func (p *page) Opts() Options { return p.request.opts }

// Can reports whether the person has at least that role.
func (p *page) Can(role models.Role) bool { return p.request.by.Need(role) == nil }

// Today is the person's day.
func (p *page) Today() models.Date { return models.DateOf(p.Now.In(p.Me.Location())) }

// Name returns a person's name by an id that may be nil or 0.
func (p *page) Name(id any) string {
	n := idOf(id)
	if n == 0 {
		return "Debrief"
	}
	if name, ok := p.Names[n]; ok {
		return name
	}
	return "somebody"
}

// Inactive reports whether a person, by an id that may be nil, is one who left.
func (p *page) Inactive(id any) bool {
	n := idOf(id)
	return slices.ContainsFunc(p.People, func(person models.Person) bool { return person.ID == n && !person.Active })
}

// Hears returns the Slack channel that hears of a review's meeting; "" for none.
func (p *page) Hears(r models.Review, i models.Incident) string {
	if !p.Opts().SlackConnected || r.Restricted || r.Historic || i.TeamID == nil {
		return ""
	}
	for _, t := range p.Teams {
		if t.ID == *i.TeamID && t.Active {
			return t.Channel()
		}
	}
	return ""
}

// TeamName returns a team's name by an id that may be nil.
func (p *page) TeamName(id any) string {
	n := idOf(id)
	for _, t := range p.Teams {
		if t.ID == n {
			return t.Name
		}
	}
	return ""
}

func idOf(id any) int64 {
	switch v := id.(type) {
	case int64:
		return v
	case *int64:
		return ref(v)
	}
	return 0
}

// At reports whether the navigation's entry is where the page is.
func (p *page) At(prefix string) bool {
	return p.Path == prefix || prefix != "/" && strings.HasPrefix(p.Path, prefix+"/")
}

// Next returns the address of the list's next page.
func (p *page) Next(cursor string) string {
	q := url.Values{}
	for k, v := range p.request.QueryParams() {
		q[k] = v
	}
	q.Set("cursor", cursor)
	return p.Path + "?" + q.Encode()
}

// Query returns a parameter of the address, as filters show what they are set to.
func (p *page) Query(name string) string { return p.request.QueryParam(name) }

// Same returns the address of the same rows, as a file or from their beginning: with the page's filters, and without its
// cursor. It is a whole address, as a template escapes the signs of a query that is put behind a question mark.
func (p *page) Same(path string) string {
	q := url.Values{}
	for k, v := range p.request.QueryParams() {
		if k != "cursor" {
			q[k] = v
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// Filtered reports whether any filter is set.
func (p *page) Filtered() bool {
	for k, v := range p.request.QueryParams() {
		if k != "cursor" && k != "sort" && len(v) > 0 && v[0] != "" {
			return true
		}
	}
	return false
}

// field is one control of a form, with its label, hint, value and error.
type field struct {
	ID, Name, Kind, Label, Value, Hint, Error string
	Current                                   string // what is stored, where somebody saved it meanwhile
	Clash                                     bool   // both changed it: which stays is asked
	List                                      string // id of a list of suggestions
	Zone                                      string // of a time
	Required, Checked, Multiple               bool
	Rows                                      int
	Outline                                   string // shown in an empty text, and not sent
	Known                                     string // what of the person themselves a browser may fill in
	Min, Max                                  string
	Options                                   []option
}

type option struct {
	Value, Label string
	Selected     bool
	Inactive     bool
}

func slug(s string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, s), "-")
}

func (p *page) field(kind, formName, name, label string, value string) *field {
	f := &field{ID: slug(formName + "-" + name), Name: name, Kind: kind, Label: label, Value: value}
	if p.Form.of(formName) {
		if kind != "select" && kind != "checkbox" && p.Form.Values.Has(name) {
			f.Value = p.Form.Values.Get(name)
			if f.Clash = p.Form.clashes(name); p.Form.overtook(name) && strings.ReplaceAll(f.Value, "\r\n", "\n") != value {
				f.Current = cmp.Or(value, "nothing")
			}
		}
		p.Form.draws(f)
	}
	return f
}

// Text, Area, Input and so on make the controls of the form with that name.
func (p *page) Text(formName, name, label, value string) *field {
	return p.field("text", formName, name, label, value)
}

// Input is a control of any type.
func (p *page) Input(kind, formName, name, label, value string) *field {
	return p.field(kind, formName, name, label, value)
}

// Area is a text of several lines.
func (p *page) Area(formName, name, label, value string) *field {
	f := p.field("textarea", formName, name, label, value)
	f.Rows = 3
	return f
}

// Date is a day.
func (p *page) Date(formName, name, label string, value models.Date) *field {
	return p.field("date", formName, name, label, value.String())
}

// Moment is a day and time in the person's zone.
func (p *page) Moment(formName, name, label string, value any) *field {
	text := ""
	switch v := value.(type) {
	case time.Time:
		if !v.IsZero() {
			text = localTime(v, p.Me.Location())
		}
	case *time.Time:
		if v != nil {
			text = localTime(*v, p.Me.Location())
		}
	}
	f := p.field("datetime-local", formName, name, label, text)
	f.Zone = p.Me.TimeZone
	return f
}

// Check is a yes or no.
func (p *page) Check(formName, name, label string, value bool) *field {
	f := p.field("checkbox", formName, name, label, "on")
	f.Checked = value
	if p.Form.of(formName) {
		f.Checked = p.Form.Values.Get(name) != ""
	}
	return f
}

// Select is a choice among options.
func (p *page) Select(formName, name, label string, value any, options []option) *field {
	f := p.field("select", formName, name, label, "")
	chosen := selected(value)
	if _, several := value.([]int64); p.Form.of(formName) && (several || p.Form.Values.Has(name)) {
		f.Clash = p.Form.clashes(name)
		for _, o := range options {
			if p.Form.overtook(name) && !slices.Equal(chosen, p.Form.Values[name]) && slices.Contains(chosen, o.Value) {
				f.Current = strings.TrimPrefix(f.Current+", "+o.Label, ", ")
			}
		}
		chosen = p.Form.Values[name]
	}
	for _, o := range options {
		o.Selected = slices.Contains(chosen, o.Value)
		f.Options = append(f.Options, o)
	}
	return f
}

func selected(value any) []string {
	switch v := value.(type) {
	case []int64:
		list := make([]string, len(v))
		for n, id := range v {
			list[n] = text(id)
		}
		return list
	case *int64, int64:
		if id := idOf(v); id != 0 {
			return []string{text(id)}
		}
		return []string{""}
	}
	return []string{text(value)}
}

// Persons are the options of a select of people: those who are active, and those who are chosen already.
func (p *page) Persons(none string, chosen any) []option {
	return p.persons(models.Viewer, none, chosen)
}

// Members are the Persons who can be in charge of something, as they may act on it.
func (p *page) Members(none string, chosen any) []option {
	return p.persons(models.Member, none, chosen)
}

// tookPart reports whether the person of an option took part in the incident; an option of nobody did not.
func tookPart(i models.Incident, o option) bool {
	id, _ := strconv.ParseInt(o.Value, 10, 64)
	return i.TookPart(id)
}

// Facilitators are the Members who took no active part in the incident, and who is chosen already.
func (p *page) Facilitators(i models.Incident, none string, chosen any) []option {
	keep := selected(chosen)
	return slices.DeleteFunc(p.Members(none, chosen), func(o option) bool {
		return tookPart(i, o) && !slices.Contains(keep, o.Value)
	})
}

// Attendees are the Persons, marked where they took part in the incident: they attend its meeting, and cannot facilitate it.
func (p *page) Attendees(i models.Incident, none string, chosen any) []option {
	list := p.Persons(none, chosen)
	for n, o := range list {
		if tookPart(i, o) {
			list[n].Label += " (took part)"
		}
	}
	return list
}

// Successors are those to whom what is with somebody can be handed over.
func (p *page) Successors(id int64) []option {
	return slices.DeleteFunc(p.Members("Choose somebody", nil), func(o option) bool { return o.Value == text(id) })
}

// Others are the Persons without the one with that id.
func (p *page) Others(id int64, none string, chosen any) []option {
	return slices.DeleteFunc(p.Persons(none, chosen), func(o option) bool { return id != 0 && o.Value == text(id) })
}

func (p *page) persons(least models.Role, none string, chosen any) []option {
	keep := selected(chosen)
	var list []option
	if none != "" {
		list = append(list, option{Label: none})
	}
	for _, person := range p.People {
		name := person.Name
		if !person.Active {
			name += " (inactive)"
		}
		if id := text(person.ID); person.Active && person.Role.AtLeast(least) || slices.Contains(keep, id) {
			list = append(list, option{Value: id, Label: name})
		}
	}
	return list
}

// TeamOptions are the options of a select of teams: those that are active, and the one that is chosen already.
func (p *page) TeamOptions(none string, chosen any) []option {
	return stillOffered(p.AnyTeam(none), chosen)
}

// AnyTeam are the options of a filter by team: all there are, the active ones first.
func (p *page) AnyTeam(none string) []option {
	list := []option{{Label: none}}
	for _, t := range p.Teams {
		list = append(list, offered(t.ID, t.Name, t.Active))
	}
	return activeFirst(list)
}

// offered is the option of what may be inactive.
func offered(id int64, name string, active bool) option {
	if !active {
		name += " (inactive)"
	}
	return option{Value: text(id), Label: name, Inactive: !active}
}

// stillOffered leaves out what is inactive and not chosen already.
func stillOffered(list []option, chosen any) []option {
	keep := selected(chosen)
	return slices.DeleteFunc(list, func(o option) bool { return o.Inactive && !slices.Contains(keep, o.Value) })
}

func activeFirst(list []option) []option {
	slices.SortStableFunc(list, func(a, b option) int {
		switch {
		case a.Inactive == b.Inactive:
			return 0
		case b.Inactive:
			return -1
		}
		return 1
	})
	return list
}

// RegionOptions are the options of a select of holiday regions; one that is set and not known stays.
func (p *page) RegionOptions(now string) []option {
	list := []option{{Label: "No public holidays"}}
	known := now == ""
	for _, r := range p.request.opts.Regions {
		list = append(list, option{Value: r.Code, Label: r.Name})
		known = known || r.Code == now
	}
	if !known {
		list = append(list, option{Value: now, Label: now})
	}
	return list
}

// zones offers common names; any IANA name may be typed.
var zones = []string{"UTC", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York", "America/Toronto",
	"America/Sao_Paulo", "Europe/London", "Europe/Lisbon", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Warsaw",
	"Europe/Helsinki", "Africa/Lagos", "Africa/Johannesburg", "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo",
	"Australia/Sydney", "Pacific/Auckland"}

// Zones are suggestions for a time zone.
func (p *page) Zones() []string { return zones }

// Is reports whether the refused form is that one; for templates, where there may be none.
func (f *form) Is(name string) bool { return f.of(name) }

// Typed reports whether a box with that value was ticked in the refused form.
func (p *page) Typed(name string, value any) bool {
	return p.Form != nil && slices.Contains(p.Form.Values[name], text(value))
}

// True tells what a yes or no is that may be unknown.
func (p *page) True(b *bool) bool { return b != nil && *b }

// IfCan returns the address where the person has the role, else none.
func (p *page) IfCan(role models.Role, to string) string {
	if p.Can(role) {
		return to
	}
	return ""
}

// Share is a part of the meeting's minutes.
func (p *page) Share(minutes, percent int) int { return (minutes*percent + 50) / 100 }

// Message returns the review's message to an audience.
func (p *page) Message(audience string) models.Message {
	return p.Data.(reviewView).Messages[models.Audience(audience)]
}

// InDocument gives the message to an audience that the document has and nobody has written here yet.
func (p *page) InDocument(audience string) string {
	return p.Data.(reviewView).InDocument[models.Audience(audience)]
}

// AttendeeParts are the options of what somebody is in a meeting.
func (p *page) AttendeeParts() []option { return words("", models.AttendeeParts) }

// ResponderParts are the options of what somebody did in an incident.
func (p *page) ResponderParts() []option { return words("", models.ResponderParts) }

// OwnerFilter are the options of the list's filter by owner: who left stays while open items are theirs, and while chosen.
func (p *page) OwnerFilter(left map[int64]int) []option {
	keep := append(slices.Collect(maps.Keys(left)), p.request.chosen("owner"))
	return append([]option{{Label: "Anybody"}, {Value: "me", Label: "Me"}, {Value: "none", Label: "Nobody: without an owner"}}, p.Persons("", keep)...)
}

// NeedOptions are the options of the reviews' filter by what they lack.
func (p *page) NeedOptions() []option {
	return []option{{Label: "Any"}, {Value: "owner", Label: "An owner"}, {Value: "facilitator", Label: "A facilitator"}, {Value: "meeting", Label: "Its meeting, overdue"}}
}

// SortOptions are the orders of the list of action items.
func (p *page) SortOptions() []option {
	return []option{{Value: "urgency", Label: "Most urgent first"}, {Value: "-due_on", Label: "Least urgent first"}, {Value: "-id", Label: "Newest first"}}
}

// Plain is a control whose value the handler has read already.
func (p *page) Plain(kind, name, label, value string) *field {
	f := &field{ID: slug(name), Name: name, Kind: kind, Label: label, Value: value, Rows: 2}
	return f
}
