package store

import (
	"strings"

	"gorm.io/gorm"
)

var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// containing narrows a query to rows of which one of the columns has the text in it, in any case. SQLite folds ASCII only, so
// the text is looked for as it was typed, too.
func containing(db *gorm.DB, text string, columns ...string) *gorm.DB {
	var where []string
	var args []any
	typed := "%" + likeEscape.Replace(text) + "%"
	for _, c := range columns {
		where = append(where, "lower("+c+`) LIKE ? ESCAPE '\' OR `+c+` LIKE ? ESCAPE '\'`)
		args = append(args, strings.ToLower(typed), typed)
	}
	return db.Where("("+strings.Join(where, " OR ")+")", args...)
}
