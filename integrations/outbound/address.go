package outbound

import (
	"fmt"
	"net/netip"
)

// block is a range of addresses that are nobody's on the public internet.
type block struct {
	prefix netip.Prefix
	reason string
}

// closed4 follows IANA's registry of special-purpose IPv4 addresses.
var closed4 = blocks(
	"0.0.0.0/8", "an address of \"this network\"",
	"10.0.0.0/8", "in a private network",
	"100.64.0.0/10", "in a provider's shared network",
	"127.0.0.0/8", "this machine itself",
	"169.254.0.0/16", "a link-local address",
	"172.16.0.0/12", "in a private network",
	"192.0.0.0/24", "reserved for protocols",
	"192.0.2.0/24", "reserved for documentation",
	"192.88.99.0/24", "a retired relay address",
	"192.168.0.0/16", "in a private network",
	"198.18.0.0/15", "reserved for benchmarks",
	"198.51.100.0/24", "reserved for documentation",
	"203.0.113.0/24", "reserved for documentation",
	"224.0.0.0/4", "a multicast address",
	"240.0.0.0/4", "a reserved address",
)

// closed6 gives the reasons; whatever is outside global6 is refused, listed here or not.
var closed6 = blocks(
	"::/128", "the unspecified address",
	"::1/128", "this machine itself",
	"fc00::/7", "in a private network",
	"fe80::/10", "a link-local address",
	"fec0::/10", "in a private network",
	"ff00::/8", "a multicast address",
	"2001::/23", "reserved for protocols",
	"2001:db8::/32", "reserved for documentation",
	"3fff::/20", "reserved for documentation",
)

var (
	global6 = netip.MustParsePrefix("2000::/3")
	nat64   = netip.MustParsePrefix("64:ff9b::/96")
	sixTo4  = netip.MustParsePrefix("2002::/16")
)

// ThisMachine reports whether a setting's host is this machine by name, to which secrets may go in the clear. go-mail knows the same names.
func ThisMachine(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || host == "::1"
}

// CheckAddr returns nil when a is a public address or within one of the allowed networks, else a *RefusedError.
// An IPv6 address that stands for an IPv4 address (IPv4-mapped, NAT64, 6to4) is judged as that IPv4 address.
func CheckAddr(a netip.Addr, allowed ...netip.Prefix) error {
	if !a.IsValid() {
		return &RefusedError{Address: a, Reason: "not an address"}
	}
	outer := a.WithZone("").Unmap()
	inner := embedded(outer)
	for _, p := range allowed {
		if p.Contains(outer) || p.Contains(inner) {
			return nil
		}
	}
	if reason := closed(inner); reason != "" {
		return &RefusedError{Address: outer, Reason: reason}
	}
	return nil
}

// closed says why an address is not reached, or "".
func closed(a netip.Addr) string {
	list := closed4
	if a.Is6() {
		list = closed6
	}
	for _, b := range list {
		if b.prefix.Contains(a) {
			return b.reason
		}
	}
	if a.Is6() && !global6.Contains(a) {
		return "not a public address"
	}
	return ""
}

// embedded returns the IPv4 address that packets to a end up at, or a itself.
func embedded(a netip.Addr) netip.Addr {
	b := a.As16()
	switch {
	case nat64.Contains(a):
		return netip.AddrFrom4([4]byte(b[12:16]))
	case sixTo4.Contains(a):
		return netip.AddrFrom4([4]byte(b[2:6]))
	}
	return a
}

func blocks(pairs ...string) []block {
	var list []block
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, block{netip.MustParsePrefix(pairs[i]), pairs[i+1]})
	}
	return list
}

// RefusedError says that an address is not dialled, and how to allow it.
type RefusedError struct {
	Address netip.Addr // after DNS
	Reason  string     // what kind of address it is
}

// Error names the variable that allows the address.
func (e *RefusedError) Error() string {
	if !e.Address.IsValid() {
		return "outbound: the address is not one: check how the host is written"
	}
	return fmt.Sprintf("outbound: %s is %s, which Debrief calls only when told to: to allow it, add %s or its network to DEBRIEF_OUTBOUND_ALLOW",
		e.Address, e.Reason, netip.PrefixFrom(e.Address, e.Address.BitLen()))
}
