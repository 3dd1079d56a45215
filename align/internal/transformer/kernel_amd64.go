//go:build amd64 && !purego

package transformer

import "golang.org/x/sys/cpu"

// haveVector is a variable so that tests can reach both ways.
var haveVector = cpu.X86.HasAVX2 && cpu.X86.HasFMA

//go:noescape
func geluVector(n int, xs *float32)

//go:noescape
func softmaxVector(n int, scores *float32, scale float32)

//go:noescape
func normalizeVector(n int, x, y, gain, bias *float32)
