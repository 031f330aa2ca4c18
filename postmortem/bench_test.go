package postmortem

import (
	"runtime"
	"strings"
	"testing"
	"time"
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

// BenchmarkCheck says how long a check takes for one parsing of the same documents, and what it allocates for each of their bytes.
func BenchmarkCheck(b *testing.B) {
	_, docs := published(b)
	var all [][]byte
	for _, d := range docs {
		all = append(all, d.Source)
	}
	body := sample[strings.Index(sample, "# Checkout"):]
	for name, sources := range map[string][][]byte{
		"published": all,
		"20kB":      {[]byte(strings.Repeat(body, 13))},
		"200kB":     {[]byte(strings.Repeat(body, 130))},
		"1MB":       {[]byte(strings.Repeat(body, 650))},
	} {
		b.Run(name, func(b *testing.B) {
			rules, size := DefaultRules(), 0
			for _, s := range sources {
				size += len(s)
			}
			for _, s := range sources { // each pattern is compiled when it is first tried, once for a program's life
				if d, err := Parse(s); err == nil {
					rules.Check(d, Context{})
				}
			}
			var parsing, checking time.Duration
			var before, after runtime.MemStats
			allocated := uint64(0)
			for b.Loop() {
				for _, s := range sources {
					start := time.Now()
					d, err := Parse(s)
					if err != nil {
						b.Fatal(err)
					}
					parsed := time.Now()
					runtime.ReadMemStats(&before)
					started := time.Now()
					rules.Check(d, Context{})
					checking += time.Since(started)
					runtime.ReadMemStats(&after)
					parsing += parsed.Sub(start)
					allocated += after.TotalAlloc - before.TotalAlloc
				}
			}
			b.ReportMetric(float64(checking)/float64(parsing), "check/parse")
			b.ReportMetric(float64(allocated)/float64(b.N*size), "B-allocated/B")
		})
	}
}
