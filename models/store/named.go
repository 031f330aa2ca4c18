package store

import (
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// named are things by their names.
type named struct {
	exactly, anyCase map[string]int64
}

// namesOf reads who is called what. Of two that differ in case only, as older Debriefs let be, the active one and then the older one is
// meant where neither is written exactly.
func namesOf(db *gorm.DB, table string) (named, error) {
	n := named{map[string]int64{}, map[string]int64{}}
	var rows []struct {
		ID   int64
		Name string
	}
	err := db.Table(table).Select("id", "name").Order("active DESC, id").Find(&rows).Error
	for _, r := range rows {
		n.add(r.Name, r.ID)
	}
	return n, err
}

func (n named) add(name string, id int64) {
	n.exactly[name] = id
	if lower := strings.ToLower(name); n.anyCase[lower] == 0 {
		n.anyCase[lower] = id
	}
}

// find returns who is called exactly that, else who is but for case; 0 for nobody.
func (n named) find(name string) int64 {
	if id := n.exactly[name]; id != 0 {
		return id
	}
	return n.anyCase[strings.ToLower(name)]
}

// storeNamed stores a row of a table in which no two names may differ in case only; a name that stays may. It returns
// gorm.ErrDuplicatedKey where the name is another's.
func (tx *Tx) storeNamed(table string, id int64, before, name string, store func() error) error {
	if before != name {
		if err := tx.freeName(table, id, name); err != nil {
			return err
		}
	}
	return store()
}

// freeName returns gorm.ErrDuplicatedKey where another row has the name or one that differs in case only. Two who take such names at
// the same time come one after the other: the database itself only keeps the very same name from being there twice.
func (tx *Tx) freeName(table string, id int64, name string) error {
	if tx.s.engine == Postgres { // SQLite has one writer
		if err := tx.Exec("SELECT pg_advisory_xact_lock(hashtext(?))", "debrief names of "+table).Error; err != nil {
			return fmt.Errorf("wait for others who name %s: %w", table, err)
		}
	}
	var names []string
	if err := tx.Table(table).Where("id <> ?", id).Pluck("name", &names).Error; err != nil {
		return err
	}
	name = strings.ToLower(name) // here and not in SQL: SQLite knows the case of ASCII only
	if slices.ContainsFunc(names, func(other string) bool { return strings.ToLower(other) == name }) {
		return gorm.ErrDuplicatedKey
	}
	return nil
}
