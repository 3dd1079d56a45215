package fetch

import (
	"encoding/binary"
	"io"
	"net"

	"golang.org/x/net/dns/dnsmessage"
)

// answer answers a question about a name on a connection as a DNS server does
// over TCP.
func answer(c net.Conn, ip func() net.IP) {
	defer c.Close()
	size := make([]byte, 2)
	if _, err := io.ReadFull(c, size); err != nil {
		return
	}
	question := make([]byte, binary.BigEndian.Uint16(size))
	if _, err := io.ReadFull(c, question); err != nil {
		return
	}
	var m dnsmessage.Message
	if m.Unpack(question) != nil {
		return
	}
	m.Response, m.Additionals = true, nil
	if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
		r := dnsmessage.AResource{A: [4]byte(ip().To4())}
		m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 0}, Body: &r}}
	}
	packed, err := m.Pack()
	if err != nil {
		return
	}
	binary.BigEndian.PutUint16(size, uint16(len(packed)))
	c.Write(append(size, packed...))
}
