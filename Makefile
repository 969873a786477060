# Roster's commands. ./run and ./test work without make. Targets that need more tools install them.
tags    = ci,migrated_fynedo,no_animations,no_emoji
tool    = go tool -modfile=.ci/tools.mod
need    = root=. && . ./.ci/system.sh && need
# builds the programs, and installs what the tests in it need
window  = $(need) go build e2e && CGO_ENABLED=1 go build -tags migrated_fynedo,no_animations,no_emoji -o build/roster . && CGO_ENABLED=0 go build -o build/rosterctl ./rosterctl
FUZZTIME ?= 10m
ROUNDS  ?= 3000
MINUTES ?= 480
modules = $(dir $(wildcard go.mod */go.mod))
# the packages without Fyne's driver, which needs C on macOS and under the race detector
pure    = go list -tags $(tags) ./... | grep -vxE 'roster|roster/desktop'

fuzzers = app:FuzzUserName app:FuzzEmail app:FuzzPersonName app:FuzzMutatedFile app/password:FuzzHash app/password:FuzzPassword \
	app/password:FuzzRecoveryKey data/fold:FuzzKey data/fold:FuzzMarks app/sheet:FuzzRecords app/sheet:FuzzSource data/index:FuzzSearch

# run: build the program and start it
run:
	@./run

# test: vet and test, without a C compiler
test:
	@./test

# check: what a change must pass before it is merged, in addition to the tests
check: tidy vet lint dead race twice

# tidy: go.mod lists exactly what the code imports
tidy:
	@for m in $(modules); do (cd $$m && go mod tidy -diff) || exit; done

# vet: vet the code for the other systems, except the packages that need C
vet:
	CGO_ENABLED=0 GOOS=windows go vet -tags $(tags) ./...
	CGO_ENABLED=0 GOOS=darwin go vet -tags $(tags) $$(GOOS=darwin $(pure))

# lint: layers, cycles of files, goroutines, long lines and the usual: .ci/golangci.yml, cycles.go and rules.go
lint:
	CGO_ENABLED=0 $(tool) golangci-lint run -c .ci/golangci.yml
	@lint=$$(CGO_ENABLED=0 $(tool) -n golangci-lint) && for system in windows darwin; do \
		echo "imports for $$system:" && \
		GOOS=$$system CGO_ENABLED=0 $$lint run -c .ci/golangci.yml --enable-only depguard || exit 1; \
	done
	go run .ci/rules.go
	CGO_ENABLED=0 go run -modfile=.ci/tools.mod .ci/cycles.go
	CGO_ENABLED=0 $(tool) actionlint

# dead: find functions that main cannot reach or, in what only tests use, no test (deadcode always exits 0)
dead:
	@dead=$$(CGO_ENABLED=0 $(tool) deadcode -tags $(tags) ./...) && \
		unused=$$(CGO_ENABLED=0 $(tool) deadcode -test -filter '^roster/(views/viewtest|data/disktest|data/powercut)$$' -tags $(tags) ./...) && \
		dead=$$(echo "$$dead" | grep -vE '^(views/viewtest|data/disktest|data/powercut)/'; echo "$$unused") && if [ "$$dead" ]; then echo "$$dead"; exit 1; fi

# race: run shorter tests with the race detector, which needs a C compiler. It does not watch SQLite: that is C which
# was translated, its memory is not Go's, and app's tests would take four times as long
race:
	@$(need) go && CGO_ENABLED=1 go test -race -gcflags 'modernc.org/...=-race=false' -short -timeout 20m \
		-tags $(tags) $$($(pure))

# twice: the tests of what uses data, with every function that is passed to Update run twice, its first run rolled back
twice:
	CGO_ENABLED=0 go test -short -tags $(tags),runtwice ./app ./command ./data ./views/...

# cover: what of app and data their tests run, with the processes that they start; lists the files with statements that
# none runs
cover:
	@of=$$(go list ./app/... ./data/... | grep -vE 'disktest|powercut' | paste -sd,) && \
		raw=$$(mktemp -d) && trap "rm -r $$raw" EXIT && \
		CGO_ENABLED=0 go test -count=1 -cover -coverpkg=$$of -tags $(tags) ./app/... ./data/... -args -test.gocoverdir=$$raw && \
		go tool covdata textfmt -i=$$raw -o $$raw/all && sed 1d $$raw/all | awk '{ n[$$1] = $$2; if ($$3) ran[$$1] = 1 } \
			END { for (b in n) { all += n[b]; split(b, at, ":"); if (b in ran) yes += n[b]; else not[at[1]] += n[b] } \
			for (f in not) printf "%6d %s\n", not[f], f | "sort -n"; close("sort -n"); \
			printf "%.1f %% of %d statements\n", 100 * yes / all, all }'

# long: compare ten thousand sequences of operations by several people with a model of the permissions; ten minutes
long:
	CGO_ENABLED=0 go test -tags $(tags) -timeout 1h ./app -run TestMachine -rapid.checks=10000

# damage: use ROUNDS files with random damage; nine minutes for 3,000
damage:
	ROSTER_ROUNDS=$(ROUNDS) CGO_ENABLED=0 go test -tags $(tags) -timeout 4h ./app -run TestMutatedFiles -v

# killed: kill up to three programs that write, restore or migrate at random moments, ROUNDS times each; half an hour
# for 2,000
killed:
	ROSTER_ROUNDS=$(ROUNDS) CGO_ENABLED=0 go test -tags $(tags) -timeout 4h -p 1 ./app ./data/sqlite -run 'TestKilled(Migration|Restore|Replace)?$$' -v

# power: cut the power at random moments, while users are changed and during migrations, ROUNDS times each; on Linux
power:
	ROSTER_ROUNDS=$(ROUNDS) CGO_ENABLED=0 go test -tags $(tags) -timeout 4h -p 1 ./app ./data/sqlite -run TestPowerCut -v

# killed-window: use WINDOWS windows by keyboard and kill them at random moments, ROUNDS times in all
killed-window: ROUNDS = 2000
killed-window: WINDOWS = 2
killed-window:
	@$(window) && ROSTER_ROUNDS=$(ROUNDS) ROSTER_WINDOWS=$(WINDOWS) go test -parallel $(WINDOWS) -tags e2e -count=1 -timeout 0 ./e2e -run 'TestKilledWindow$$' -v

# use: use everything in the window by keyboard for MINUTES, and measure what the program holds; eight hours
use:
	@$(window) && ROSTER_MINUTES=$(MINUTES) go test -tags e2e -count=1 -timeout 0 ./e2e -run 'TestUse$$' -v

# ledger: let people into a ledger while they are disabled, enabled and get other roles in a window, for MINUTES; an
# hour
ledger: MINUTES = 60
ledger:
	@$(window) && ROSTER_MINUTES=$(MINUTES) go test -tags e2e -count=1 -timeout 0 ./e2e -run 'TestLedger$$' -v

# fuzz: run every fuzz target for ten minutes, or for FUZZTIME. Minimizing inputs is off: it takes minutes in which Go
# tries no other inputs
fuzz:
	@for f in $(fuzzers); do \
		CGO_ENABLED=0 go test -tags $(tags) ./$${f%:*} -run '^$$' -fuzz "^$${f#*:}$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x || exit; done

# e2e: test the built program in a real window, by keyboard
e2e:
	@$(window) && go test -tags e2e -count=1 -timeout 25m ./e2e

# package: make the packages for VERSION in dist/; on Debian
package:
	@packaging/package "$(VERSION)"

# package-test: make the packages and test them in bare systems, as root; half an hour, with SHORT=1 a few minutes
package-test:
	@SHORT=$(SHORT) packaging/test

# bench: compare with C SQLite and a bare window; half an hour, see bench/doc.go for other sizes
bench:
	@$(need) go build e2e && cd bench && CGO_ENABLED=1 go test -run '^$$' -bench . -timeout 4h .
	@CGO_ENABLED=0 go test -tags $(tags) -run '^$$' -bench Frame ./views/table

# timing: check that the time of a failed sign-in, in the window or for a ledger, does not reveal its reason; some
# minutes
timing:
	@$(need) go build && cd bench && CGO_ENABLED=1 go test -run '^$$' -bench 'SignIn|Check$$' -timeout 1h .

# pictures: draw the README's pictures and the windows' icon again
pictures:
	CGO_ENABLED=0 go test -tags $(tags) ./views -run TestPictures -update
	CGO_ENABLED=0 go test -tags $(tags) ./views/theme -run TestAppIcon -update

# fmt: format all Go code, imports in three groups
fmt:
	CGO_ENABLED=0 $(tool) golangci-lint fmt -c .ci/golangci.yml

# clean: remove build results
clean:
	rm -rf build dist

.PHONY: run test check tidy vet lint dead race twice cover long damage killed killed-window power use ledger fuzz e2e package package-test bench timing \
	pictures fmt clean
