package outbound

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"syscall"
)

// DialContext returns a dial function that refuses what CheckAddr refuses, with a *RefusedError. It is for
// protocols beside HTTP whose host a person can choose. Mail does not need it: its host is the administrator's.
func DialContext(cfg Config) func(ctx context.Context, network, address string) (net.Conn, error) {
	d := &net.Dialer{
		Timeout:  dialTimeout,
		Resolver: cfg.Resolver,
		// Control sees each address after DNS and right before connect: nothing can change in between.
		Control: func(network, address string, _ syscall.RawConn) error {
			if !strings.HasPrefix(network, "tcp") {
				return fmt.Errorf("outbound: dial %s: only TCP goes out, use a tcp network", network)
			}
			at, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("outbound: read the address %q that a name led to: %w", address, err)
			}
			return CheckAddr(at.Addr(), cfg.AllowedNetworks...)
		},
	}
	return d.DialContext
}
