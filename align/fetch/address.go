package fetch

import (
	"net/netip"
	"slices"
	"strings"
)

// special are the blocks of addresses that are not on the open network, or lead
// to others: those of IANA's registries of special-purpose addresses, and what
// is not in them but answers as a cloud's metadata service. Of IPv6 only
// 2000::/3 is given out, so that what lies elsewhere needs no line.
var special = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
	"192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
	"198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"168.63.129.16/32", // Azure's metadata
	"2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
)

var (
	global = netip.MustParsePrefix("2000::/3")
	// nat64 is how networks with IPv6 alone write an address of IPv4, which is
	// in the last four bytes.
	nat64 = netip.MustParsePrefix("64:ff9b::/96")
)

func prefixes(list ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, s := range list {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

// isPublic tells whether an address is one of the open network.
func isPublic(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if nat64.Contains(ip) {
		b := ip.As16()
		ip = netip.AddrFrom4([4]byte(b[12:]))
	}
	if ip.Is6() && !global.Contains(ip) {
		return false
	}
	return !slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// localNames end the names of hosts that are in no public zone: RFC 6761, 6762,
// 8375, and what networks and clouds are used to.
var localNames = []string{".localhost", ".local", ".internal", ".intranet", ".home.arpa", ".lan", ".corp", ".home", ".private"}

// isLocalName tells a name that means something only in a network of its own, or
// none at all: one that ends in a number, as 127.1 and 0x7f.0.0.1, is an address to
// programs that read it as C does.
func isLocalName(host string) bool {
	host = "." + strings.ToLower(strings.TrimSuffix(host, "."))
	last := host[strings.LastIndexByte(host, '.')+1:]
	return strings.Count(host, ".") == 1 || last != "" && last[0] >= '0' && last[0] <= '9' ||
		slices.ContainsFunc(localNames, func(end string) bool { return strings.HasSuffix(host, end) })
}
