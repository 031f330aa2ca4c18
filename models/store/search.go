package store

import (
	"regexp"
	"strconv"
	"strings"

	"gorm.io/gorm"
)

var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// maxWords is how many words of a search count: a query has no room for any number of them.
const maxWords = 20

// names are the conditions on rows that people call by a name: by the letters before its number, as in AI-37, whose number they
// ask for; by "key" for any other, such as the key of an issue.
type names map[string]string

var namePattern = regexp.MustCompile(`^([A-Z][A-Z0-9_]*)-([1-9][0-9]{0,17})$`)

// searched narrows a query to rows that the text names, or that have all of its words in one of the columns or another, in any
// case and order. SQLite folds ASCII only, so a word is looked for as it was typed, too.
func searched(db *gorm.DB, text string, called names, columns ...string) *gorm.DB {
	words := strings.Fields(text)
	var all []string
	var args []any
	for _, word := range words[:min(len(words), maxWords)] {
		typed := "%" + likeEscape.Replace(word) + "%"
		var one []string
		for _, c := range columns {
			one = append(one, "lower("+c+`) LIKE ? ESCAPE '\' OR `+c+` LIKE ? ESCAPE '\'`)
			args = append(args, strings.ToLower(typed), typed)
		}
		all = append(all, "("+strings.Join(one, " OR ")+")")
	}
	if len(all) == 0 {
		return db
	}
	where := strings.Join(all, " AND ")
	key := strings.ToUpper(strings.TrimSpace(text))
	if parts := namePattern.FindStringSubmatch(key); parts != nil {
		if condition := called[parts[1]]; condition != "" {
			number, _ := strconv.ParseInt(parts[2], 10, 64) // 18 digits fit
			where, args = where+" OR "+condition, append(args, number)
		}
		if condition := called["key"]; condition != "" {
			where, args = where+" OR "+condition, append(args, key)
		}
	}
	return db.Where("("+where+")", args...)
}
