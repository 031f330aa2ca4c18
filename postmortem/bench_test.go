package postmortem

import (
	"strings"
	"testing"
)

// sample is a postmortem of usual shape and about 2 kB.
const sample = `---
title: Checkout was down
date: 2024-05-01
severity: SEV-1
services: [checkout, payments]
---

# Checkout was down

## Summary

On May 1, 2024 checkout answered 500 to **all** customers for 38 minutes. The cause was a
[migration](https://github.com/example/shop/pull/41) that locked the ` + "`orders`" + ` table.

## Timeline

All times in UTC.

- 09:58 the migration starts
- 10:02 the first alert fires ([graph](https://grafana.example/d/1))
- 10:05 Ana declares an incident
- 10:31 the migration is stopped
- 10:36 checkout answers again

## Impact

4 212 orders failed. No data was lost.

## Root cause

The migration rewrote the table under an exclusive lock. Our tests run on a table of a thousand
rows, where it takes a blink.

## Lessons learned

### What went well

- The alert fired within four minutes.

### What went wrong

- Nobody knew which query held the lock.

## Action items

| Action | Owner | Due | Status | Ticket |
|--------|-------|-----|--------|--------|
| Set lock_timeout to 5 s for all migrations | Ana | 2024-05-15 | Done | [SHOP-12](https://jira.example/browse/SHOP-12) |
| Show the longest-held lock on the database dashboard | Bo | 2024-05-31 | In progress | [SHOP-13](https://jira.example/browse/SHOP-13) |

- [ ] Run migrations of large tables against a copy of production (@cy, due 2024-06-15)
- [x] Document how to find and stop the query that holds a lock
  - Owner: Dee
`

func BenchmarkParse(b *testing.B) {
	for name, source := range map[string][]byte{
		"2kB": []byte(sample),
		"1MB": []byte(strings.Repeat(sample[strings.Index(sample, "# Checkout"):], 650)),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(source)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(source); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
