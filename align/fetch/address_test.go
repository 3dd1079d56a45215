package fetch

import (
	"net/netip"
	"testing"
)

func TestIsPublic(t *testing.T) {
	for _, row := range []struct {
		reason, ip string
		public     bool
	}{
		{"a host", "93.184.215.14", true},
		{"a host", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", true},
		{"the last below the private ones", "9.255.255.255", true},
		{"the first private one", "10.0.0.0", false},
		{"the last private one", "10.255.255.255", false},
		{"the first above", "11.0.0.0", true},
		{"below the 20 bits of private ones", "172.15.255.255", true},
		{"in them", "172.16.0.0", false},
		{"in them", "172.31.255.255", false},
		{"above them", "172.32.0.0", true},
		{"private, 16 bits", "192.168.1.1", false},
		{"this machine", "127.0.0.1", false},
		{"this machine", "127.255.255.254", false},
		{"this machine", "::1", false},
		{"none", "0.0.0.0", false},
		{"none", "::", false},
		{"this network", "0.1.2.3", false},
		{"a provider's inner network", "100.64.0.0", false},
		{"a provider's inner network", "100.127.255.255", false},
		{"above it", "100.128.0.0", true},
		{"link-local", "169.254.0.1", false},
		{"link-local", "fe80::1", false},
		{"link-local, with a zone", "fe80::1%eth0", false},
		{"site-local", "fec0::1", false},
		{"unique local", "fd12:3456::1", false},
		{"metadata", "169.254.169.254", false},
		{"metadata", "fd00:ec2::254", false},
		{"metadata", "100.100.100.200", false},
		{"metadata", "168.63.129.16", false},
		{"metadata", "192.0.0.192", false},
		{"several", "224.0.0.1", false},
		{"several", "239.255.255.255", false},
		{"several", "ff02::1", false},
		{"all", "255.255.255.255", false},
		{"set aside", "240.0.0.1", false},
		{"for examples", "192.0.2.1", false},
		{"for examples", "2001:db8::1", false},
		{"for measuring", "198.18.0.1", false},
		{"private, written as IPv6", "::ffff:10.0.0.1", false},
		{"this machine, written as IPv6", "::ffff:7f00:1", false},
		{"a host, written as IPv6", "::ffff:93.184.215.14", true},
		{"compatible", "::127.0.0.1", false},
		{"private, by NAT64", "64:ff9b::10.0.0.1", false},
		{"metadata, by NAT64", "64:ff9b::a9fe:a9fe", false},
		{"a host, by NAT64", "64:ff9b::93.184.215.14", true},
		{"NAT64 of its own", "64:ff9b:1::1", false},
		{"by 6to4", "2002:7f00:1::1", false},
		{"by Teredo", "2001::1", false},
	} {
		if isPublic(netip.MustParseAddr(row.ip)) != row.public {
			t.Errorf("%s: %s: public is %v", row.reason, row.ip, !row.public)
		}
	}
}
