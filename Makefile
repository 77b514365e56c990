# What a newcomer runs: `make kiosk`, `make test`. What an engineer runs: `make bundle DATA=…`. Everything set up lives in .venv.
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-deps
SYSTEM := libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libdbus-1-3 libportaudio2 fonts-noto-cjk fonts-noto-core
DATA ?= ../shared/data
RUNS ?= runs
BUNDLE ?= assets/bundles/market
KEY ?= $(HOME)/.config/kiosk/signing.key
export PYTHONPATH := $(CURDIR)

.PHONY: kiosk test check setup build-env onnx-env peers-env system words bundle bundle-language bundle-pictures bundle-hearing sign prove-questions prove-hearing prove-conversation bench bench-check screens package clean help

help: ## this list
	@grep -hE '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 20

system:
	@missing=$$(for p in $(SYSTEM); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then echo "Installing system packages: "$$missing; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	  else echo "Missing system packages (the window or sound may not work): sudo apt-get install "$$missing; fi; fi

.venv/device: packaging/locks/device.txt
	@test -x $(PY) || python3 -m venv .venv
	@echo "Setting up .venv for the device (about 1 GB, one to two minutes)"
	@$(PIP) -r packaging/locks/device.txt
	@$(PY) -c "import site, pathlib; pathlib.Path(site.getsitepackages()[0], 'kiosk_here.pth').write_text('$(CURDIR)\n')"
	@printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m kiosk.cli "$$@"\n' "$(CURDIR)" > .venv/bin/kiosk && chmod +x .venv/bin/kiosk
	@touch $@

.venv/build: .venv/device packaging/locks/build.txt
	@echo "Adding the build side to .venv (about 2 GB, two to four minutes)"
	@$(PIP) -r packaging/locks/build.txt
	@for c in distill export; do printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m %s.cli "$$@"\n' "$(CURDIR)" $$c > .venv/bin/kiosk-$$c && chmod +x .venv/bin/kiosk-$$c; done
	@touch $@

setup: system .venv/device ## install what the kiosk needs, start nothing
build-env: setup .venv/build ## install what teaching, export and tests need

.venv-onnx/ready: packaging/locks/onnx.txt
	@test -x .venv-onnx/bin/python || python3 -m venv .venv-onnx
	@echo "Setting up .venv-onnx: Optimum's ONNX exporter and the older transformers that it needs (about 1.5 GB)"
	@.venv-onnx/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r packaging/locks/onnx.txt
	@touch $@
onnx-env: .venv-onnx/ready ## the environment of Optimum's ONNX exporter, for kiosk-export exporters

.venv-peers/ready: packaging/locks/peers.txt
	@test -x .venv-peers/bin/python || python3 -m venv .venv-peers
	@echo "Setting up .venv-peers: faster-whisper and OpenVINO GenAI, to be compared with (about 700 MB)"
	@.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r packaging/locks/peers.txt
	@touch $@
peers-env: .venv-peers/ready ## the environment of the engines that the hearing part is compared with, for kiosk-export speech

kiosk: setup ## run the kiosk: window, or terminal chat, or a scripted visit
	@$(PY) -m kiosk.cli

test: build-env ## run the tests
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto -m "not slow" tests

check: build-env ## ruff, mypy, import-linter
	$(PY) -m ruff check kiosk distill export tests
	$(PY) -m mypy
	.venv/bin/lint-imports

WORDS ?= kiosk_$(CODE).ts
words: ## a file for another language of the window, to be translated with Qt Linguist: make words CODE=de
	@test -n "$(CODE)" || { echo "Which language? make words CODE=de"; exit 2; }
	@sed -E 's|<translation>[^<]*|<translation type="unfinished">|; s| language="en"| language="$(CODE)"|' kiosk/app/words/kiosk_en.ts > "$(WORDS)"
	@echo "$(WORDS): translate it, then put it into words/ of the state folder"

bundle: build-env bundle-language bundle-pictures bundle-hearing sign ## rebuild every student from teachers and DATA (hours; goes on where it stopped)

bundle-language: build-env ## the language student: about 50 minutes on two cores
	$(PY) -m distill.cli run distill/recipes/language.yaml --data $(DATA) --out $(RUNS)/language $(ALONE)
	$(PY) -m export.cli build understanding --run $(RUNS)/language --out $(BUNDLE)

bundle-pictures: build-env ## the picture student: about 40 minutes on two cores
	$(PY) -m distill.cli run distill/recipes/pictures.yaml --data $(DATA) --out $(RUNS)/pictures $(ALONE)
	$(PY) -m export.cli build seeing --run $(RUNS)/pictures --data $(DATA) --out $(BUNDLE)

bundle-hearing: build-env ## the hearing part: about 70 minutes on two cores
	$(PY) -m distill.cli run distill/recipes/hearing.yaml --data $(DATA) --out $(RUNS)/hearing $(ALONE)
	$(PY) -m export.cli build hearing --run $(RUNS)/hearing --data $(DATA) --out $(BUNDLE)

proof-%: build-env ## a student of a public set into assets/proofs: proof-clinc150 or proof-banking77, about 80 minutes each on two cores
	$(PY) -m distill.cli run distill/recipes/$*.yaml --data $(DATA) --out $(RUNS)/$* $(ALONE)
	$(PY) -m export.cli build texts --run $(RUNS)/$* --out assets/proofs/$*

prove-teaching: ALONE = --alone
prove-teaching: bundle proof-clinc150 proof-banking77 prove-questions prove-hearing bench-check ## every student from its teachers, and every figure of distill/RESULTS.md about them, and each student without its teachers: a day; goes on where it stopped

sign: build-env ## write and sign the manifest of the parts in BUNDLE
	$(PY) -m export.cli bundle $(BUNDLE)
	$(PY) -m export.cli sign $(BUNDLE) --key $(KEY) --trust

SCORE = $(DATA)/../tools/score_questions.py
prove-questions: setup ## the whole kiosk on the development questions and visits and on our own exam
	@mkdir -p $(RUNS)/prove; for q in $(DATA)/questions_dev.jsonl $(DATA)/visits_dev.jsonl $(wildcard tests/exam/*.jsonl); do \
	  n=$(RUNS)/prove/$$(basename $$q .jsonl); $(PY) $(SCORE) --questions $$q --emit > $$n.in.jsonl; \
	  $(PY) -m kiosk.cli ask --batch $$n.in.jsonl --out $$n.out.jsonl; echo $$q; $(PY) $(SCORE) --questions $$q --answers $$n.out.jsonl --json; done

prove-hearing: build-env peers-env ## hearing: coffee orders, real Mandarin, spoken questions in the test voices, babble, silence; about 40 minutes
	$(PY) -m distill.evaluation.spoken --questions $(DATA)/questions_dev.jsonl --out $(RUNS)/spoken --count 40
	$(PY) -m export.cli speech --part $(BUNDLE)/hearing --data $(DATA) --spoken $(RUNS)/spoken --runs $(RUNS) > $(RUNS)/speech-speed.json
	$(PY) -m distill.evaluation.hearing --part $(BUNDLE)/hearing --data $(DATA) --store assets/stores/market --spoken $(RUNS)/spoken --curve --json $(RUNS)/hearing-proof.json
	$(PY) -m distill.evaluation.hearing_report --part $(BUNDLE)/hearing --figures $(RUNS)/hearing-proof.json $(RUNS)/speech-speed.json --out $(RUNS)/hearing-report.html

prove-conversation: build-env ## the conversation: end of turn, first sound, orders by voice, ten hours of noise, echo, journeys; two hours; figures in docs/CONVERSATION.md
	$(PY) -m distill.evaluation.spoken --questions $(DATA)/questions_dev.jsonl --out $(RUNS)/spoken --count 40
	$(PY) -m distill.evaluation.turns --clips $(RUNS)/spoken --clips $(DATA)/coffee_speech --out $(RUNS)/turns --count 40
	$(PY) -m distill.evaluation.orders --data $(DATA) --others $(RUNS)/spoken --others $(DATA)/real_speech --levels 24,20,15,10,6 --json $(RUNS)/orders.json
	$(PY) -m distill.evaluation.triggers --clips $(RUNS)/spoken --hours 10 --json $(RUNS)/triggers.json
	KIOSK_STATE=$(RUNS)/prepared $(PY) -m kiosk.cli store import assets/stores/market --voice
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.virtual.day $(RUNS)/spoken --json $(RUNS)/day.json
	$(PY) -m tests.virtual.frames $(RUNS)/spoken --json $(RUNS)/frames.json || test $$? = 1
	$(PY) -m tests.virtual.latency $(RUNS)/spoken --count 40 --state $(RUNS)/prepared --json $(RUNS)/latency.json
	$(PY) -m pytest -q -n 0 tests/virtual tests/app

bench: setup ## measure the kiosk's own speed and memory
	$(PY) -m kiosk.cli bench

bench-check: build-env ## hold the ratios of export/ratios.json (speed, size, memory of what ships over its other forms) against a fresh run
	$(PY) -m export.cli bench --check export/ratios.json --runs $(RUNS) --bundle $(BUNDLE)

screens: setup ## take README's pictures, those of docs/screens, and every screen in every look into build/screens
	$(PY) -m kiosk.app.screenshots assets/screens
	$(PY) -m kiosk.app.screenshots docs/screens --chosen
	for l in en zh; do for way in --portrait ""; do for look in "" "--theme high_contrast" "--text largest"; do \
	  $(PY) -m kiosk.cli ui gallery --language $$l $$way $$look --out "build/screens/$$(echo $$l $$way $$look | tr -cs 'a-z_\n' '-')" || exit; done; done; done

clean: ## remove what was built here, not what was trained
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache

package: setup ## build dist/harbour-kiosk_VERSION_amd64.deb: its own Python environment, the bundle and the stores; two minutes
	@nice -n 10 packaging/debian/build.sh
