package postmortem

import (
	"regexp"
	"strings"
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
		end := to - len(" t")
		name := zoneExtra.ReplaceAllString(s[max(end-40, 0):end], "")
		words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
		for n := min(2, len(words)); n > 0; n-- {
			place := strings.Join(words[len(words)-n:], " ")
			if places[strings.ToLower(place)] != "" && strings.HasSuffix(name, place) {
				return max(end-40, 0) + len(name) - len(place), end
			}
		}
	}
}

// timesAt is a sentence of where the times are of: "All times London."
var timesAt = regexp.MustCompile(`(?i)(?:^|[.!?(,;|–—]\s*)\W*(?:(?:all|the|our|event)\s+)*(?:times|timestamps|time ?zone|local time|tz)\b(?:\s+(?:below|above|here|listed|shown|given|are|is|in|all|local|time|to))*\s*[:,(=–—-]?\s*(?:in\s+)?(\pL+(?:\s\pL+)??)(?:\s+(?:local\s+)?time)?\s*(?:[.,;()]|$)`)
