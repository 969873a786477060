// Generate adds generated users to a Roster file that no program has open:
//
//	go run ./generate -n 1000000 FILE
//
// The file must have been created by Roster. Its existing users can sign in as before; none of the added users can.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"time"

	"roster/bench/people"
)

func main() {
	log.SetFlags(0)
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: generate [-n USERS] [-seed SEED] FILE")
		flag.PrintDefaults()
	}
	n := flag.Int("n", 1000, "how many `USERS` to add")
	seed := flag.Uint64("seed", people.Seed, "the `SEED` that they follow from")
	flag.Parse()
	if flag.NArg() != 1 || *n < 1 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	begin := time.Now()
	if err := people.Fill(ctx, flag.Arg(0), *n, *seed); err != nil {
		log.Fatal("generate: ", err)
	}
	log.Printf("%d users in %v", *n, time.Since(begin).Round(time.Millisecond))
}
