# Roster's commands. ./run and ./test need no make; what the others need, `make e2e` installs.
tags    = ci,migrated_fynedo,no_emoji
tool    = go tool -modfile=.ci/tools.mod
need    = root=. && . ./.ci/system.sh && need
FUZZTIME ?= 10m
modules = $(dir $(wildcard go.mod */go.mod))
# the packages without Fyne's driver, which needs C on macOS and under the race detector
pure    = $$(go list -tags $(tags) ./... | grep -vxE 'roster|roster/desktop')

fuzzers = app:FuzzUserName app:FuzzEmail app:FuzzPersonName app/password:FuzzPHC app/password:FuzzPassword \
	app/password:FuzzRecoveryKey data/fold:FuzzKey data/fold:FuzzMarks data/index:FuzzSearch

# run: build the program and start it
run:
	@./run

# test: vet and test, without a C compiler
test:
	@./test

# check: what a change must pass before it is merged, besides the tests
check: tidy vet lint dead race twice

# tidy: go.mod lists what the code imports, no more and no less
tidy:
	@for m in $(modules); do (cd $$m && go mod tidy -diff) || exit; done

# vet: the other systems, as far as they need no C
vet:
	CGO_ENABLED=0 GOOS=windows go vet -tags $(tags) ./...
	CGO_ENABLED=0 GOOS=darwin go vet -tags $(tags) $(pure)

# lint: the layers, cycles of files, goroutines, long lines and the usual: .ci/golangci.yml, cycles.go and rules.go
lint:
	CGO_ENABLED=0 $(tool) golangci-lint run -c .ci/golangci.yml
	go run .ci/rules.go
	CGO_ENABLED=0 go run -modfile=.ci/tools.mod .ci/cycles.go
	CGO_ENABLED=0 $(tool) actionlint

# dead: no function that main cannot reach (deadcode itself always exits 0)
dead:
	@dead=$$(CGO_ENABLED=0 $(tool) deadcode -tags $(tags) ./...) && if [ "$$dead" ]; then echo "$$dead"; exit 1; fi

# race: the tests, fewer rounds of them, under the race detector, which needs a C compiler
race:
	@$(need) go && CGO_ENABLED=1 go test -race -short -timeout 20m -tags $(tags) $(pure)

# twice: the tests, with every function that is passed to Update run twice and its first run rolled back
twice:
	CGO_ENABLED=0 go test -short -tags $(tags),runtwice $(pure)

# long: ten thousand sequences of operations by several people, beside a model of who may do what; ten minutes
long:
	CGO_ENABLED=0 go test -tags $(tags) -timeout 1h ./app -run TestMachine -rapid.checks=10000

# fuzz: every fuzz target for ten minutes, or for FUZZTIME; Go makes nothing smaller, which takes it minutes in which it
# tries nothing
fuzz:
	@for f in $(fuzzers); do \
		CGO_ENABLED=0 go test -tags $(tags) ./$${f%:*} -run '^$$' -fuzz "^$${f#*:}$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x || exit; done

# e2e: the built program in a real window, by keyboard
e2e:
	@$(need) go build e2e && CGO_ENABLED=1 go build -tags migrated_fynedo,no_emoji -o build/roster . && \
		go test -tags e2e -count=1 -timeout 15m ./e2e

# package: everything that is installed, for VERSION, into dist/; on Debian
package:
	@packaging/package "$(VERSION)"

# package-test: make the packages and try them in bare systems, as root; half an hour, SHORT=1 a few minutes
package-test:
	@SHORT=$(SHORT) packaging/test

# bench: measure beside C SQLite and a bare window; half an hour, see bench/doc.go for other sizes
bench:
	@$(need) go build e2e && cd bench && CGO_ENABLED=1 go test -run '^$$' -bench . -timeout 4h .
	@CGO_ENABLED=0 go test -tags $(tags) -run '^$$' -bench Frame ./views/table

# timing: whether sign-ins that fail can be told apart by the time they take; some minutes
timing:
	@$(need) go build && cd bench && CGO_ENABLED=1 go test -run '^$$' -bench SignIn -timeout 1h .

# pictures: draw the README's pictures anew
pictures:
	CGO_ENABLED=0 go test -tags $(tags) ./views -run TestPictures -update

# fmt: format all Go code, imports in three groups
fmt:
	CGO_ENABLED=0 $(tool) golangci-lint fmt -c .ci/golangci.yml

# clean: remove what was built
clean:
	rm -rf build dist

.PHONY: run test check tidy vet lint dead race twice long fuzz e2e package package-test bench timing pictures fmt clean
