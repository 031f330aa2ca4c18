package outbound_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"debrief/integrations/outbound"
)

func TestCheckAddrRefusesWhatIsNotPublic(t *testing.T) {
	t.Parallel()
	for _, a := range []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255",
		"127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8",
		"192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7",
		"203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
		"::", "::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
		"2001:db8::1", "3fff::1", "2001::1", "2001:2::1", "100::1", "5f00::1", "::127.0.0.1", "64:ff9b:1::a00:1",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", // IPv4-mapped
		"64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", // NAT64
		"2002:7f00:1::", "2002:c0a8:101::1", // 6to4
	} {
		err := outbound.CheckAddr(netip.MustParseAddr(a))
		var refused *outbound.RefusedError
		if !errors.As(err, &refused) {
			t.Errorf("CheckAddr(%s) = %v, want a *RefusedError", a, err)
			continue
		}
		if !strings.Contains(err.Error(), "DEBRIEF_OUTBOUND_ALLOW") {
			t.Errorf("CheckAddr(%s) does not say how to allow it: %v", a, err)
		}
	}
	if outbound.CheckAddr(netip.Addr{}) == nil {
		t.Error("CheckAddr lets the zero address through")
	}
}

func TestCheckAddrLetsPublicAddressesThrough(t *testing.T) {
	t.Parallel()
	for _, a := range []string{
		"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0",
		"192.0.1.1", "198.17.255.255", "198.20.0.0", "223.255.255.255",
		"2606:4700::1111", "2a00:1450::1", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1",
	} {
		if err := outbound.CheckAddr(netip.MustParseAddr(a)); err != nil {
			t.Errorf("CheckAddr(%s) = %v, want nil", a, err)
		}
	}
}

func TestAnAllowedNetworkIsReached(t *testing.T) {
	t.Parallel()
	allowed, err := outbound.ParseNetworks("10.0.0.0/8, 127.0.0.1,fd00::/8 ::ffff:192.168.0.0/112")
	if err != nil {
		t.Fatal(err)
	}
	for a, want := range map[string]bool{
		"10.1.2.3": true, "::ffff:10.1.2.3": true, "64:ff9b::a01:203": true, "127.0.0.1": true, "fd00::1": true,
		"192.168.4.4": true, "127.0.0.2": false, "192.169.0.1": true, "172.16.0.1": false, "::1": false,
	} {
		if got := outbound.CheckAddr(netip.MustParseAddr(a), allowed...) == nil; got != want {
			t.Errorf("CheckAddr(%s) lets it through: %v, want %v", a, got, want)
		}
	}
}

func TestParseNetworksNamesThePartThatIsWrong(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"10.0.0.0/8,intranet", "10.0.0.0/33", "300.1.1.1"} {
		if _, err := outbound.ParseNetworks(text); err == nil || !strings.Contains(err.Error(), "10.0.0.0/8") {
			t.Errorf("ParseNetworks(%q) = %v, want an error that shows how to write it", text, err)
		}
	}
	if list, err := outbound.ParseNetworks(""); err != nil || len(list) != 0 {
		t.Errorf("ParseNetworks of nothing = %v, %v", list, err)
	}
}

func FuzzCheckAddrJudgesAMappedAddressLikeTheAddressItself(f *testing.F) {
	f.Add([]byte{10, 0, 0, 1})
	f.Add([]byte{8, 8, 8, 8})
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < 4 {
			return
		}
		v4 := [4]byte(b[:4])
		plain := outbound.CheckAddr(netip.AddrFrom4(v4)) == nil
		mapped := netip.AddrFrom16(netip.AddrFrom4(v4).As16())
		nat64 := [16]byte{0, 0x64, 0xff, 0x9b, 12: v4[0], v4[1], v4[2], v4[3]}
		sixTo4 := [16]byte{0x20, 0x02, v4[0], v4[1], v4[2], v4[3]}
		for _, a := range []netip.Addr{mapped, netip.AddrFrom16(nat64), netip.AddrFrom16(sixTo4)} {
			if got := outbound.CheckAddr(a) == nil; got != plain {
				t.Errorf("%s passes: %v, but %s passes: %v", a, got, netip.AddrFrom4(v4), plain)
			}
		}
	})
}
