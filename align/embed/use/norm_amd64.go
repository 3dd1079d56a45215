//go:build amd64 && !purego

package use

import "golang.org/x/sys/cpu"

// haveVector is a variable so that tests can reach both ways.
var haveVector = cpu.X86.HasAVX2

// sumVector adds x up, lane by lane. In this and the next three n is a multiple
// of 8, and above 0.
//
//go:noescape
func sumVector(n int, x *float32, sums *lanes)

// centerVector subtracts mean from x and adds the squares up, lane by lane.
//
//go:noescape
func centerVector(n int, x *float32, mean float32, squares *lanes)

// scaleVector multiplies x by scale and gain and adds bias.
//
//go:noescape
func scaleVector(n int, x *float32, scale float32, gain, bias *float32)

// addVector adds x to dst.
//
//go:noescape
func addVector(n int, dst, x *float32)
