package postmortem

import (
	"bytes"
	"regexp"
	"strings"
	"time"
	"unicode"
)

// places are towns and countries of one zone that times are said to be in: "London time". A name alone is no zone.
var places = func() map[string]string {
	out := map[string]string{}
	for zone, names := range map[string]string{
		"Europe/London": "london uk british united_kingdom england edinburgh manchester", "Europe/Dublin": "dublin ireland irish", "Europe/Lisbon": "lisbon",
		"Europe/Berlin":    "berlin german germany munich hamburg frankfurt cologne vienna austrian austria zurich zürich swiss switzerland",
		"Europe/Paris":     "paris french france brussels belgian belgium luxembourg",
		"Europe/Amsterdam": "amsterdam dutch netherlands", "Europe/Madrid": "madrid barcelona", "Europe/Rome": "rome milan italian italy",
		"Europe/Copenhagen": "copenhagen danish denmark", "Europe/Stockholm": "stockholm swedish sweden", "Europe/Oslo": "oslo norwegian norway",
		"Europe/Helsinki": "helsinki finnish finland", "Europe/Warsaw": "warsaw polish poland krakow", "Europe/Prague": "prague czech", "Europe/Budapest": "budapest hungarian hungary",
		"Europe/Athens": "athens greek greece", "Europe/Bucharest": "bucharest romanian romania", "Europe/Kyiv": "kyiv ukrainian ukraine", "Europe/Istanbul": "istanbul turkish", "Europe/Moscow": "moscow",
		"Asia/Jerusalem": "israel israeli jerusalem tel_aviv", "Asia/Dubai": "dubai gulf", "Asia/Kolkata": "india indian mumbai delhi bangalore bengaluru chennai hyderabad pune kolkata",
		"Asia/Singapore": "singapore", "Asia/Hong_Kong": "hong_kong", "Asia/Shanghai": "china chinese beijing shanghai shenzhen", "Asia/Taipei": "taipei taiwan", "Asia/Manila": "manila",
		"Asia/Tokyo": "tokyo japan japanese", "Asia/Seoul": "seoul korea korean", "Asia/Bangkok": "bangkok", "Asia/Jakarta": "jakarta",
		"Australia/Sydney": "sydney melbourne canberra", "Australia/Brisbane": "brisbane", "Australia/Perth": "perth", "Australia/Adelaide": "adelaide", "Pacific/Auckland": "auckland wellington new_zealand nz",
		"America/New_York": "new_york nyc boston", "America/Toronto": "toronto", "America/Chicago": "chicago austin dallas", "America/Denver": "denver",
		"America/Los_Angeles": "los_angeles san_francisco seattle california", "America/Vancouver": "vancouver", "America/Sao_Paulo": "sao_paulo são_paulo", "America/Argentina/Buenos_Aires": "buenos_aires",
		"America/Bogota": "bogota bogotá", "Africa/Johannesburg": "johannesburg cape_town south_africa south_african", "Africa/Nairobi": "nairobi kenyan", "Africa/Lagos": "lagos", "Africa/Cairo": "cairo",
	} {
		for _, name := range strings.Fields(names) {
			out[strings.ReplaceAll(name, "_", " ")] = zone
		}
	}
	return out
}()

// placeTime finds a place that has "time" behind it, which is not in the span.
func placeTime(s string) (from, to int) {
	for ; ; to += len("ime") {
		at := strings.Index(s[to:], "ime")
		if at < 0 {
			return 0, 0
		}
		if to += at; to < 2 || s[to-2] != ' ' || s[to-1]|0x20 != 't' {
			continue
		}
		name := zoneExtra.ReplaceAllString(s[:to-2], "")
		words := strings.FieldsFunc(name[max(len(name)-40, 0):], func(r rune) bool { return !unicode.IsLetter(r) })
		for n := min(2, len(words)); n > 0; n-- {
			place := strings.Join(words[len(words)-n:], " ")
			if places[strings.ToLower(place)] != "" && strings.HasSuffix(name, place) {
				return len(name) - len(place), to - 2
			}
		}
	}
}

// timesAt is a sentence of where the times are of: "All times London."
var timesAt = regexp.MustCompile(`(?i)(?:^|[.!?(;–—]\s*)\W*(?:(?:all|the|our|event)\s+)*(?:times|timestamps|time ?zone)\b(?:\s+(?:below|above|here|listed|shown|given|are|is|in|all|local|time|to))*\s*[:,(]?\s*(?:in\s+)?(\pL+(?:\s\pL+)??)(?:\s+(?:local\s+)?time)?\s*(?:[.,;()]|$)`)

// meanings are what an abbreviation of several zones may mean, with what tells it.
var meanings = []struct {
	zone, city string
	told       *regexp.Regexp
}{
	{"IST", "Asia/Kolkata", regexp.MustCompile(`(?i)\b(?:india|indian|mumbai|delhi|bangalore|bengaluru|chennai|hyderabad|pune|kolkata)\b|(?:utc|gmt)\s?\+0?5[:.]?30`)},
	{"IST", "Europe/Dublin", regexp.MustCompile(`(?i)\b(?:dublin|ireland|irish)\b`)},
	{"IST", "Asia/Jerusalem", regexp.MustCompile(`(?i)\b(?:israeli?|jerusalem|tel[ -]aviv|haifa)\b`)},
	// These have a usual meaning, which only a zone that is told changes.
	{"CST", "Asia/Shanghai", regexp.MustCompile(`(?i)\b(?:china|beijing|shanghai|taipei) (?:standard )?time\b|\basia/(?:shanghai|taipei)\b|\bcst\b.{0,3}(?:utc|gmt)\s?\+0?8`)},
	{"BST", "Asia/Dhaka", regexp.MustCompile(`(?i)\b(?:bangladesh|dhaka) (?:standard )?time\b|\basia/dhaka\b|\bbst\b.{0,3}(?:utc|gmt)\s?\+0?6`)},
}

// unsaid is the name of a zone that an abbreviation leaves open.
const unsaid = "IST"

// meaning is what abbreviations mean in a document.
type meaning map[string]*time.Location

// change gives the zone its meaning, and reports whether it has none.
func (m meaning) change(zone **time.Location) (open bool) {
	if *zone == nil {
		return false
	}
	if means, ok := m[(*zone).String()]; ok {
		*zone = means
	}
	return *zone == nil
}

// meant gives what the abbreviations mean in the document, as far as one meaning is told; an open one is nil.
func (d *Document) meant() meaning {
	cities := map[string][]string{}
	for _, m := range meanings {
		if bytes.Contains(d.Source, []byte(m.zone)) && m.told.Match(d.Source) {
			cities[m.zone] = append(cities[m.zone], m.city)
		}
	}
	out := meaning{unsaid: nil}
	for zone, list := range cities {
		if len(list) == 1 {
			out[zone] = locationOf(list[0])
		}
	}
	return out
}
