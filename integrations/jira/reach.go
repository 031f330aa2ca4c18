package jira

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"
)

// reach records how far a request got.
type reach struct {
	dialling  atomic.Bool
	connected atomic.Bool
}

// traced returns a context whose request reports to the reach.
func traced(ctx context.Context) (context.Context, *reach) {
	r := &reach{}
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { r.dialling.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { r.connected.Store(true) },
	}), r
}

// maybeSent says whether Jira may have seen the request that ended in err. Only what is known not to have
// left the house is ruled out: searching once too often costs less than a duplicate issue.
func (r *reach) maybeSent(err error) bool {
	var dial *net.OpError
	var dns *net.DNSError
	if errors.As(err, &dns) || errors.As(err, &dial) && dial.Op == "dial" {
		return false
	}
	return r.connected.Load() || !r.dialling.Load()
}
