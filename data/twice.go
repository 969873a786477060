//go:build runtwice

package data

// runTwice makes Update run every function twice and roll the first run back. It is for tests: make twice.
const runTwice = true
