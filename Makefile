# What a contributor runs. Only Go is needed to build; `make test` installs what the tests need and says so.
# Tools are pinned here and run by `go run`, so that they are nobody's global installation.

GOTESTSUM   := gotest.tools/gotestsum@v1.13.0
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
TESTFLAGS   ?=
BENCHFLAGS  ?=
FUZZINPUTS  ?= 10000000
FUZZTIME    ?= 1m
FOLDER      ?= screenshots

# Without a C compiler there is no race detector; nbcompare itself never needs one.
CC_FOUND := $(shell command -v "$$(go env CC | cut -d ' ' -f 1)" 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help build check test python chromium firefox node notebooks web web-check screenshots update bench bench-report soak clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

build: ## the static binary, ./nbcompare
	CGO_ENABLED=0 go build -trimpath -o nbcompare ./cmd/nbcompare

check: ## gofmt, vet, staticcheck, tidy
	@files=$$(gofmt -l .) && if [ -n "$$files" ]; then echo "gofmt -w these:"; echo "$$files"; exit 1; fi
	go vet ./...
	go run $(STATICCHECK) ./...
	go mod tidy -diff

# A real browser and a real kernel fail now and then for reasons of their own: up to five failed tests run twice again,
# and the summary names them. What fails each time fails.
test: ## every test; the skipped ones are listed at the end (TESTFLAGS='-run Name' for some)
	@. testdata/env/lib.sh; set -e; \
	NBCOMPARE_PYTHON=$$(testdata/env/python.sh) || optional "tests that need Python are skipped"; \
	NBCOMPARE_CHROMIUM=$$(testdata/env/chromium.sh) || optional "tests that need a browser are skipped"; \
	NBCOMPARE_FIREFOX=$$(testdata/env/firefox.sh) || say "tests in a second browser are skipped"; \
	testdata/env/node.sh || say "tests that need Node are skipped"; \
	export NBCOMPARE_PYTHON NBCOMPARE_CHROMIUM NBCOMPARE_FIREFOX; \
	if [ -n "$(CC_FOUND)" ]; then export CGO_ENABLED=1; race=-race; else say "no C compiler: testing without -race"; race=; fi; \
	go run $(GOTESTSUM) --format standard-quiet --rerun-fails=2 --rerun-fails-max-failures=5 --packages ./... -- \
	  $$race -count=1 -timeout 40m $(TESTFLAGS)

python: ## the Python environment of the tests, kept in the user's cache folder
	@testdata/env/python.sh

chromium: ## the browser of the tests: the one on PATH, else Debian's
	@testdata/env/chromium.sh

firefox: ## a second browser for some tests: the one on PATH, else Debian's
	@testdata/env/firefox.sh

node: ## the packages of render/web, for the tests that need them
	@testdata/env/node.sh

notebooks: ## execute the notebooks of testdata/notebooks again (FAMILY=diabetes for one folder; wild and charts only so)
	"$$(testdata/env/python.sh $(if $(filter wild charts,$(FAMILY)),testdata/python/requirements-wild.txt))" testdata/python/make_notebooks.py $(FAMILY)

web: ## build the report's script and style sheet again
	cd render/web && npm ci && npm run build

web-check: ## types and tests of the report's script
	cd render/web && npm ci && npm run check

screenshots: ## every view of the report as a picture, light and dark, wide and narrow, into FOLDER=screenshots, and the README's two again
	@NBCOMPARE_CHROMIUM=$$(testdata/env/chromium.sh) && export NBCOMPARE_CHROMIUM && \
	go test -count=1 -timeout 40m -run '^TestScreenshots$$' ./cmd/nbcompare -screenshots "$(abspath $(FOLDER))"

update: ## write the golden files again; read the difference before you commit it
	@for folder in $$(git grep --untracked -l 'flag.Bool("update"' -- '*_test.go' | xargs -r -n 1 dirname | sort -u); do \
	  go test -count=1 "./$$folder" -update || exit 1; done

bench: ## nbcompare beside its peers on 1,000 and 10,000 notebooks, and executing some (BENCHFLAGS='-sizes 100 -n 1' for a short one)
	@NBCOMPARE_PEERS_PYTHON=$$(testdata/env/python.sh testdata/python/requirements-peers.txt) && \
	NBCOMPARE_PYTHON=$$(testdata/env/python.sh) && \
	export NBCOMPARE_PEERS_PYTHON NBCOMPARE_PYTHON && go run ./internal/bench $(BENCHFLAGS)

bench-report: ## the report in Chromium: how soon it is usable, its memory, and a naive page beside it; some minutes
	@NBCOMPARE_CHROMIUM=$$(testdata/env/chromium.sh) && export NBCOMPARE_CHROMIUM && \
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && go test -c -o "$$folder/bench" ./cmd/nbcompare && \
	cd cmd/nbcompare && "$$folder/bench" -test.timeout 20m -test.run '^TestBenchReport$$' -bench-report

soak: ## every fuzz target on 10,000,000 inputs (FUZZINPUTS=100000 for less), then each watched for FUZZTIME=1m, and runs on kernels that are killed, flooded and compared with papermill
	@set -e; NBCOMPARE_SOAK=1 NBCOMPARE_PYTHON=$$(testdata/env/python.sh) NBCOMPARE_KERNELS=$$(testdata/env/kernels.sh) \
	  go test -count=1 -timeout 60m -run 'IPython|OtherKernels|AsPapermill|RunKilled|StampKilled|Crowd|LargeOutput' ./kernel ./execute ./cmd/nbcompare; \
	packages=$$(git grep -l '^func Fuzz' -- '*_test.go' | xargs -n 1 dirname | sort -u); for package in $$packages; do \
	  NBCOMPARE_FUZZ_INPUTS=$(FUZZINPUTS) go test -count=2 -timeout 0 -run '^Fuzz' "./$$package"; done; for package in $$packages; do \
	  for target in $$(go test -list '^Fuzz' "./$$package" | grep '^Fuzz'); do \
	    echo "== $$package $$target"; go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) "./$$package"; done; done

clean: ## what make made in this folder; environments in the cache folder stay
	rm -rf nbcompare render/web/node_modules
