package store

import (
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"debrief/models"
)

// directory finds by their names the services, teams and people that somebody else's text or tool speaks of.
type directory struct {
	serviceIDs, teamIDs named
	personIDs           map[string][]int64 // by address, name, first name and handle
	acting              map[int64]bool     // the people who can be in charge
}

func (tx *Tx) directory() (*directory, error) {
	services, err := namesOf(tx.DB, "services")
	teams, errTeams := namesOf(tx.DB, "teams")
	var people []models.Person
	if err := errors.Join(err, errTeams, tx.Select("id", "name", "email", "role", "active").Where("active").Find(&people).Error); err != nil {
		return nil, fmt.Errorf("read who and what is known: %w", err)
	}
	d := &directory{services, teams, map[string][]int64{}, map[int64]bool{}}
	for _, p := range people {
		d.acting[p.ID] = p.TakesOn("owner_id") == nil
		handle, _, _ := strings.Cut(p.Email, "@")
		name := strings.ToLower(p.Name)
		given, _, _ := strings.Cut(name, " ")
		for key := range map[string]bool{p.Email: true, handle: true, name: true, given: true} {
			d.personIDs[key] = append(d.personIDs[key], p.ID)
		}
	}
	return d, nil
}

// person finds who is meant by an address, a name or a handle; nil for nobody, and where it may be one of several.
func (d *directory) person(written string) *int64 {
	if found := d.personIDs[personKey(written)]; len(found) == 1 {
		return &found[0]
	}
	return nil
}

// personKey is by what a person is looked up who is written so.
func personKey(written string) string {
	return strings.ToLower(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(written), "@")))
}

// several reports whether what is written may be one of several people.
func (d *directory) several(written string) bool { return len(d.personIDs[personKey(written)]) > 1 }

// owner is person for one who comes to be in charge: nil for a viewer, who could not act.
func (d *directory) owner(written string) *int64 { return d.inCharge(d.person(written)) }

// inCharge returns the id of somebody who can be in charge; nil for anybody else.
func (d *directory) inCharge(id *int64) *int64 {
	if id == nil || !d.acting[*id] {
		return nil
	}
	return id
}

// team finds a team by its name, which may be said to be one's: "Search team"; nil for none.
func (d *directory) team(name string) *int64 {
	name = strings.TrimSpace(name)
	lower := strings.ToLower(name)
	for _, key := range []string{name, strings.TrimSuffix(lower, " team"), strings.TrimPrefix(lower, "team ")} {
		if id := d.teamIDs.find(key); id != 0 {
			return &id
		}
	}
	return nil
}

// services finds services by their names, and adds those that are not known where the actor may. The others are told.
func (d *directory) services(tx *Tx, names []string) (ids []int64, notices []string, err error) {
	for _, name := range names {
		id := d.serviceIDs.find(name)
		if id == 0 && tx.by.Need(models.Administrator) != nil {
			notices = append(notices, fmt.Sprintf("the service %q is not known here; an administrator can add it", name))
			continue
		}
		if id == 0 {
			v, err := tx.addService(models.Service{Name: name})
			if errors.Is(err, gorm.ErrDuplicatedKey) { // somebody added it since this transaction looked
				err = errors.Join(errRace, err)
			}
			if err != nil {
				return nil, nil, fmt.Errorf("add the service %q: %w", name, err)
			}
			id = v.ID
			d.serviceIDs.add(name, id)
		}
		ids = append(ids, id)
	}
	return ids, notices, nil
}
