//go:build !amd64 || purego

package transformer

// haveVector is false: plain Go does everything.
var haveVector = false

func geluVector(int, *float32) {}

func softmaxVector(int, *float32, float32) {}

func normalizeVector(int, *float32, *float32, *float32, *float32) {}
