package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"
	"gorm.io/gorm"

	"debrief/models"
	"debrief/postmortem"
)

// Imported is what became of one import.
type Imported struct {
	ReviewID   int64
	IncidentID int64
	Incident   models.Incident    // as it is stored
	State      models.ReviewState // of the review
	New        bool               // the review was made
	Known      bool               // it was there already, and nothing changed
	Added      []int              // which of the items were added, by their place in the import
	Notices    []string
}

// errPreview ends the transaction of an import that is only to be looked at.
var errPreview = errors.New("a preview changes nothing")

// Import stores reviews that are brought from elsewhere, all of them or none. The same text again, and items whose review has
// one of the same title, change nothing. Services that are not known are added where the actor may do so. With preview
// nothing is stored: the answer is what would be.
func (s *Store) Import(ctx context.Context, by models.Actor, now time.Time, list []models.Import, preview bool) ([]Imported, error) {
	var found [][]models.Finding
	if !preview {
		var err error
		if found, err = s.checkImports(ctx, by, list); err != nil {
			return nil, err
		}
	}
	done, err := change(ctx, s, by, now, func(tx *Tx) ([]Imported, error) {
		if err := by.Need(models.Member); err != nil {
			return nil, err
		}
		m, err := tx.newImporter()
		if err != nil {
			return nil, err
		}
		var c models.Check
		done := make([]Imported, len(list))
		for n := range list {
			in := list[n] // a second try begins anew
			in.Items = append([]models.ImportItem{}, in.Items...)
			if err := in.Validate(); err != nil {
				return nil, fmt.Errorf("%s: %w", in.Name, err)
			}
			m.found = nil
			if !preview {
				m.found = found[n]
			}
			if done[n], err = m.add(in, &c); err != nil {
				return nil, fmt.Errorf("import %s: %w", in.Name, err)
			}
			if last := n+1 == len(list) || list[n+1].Name != in.Name; last {
				done[n].Notices = append(done[n].Notices, m.notPlaced.told()...)
				m.notPlaced = notPlaced{}
			}
		}
		if err := cmp.Or(c.Err(), m.flush()); err != nil || !preview {
			return done, err
		}
		return done, errPreview
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	return done, err
}

// checkImports returns what the rules find in the documents that are new, before anything is stored.
func (s *Store) checkImports(ctx context.Context, by models.Actor, list []models.Import) ([][]models.Finding, error) {
	found := make([][]models.Finding, len(list))
	if by.Need(models.Member) != nil { // the import says so
		return found, nil
	}
	for n, in := range list {
		in.Items = slices.Clone(in.Items)
		if in.Document == "" || in.Validate() != nil {
			continue
		}
		var known int64
		if err := s.reader(ctx).Model(&models.Review{}).Where("imported_hash = ? AND imported_hash <> ''", in.Hash).Count(&known).Error; err != nil {
			return nil, err
		}
		if known > 0 {
			continue
		}
		rules, err := s.Rules(ctx)
		if err != nil {
			return nil, err
		}
		names, err := glossary(s.reader(ctx))
		if err != nil {
			return nil, err
		}
		found[n] = models.CheckDocument(rules, in.Document, postmortem.Context{Glossary: names, Severity: int(in.Incident.Severity)})
	}
	return found, nil
}

// importer adds imports in one transaction. Rows that nothing else in it reads are gathered and written together: a large
// import is bounded by reading its files, not by one statement a row.
type importer struct {
	tx       *Tx
	template int64
	known    *directory

	notPlaced notPlaced        // of the items of one file
	found     []models.Finding // in the document of the import that is added
	documents []models.Document
	findings  []models.Finding
	items     []models.ActionItem
	events    []models.Event
}

func (tx *Tx) newImporter() (*importer, error) {
	t, err := newestTemplate(tx.DB)
	if err != nil {
		return nil, fmt.Errorf("find the checklist: %w", err)
	}
	d, err := tx.directory()
	return &importer{tx: tx, template: t.ID, known: d}, err
}

// add stores one import. What is wrong with single items is noted in c, by their lines.
func (m *importer) add(in models.Import, c *models.Check) (done Imported, err error) {
	if in.Into != "" {
		r, found, err := m.find(in)
		if models.KindOf(err) == models.NotFound {
			for _, item := range in.Items {
				c.Fail(fmt.Sprintf("line %d", item.Line), "%v", err)
			}
			return done, nil
		}
		if err != nil {
			return done, err
		}
		if found {
			return m.addTo(r, in, c)
		}
		in.Incident.Title = in.Into
	}
	known, err := m.before(in)
	if err != nil {
		return done, err
	}
	if known != nil {
		return *known, nil
	}
	i := in.Incident
	if i.ExternalID, err = m.freeName(in); err != nil {
		return done, err
	}
	alike, err := m.alike(in)
	if err != nil {
		return done, err
	}
	if i.ServiceIDs, done.Notices, err = m.known.services(m.tx, in.Services); err != nil {
		return done, err
	}
	done.Notices = slices.Concat(in.AssumedOf(true), done.Notices, alike)
	if err := m.tx.create(&i); err != nil {
		return done, err
	}
	if len(i.ServiceIDs) > 0 {
		if err := m.tx.fillIncident(&i); err != nil {
			return done, err
		}
	}
	r := models.Review{IncidentID: i.ID, State: in.State(), Historic: in.Historic, TemplateID: m.template, DocumentURL: in.Address}
	if in.Hash != "" {
		r.ImportedHash = &in.Hash
	}
	if in.Document != "" {
		r.DocumentNumber = 1
	}
	if err := m.tx.create(&r); err != nil {
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			err = models.Conflictf("this text was imported already, and its review is not open to you")
		}
		return done, err
	}
	note := "from " + in.Key
	m.events = append(m.events, models.Event{Subject: models.SubjectIncident, SubjectID: i.ID, ReviewID: &r.ID, Verb: "imported", Note: note},
		models.Event{Subject: models.SubjectReview, SubjectID: r.ID, ReviewID: &r.ID, Verb: "imported", Note: note})
	if in.Document != "" {
		m.documents = append(m.documents, models.Document{ReviewID: r.ID, Number: 1, Body: in.Document, AuthorID: m.tx.by.ID(),
			CreatedAt: m.tx.now, CheckedAt: &m.tx.now})
		for _, f := range m.found {
			if err := f.Validate(in.Document); err != nil {
				return done, err
			}
			f.ReviewID, f.DocumentNumber, f.Version, f.CreatedAt, f.UpdatedAt = r.ID, 1, 1, m.tx.now, m.tx.now
			m.findings = append(m.findings, f)
		}
	}
	done.ReviewID, done.IncidentID, done.Incident, done.State, done.New = r.ID, i.ID, i, r.State, true
	for n, item := range in.Items {
		m.item(item, r)
		done.Added = append(done.Added, n)
	}
	if in.Historic {
		return done, nil
	}
	if err := m.flush(); err != nil { // the deadline and the reminder look at all of it
		return done, err
	}
	return done, m.tx.deadline(&r, models.Incident{}, i)
}

// find returns the review that a table's rows name: by its ref, by its incident's title (or what a document of that heading makes of it) or external id, the newest that counts first, or by
// the address of its document.
func (m *importer) find(in models.Import) (r models.Review, found bool, err error) {
	db := forUpdate(seenReviews(m.tx.DB, m.tx.by))
	if id, ok := in.Ref(); ok {
		r, err = one[models.Review](db, id, "review")
		return r, err == nil, err
	}
	var rows []models.Review
	err = db.Where(`(incident_id IN (SELECT id FROM incidents WHERE lower(title) IN (lower(?), lower(?))
		UNION SELECT id FROM incidents WHERE external_id = ? AND external_id <> '') OR document_url <> '' AND document_url = ?)`,
		in.Into, postmortem.CleanTitle(in.Into), in.Into, in.Address).Order("(incident_id IN " + withdrawn + "), reviews.id DESC").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return r, false, err
	}
	return rows[0], true, nil
}

// addTo adds items to a review that is there, but for those that it has.
func (m *importer) addTo(r models.Review, in models.Import, c *models.Check) (done Imported, err error) {
	done = Imported{ReviewID: r.ID, IncidentID: r.IncidentID}
	if done.Incident, err = incident(m.tx.DB, m.tx.DB, r.IncidentID); err != nil {
		return done, err
	}
	if done.Incident.WithdrawnAt != nil {
		done.State, done.Known, done.Notices = r.State, true, []string{"the incident of " + r.Ref() + " was withdrawn, so nothing is added to it"}
		return done, nil
	}
	var titles []string
	if err := m.tx.Model(&models.ActionItem{}).Where("review_id = ?", r.ID).Pluck("title", &titles).Error; err != nil {
		return done, err
	}
	has := map[string]bool{}
	for _, t := range titles {
		has[strings.ToLower(t)] = true
	}
	was := r
	for n, item := range in.Items {
		if has[strings.ToLower(item.Title)] {
			continue
		}
		if item.State == models.Proposed && r.Historic && r.State == models.Closed {
			r.State = models.Reviewed // it was closed by the import, for want of proposals
		}
		if err := r.Editable(); err != nil && item.State == models.Proposed {
			c.Fail(fmt.Sprintf("line %d", item.Line), "%v", err)
			continue
		}
		item.Historic = r.Historic
		m.item(item, r)
		done.Added = append(done.Added, n)
	}
	if r.DocumentURL == "" {
		r.DocumentURL = in.Address
	}
	if changes := models.Changes(was, r); changes != nil {
		if err := m.tx.saveReview(&r, 0); err != nil {
			return done, err
		}
		if err := m.tx.recordReview(r, "changed", "imported from "+in.Key, changes); err != nil {
			return done, err
		}
	}
	done.State = r.State
	done.Known = len(done.Added) == 0 && was.DocumentURL == r.DocumentURL
	if r.Historic || done.Known {
		return done, nil
	}
	if err := m.flush(); err != nil {
		return done, err
	}
	return done, m.tx.touchReview(&r)
}

// before returns the review that was made of the same text, or of another version of the same file: one that is known by that
// name, and has its title or is of its day. It returns nil for a file that is new.
func (m *importer) before(in models.Import) (*Imported, error) {
	if in.Hash == "" {
		return nil, nil
	}
	db := seenReviews(m.tx.DB, m.tx.by).Joins("JOIN incidents ON incidents.id = reviews.incident_id").Select("reviews.*").Limit(1)
	for _, look := range []struct {
		query   *gorm.DB
		notices []string
	}{
		{db.Session(&gorm.Session{}).Where("reviews.imported_hash = ?", in.Hash), nil},
		{db.Session(&gorm.Session{}).Where(`incidents.source = ? AND incidents.external_id = ? AND incidents.external_id <> ''
			AND (incidents.title = ? OR incidents.started_at >= ? AND incidents.started_at < ?)`,
			in.Incident.Source, in.Incident.ExternalID, in.Incident.Title, midnight(in.Incident.StartedAt), midnight(in.Incident.StartedAt).AddDate(0, 0, 1)),
			[]string{"another version of this file was imported; its review was left as it is: edit the document there"}},
	} {
		var rows []models.Review
		if err := look.query.Find(&rows).Error; err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			return &Imported{ReviewID: rows[0].ID, IncidentID: rows[0].IncidentID, State: rows[0].State, Known: true, Notices: look.notices}, nil
		}
	}
	return nil, nil
}

// alike tells of a review whose incident has the title and the day of a document that is new: the file may have been imported under
// another path, with another text, and only people can tell.
func (m *importer) alike(in models.Import) ([]string, error) {
	if in.Document == "" {
		return nil, nil
	}
	var rows []models.Review
	day := midnight(in.Incident.StartedAt)
	err := seenReviews(m.tx.DB, m.tx.by).Joins("JOIN incidents ON incidents.id = reviews.incident_id").Select("reviews.*").
		Where("lower(incidents.title) = lower(?) AND incidents.started_at >= ? AND incidents.started_at < ?", in.Incident.Title, day, day.AddDate(0, 0, 1)).
		Order("reviews.id").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return []string{rows[0].Ref() + " has the same title and day: look whether it is the same incident"}, nil
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// freeName returns the file's name as the incident's external id, with a part of the hash behind it where another file had
// that name.
func (m *importer) freeName(in models.Import) (string, error) {
	name := in.Incident.ExternalID
	if name == "" {
		return "", nil
	}
	var taken int64
	err := m.tx.Model(&models.Incident{}).Where("source = ? AND external_id = ? AND external_id <> ''", in.Incident.Source, name).Count(&taken).Error
	if err != nil || taken == 0 {
		return name, err
	}
	tail := " " + in.Hash[:8]
	for len(name)+len(tail) > models.MaxName { // in bytes, which are at least as many as characters
		name = name[:len(name)-1]
	}
	return strings.ToValidUTF8(name, "") + tail, nil
}

// notPlaced are the owners and teams that items name and that are nobody and nothing here, as written.
type notPlaced struct{ nobody, several, viewers, teams []string }

// told says it to a person, a line a kind.
func (p notPlaced) told() (notices []string) {
	for _, kind := range []struct {
		names  []string
		before string
		list   func([]string) string
	}{
		{p.nobody, "nobody here is called ", models.AnyOf},
		{p.several, "more than one person here may be ", models.AnyOf},
		{p.viewers, "viewers, who own no open work, are ", models.SomeOf},
		{p.teams, "no team here is called ", models.AnyOf},
	} {
		if len(kind.names) > 0 {
			notices = append(notices, kind.before+kind.list(kind.names)+"; what was written stands in the description")
		}
	}
	return notices
}

func (m *importer) item(in models.ImportItem, r models.Review) {
	a := in.ActionItem
	a.ReviewID, a.OwnerID, a.TeamID = r.ID, m.known.person(in.Owner), m.known.team(in.Team)
	lost, team := &m.notPlaced, m.known.team(in.Owner)
	if in.Team != "" && a.TeamID == nil {
		lost.teams = append(lost.teams, in.Team)
	}
	switch {
	case in.Owner == "":
	case a.OwnerID == nil && team != nil:
		a.TeamID = cmp.Or(a.TeamID, team)
	case m.known.several(in.Owner):
		lost.several = append(lost.several, in.Owner)
	case a.OwnerID == nil:
		lost.nobody = append(lost.nobody, in.Owner)
	case a.State == models.Proposed:
		if a.OwnerID = m.known.inCharge(a.OwnerID); a.OwnerID == nil {
			lost.viewers = append(lost.viewers, in.Owner)
		}
	}
	a.ULID = ulid.MustNew(ulid.Timestamp(m.tx.now), ulid.DefaultEntropy()).String()
	m.items = append(m.items, a)
}

// batch is how many rows one statement inserts: below the number of parameters that either engine takes.
const batch = 400

// flush writes what was gathered.
func (m *importer) flush() error {
	for n := range m.items {
		m.items[n].Version, m.items[n].CreatedAt, m.items[n].UpdatedAt = 1, m.tx.now, m.tx.now
		normalize(reflect.ValueOf(&m.items[n]).Elem())
	}
	var words []reviewWords
	for _, d := range m.documents {
		words = append(words, reviewWords{d.ReviewID, models.SearchText(d.Body)})
	}
	if err := cmp.Or(createAll(m.tx, m.documents), createAll(m.tx, words)); err != nil {
		return err
	}
	if err := createAll(m.tx, m.findings); err != nil {
		return err
	}
	if err := createAll(m.tx, m.items); err != nil {
		return err
	}
	for n, a := range m.items {
		m.events = append(m.events, models.Event{Subject: models.SubjectItem, SubjectID: a.ID, ReviewID: &m.items[n].ReviewID, Verb: "imported", Note: a.Title})
	}
	for n := range m.events {
		m.events[n].At, m.events[n].ActorID = m.tx.now, m.tx.by.ID()
	}
	if err := createAll(m.tx, m.events); err != nil {
		return err
	}
	m.documents, m.findings, m.items, m.events = nil, nil, nil, nil
	return nil
}

func createAll[T any](tx *Tx, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return tx.CreateInBatches(rows, batch).Error
}
