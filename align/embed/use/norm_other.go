//go:build !amd64 || purego

package use

// haveVector is false: plain Go does everything.
var haveVector = false

func sumVector(int, *float32, *lanes) {}

func centerVector(int, *float32, float32, *lanes) {}

func scaleVector(int, *float32, float32, *float32, *float32) {}

func addVector(int, *float32, *float32) {}
