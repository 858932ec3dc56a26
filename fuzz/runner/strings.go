//go:build !asan

package runner

func checkReadsFromC() {}
