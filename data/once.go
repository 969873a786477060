//go:build !runtwice

package data

// runTwice makes Update run every function twice and roll back the first run. It is for tests: make twice.
const runTwice = false
