# Everything there is to run. Go and make suffice; `make test` installs the rest
# on Debian and Ubuntu (as root), or says what to install.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# No C compiler is needed, here or on the machine that builds.
export CGO_ENABLED := 0
# The version is set below; git must not be able to fail a build.
export GOFLAGS := $(strip $(GOFLAGS) -buildvcs=false)

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
# What to test: make test PKG=./models/... ARGS='-run Review -v'
PKG ?= ./...
ARGS ?=

WITHPG = bin/withpg --

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: build ## a Debrief with sample data, in memory, in your browser
	./bin/debrief demo

.PHONY: build
build: ## the static program ./bin/debrief
	go build -trimpath \
		-ldflags "-s -w -X main.version=$(VERSION)" -o bin/debrief ./cmd/debrief

.PHONY: test
test: deps bin/withpg ## all tests, on SQLite, PostgreSQL and Chromium; nothing is skipped (PKG=, ARGS=)
	$(WITHPG) go test -timeout 10m $(ARGS) $(PKG)

.PHONY: deps
deps: ## what the tests need: PostgreSQL, Chromium, fonts
	@tools/deps.sh

.PHONY: lint
lint: fmt-check vet golangci deploy-check ## gofmt, go vet, golangci-lint, deploy-check

.PHONY: fmt
fmt: ## format the Go code
	@gofmt -w $$(go list -f '{{.Dir}}' ./...) tools/deploycheck

.PHONY: fmt-check
fmt-check:
	@unformatted=$$(gofmt -l $$(go list -f '{{.Dir}}' ./...) tools/deploycheck); \
	if [ -n "$$unformatted" ]; then echo "not formatted (make fmt):"; echo "$$unformatted"; exit 1; fi

.PHONY: vet
vet:
	go vet ./...
	cd tools && go vet ./deploycheck

.PHONY: golangci
golangci: bin/golangci-lint
	bin/golangci-lint run ./...

.PHONY: deploy-check
deploy-check: bin/deploycheck ## Dockerfile, compose file and pages against the configuration
	cd tools && go test ./deploycheck
	bin/deploycheck .

.PHONY: golden
golden: ## write the golden files anew; look at the diff before you commit it
	DEBRIEF_UPDATE_GOLDEN=1 go test -count=1 -run Golden ./... | { grep -v -e 'no test files' -e 'no tests to run' || true; }

.PHONY: bench
bench: deps bin/withpg ## load and benchmark programs; results go to docs/benchmarks.md
	$(WITHPG) go test -run '^$$' -bench . -benchmem -timeout 30m ./bench/... $(ARGS)

.PHONY: conformance
conformance: deps bin/withpg ## the store's suite on SQLite and PostgreSQL, the clients against their fake servers
	$(WITHPG) go test -count=1 -timeout 10m ./models/storetest ./integrations/... $(ARGS)

.PHONY: soak
soak: deps bin/withpg ## the long tests: DEBRIEF_SOAK says for how long (default 5m)
	DEBRIEF_SOAK=$${DEBRIEF_SOAK:-5m} $(WITHPG) go test -count=1 -run Soak -timeout 60m -v ./... | { grep -v -e 'no test files' -e 'no tests to run' || true; }

.PHONY: screenshots
screenshots: deps bin/withpg ## pictures of the pages, for docs/
	DEBRIEF_SCREENSHOTS=1 $(WITHPG) go test -count=1 -run Screenshot -v ./web/... ./cmd/... $(ARGS)

.PHONY: vendor-assets
vendor-assets: ## htmx, Tabler and Chart.js from npm into web/static/vendor (needs Node)
	cd web && npm install --ignore-scripts --no-audit --no-fund && sh ./vendor.sh

# The tools. Files, so that make builds them once and not at each run.

bin/withpg: $(wildcard internal/testenv/*.go internal/testenv/*/*.go) go.mod
	go build -o $@ ./internal/testenv/withpg

bin/golangci-lint: tools/go.mod tools/go.sum
	@echo "building golangci-lint; the first time takes some minutes"
	cd tools && go build -o ../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

bin/deploycheck: tools/go.mod tools/go.sum $(wildcard tools/deploycheck/*.go)
	cd tools && go build -o ../$@ ./deploycheck

.PHONY: clean
clean: ## remove ./bin
	rm -rf bin
