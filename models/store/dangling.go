package store

import (
	"errors"
	"reflect"
	"strings"

	"gorm.io/gorm"

	"debrief/models"
)

// nowhere is what is wrong with a field that names a row that is not there.
const nowhere = "names %d, which does not exist"

// naming is a field of the input with the id of a row of another table.
type naming struct {
	field, table string
	id           int64
}

// dangling is why the database refused what names other rows: one of them does not exist.
type dangling struct {
	error
	names []naming
}

// Unwrap returns what the database said.
func (d *dangling) Unwrap() error { return d.error }

// referred are the fields of rows that a person fills with the id of another row, and its table.
var referred = map[string]string{
	"OwnerID": "people", "FacilitatorID": "people", "LeadID": "people", "ManagerID": "people", "ProductManagerID": "people", "DelegateID": "people",
	"PersonID": "people", "TeamID": "teams",
}

// referring keeps with the database's refusal of a row which others it names.
func referring(err error, row any) error {
	if !errors.Is(err, gorm.ErrForeignKeyViolated) {
		return err
	}
	d := &dangling{error: err}
	value := reflect.Indirect(reflect.ValueOf(row))
	for n := range value.NumField() {
		as := value.Type().Field(n)
		id := reflect.Indirect(value.Field(n))
		if table, ok := referred[as.Name]; ok && id.IsValid() && id.CanInt() {
			name, _, _ := strings.Cut(as.Tag.Get("json"), ",")
			d.names = append(d.names, naming{name, table, id.Int()})
		}
	}
	return d
}

// listing is referring for a list of ids in one field.
func listing(err error, field, table string, ids []int64) error {
	if !errors.Is(err, gorm.ErrForeignKeyViolated) {
		return err
	}
	d := &dangling{error: err}
	for _, id := range ids {
		d.names = append(d.names, naming{field, table, id})
	}
	return d
}

// as gives a field of a refusal the name that it has in this verb's input.
func as(err error, field, name string) error {
	var d *dangling
	if errors.As(err, &d) {
		for n := range d.names {
			if d.names[n].field == field {
				d.names[n].field = name
			}
		}
	}
	return err
}

// explain says which of the names are nobody's. It asks once the transaction is over: in one that failed PostgreSQL answers nothing.
func explain(db *gorm.DB, err error) error {
	var d *dangling
	if !errors.As(err, &d) {
		return err
	}
	var c models.Check
	for _, n := range d.names {
		var found int64
		if db.Table(n.table).Where("id = ?", n.id).Count(&found).Error == nil && found == 0 {
			c.Fail(n.field, nowhere, n.id)
		}
	}
	if known := c.Err(); known != nil {
		return known
	}
	return err
}

// absent blames the field that names what a verb looked up and did not find.
func absent(err error, field string, id *int64) error {
	if models.KindOf(err) == models.NotFound && id != nil {
		return models.InvalidField(field, nowhere, *id)
	}
	return err
}
