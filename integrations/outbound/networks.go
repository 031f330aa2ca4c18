package outbound

import (
	"fmt"
	"net/netip"
	"strings"
)

// ParseNetworks reads what DEBRIEF_OUTBOUND_ALLOW holds: networks ("10.0.0.0/8") and single addresses, separated
// by commas or spaces. An empty text is no networks. The error names the part that is not a network.
func ParseNetworks(text string) ([]netip.Prefix, error) {
	var list []netip.Prefix
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		p, err := parseNetwork(part)
		if err != nil {
			return nil, fmt.Errorf("outbound: %q is not a network: write it like 10.0.0.0/8 or 192.168.1.7 (%w)", part, err)
		}
		list = append(list, p)
	}
	return list, nil
}

func parseNetwork(part string) (netip.Prefix, error) {
	if !strings.Contains(part, "/") {
		a, err := netip.ParseAddr(part)
		if err != nil {
			return netip.Prefix{}, err
		}
		a = a.WithZone("").Unmap()
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	p, err := netip.ParsePrefix(part)
	if err != nil {
		return netip.Prefix{}, err
	}
	// Addresses are compared unmapped, so a mapped network would never match.
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	}
	return p.Masked(), nil
}
