# `make` alone lists the targets.
MVN ?= mvn
# Warnings, failures and totals; not every step that went well.
QUIET := -B -ntp -Dorg.slf4j.simpleLogger.defaultLogLevel=warn
RUN := $(MVN) $(QUIET)

.DEFAULT_GOAL := help
.PHONY: help test test-17 test-25 totals check format fuzz reproducible soak bench bench-compare bench-load bench-keys clean tools

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

test: tools test-17 test-25 totals ## everything but long runs, on JDK 17 or later and on 25 where installed

test-17: ## compile, check and test all modules with the default JDK
	@rm -rf */target/surefire-reports
	$(RUN) verify || { .ci/hung surefire-reports; exit 1; }

test-25: ## the same compiled tests on JDK 25 (JAVA25_HOME or /usr/lib/jvm/*25*), but for those tagged once and other people's readers
	@rm -rf */target/surefire-reports-25
	@home=$$(.ci/java25) || exit 1; \
	if [ -n "$$home" ]; then \
	  $(RUN) test -pl '!vault-interop' -Djvm="$$home/bin/java" -Dtests.reports=surefire-reports-25 -Dtests.excluded='soak | once' -Dtests.fuzz.skip \
	    -Dtests.jvm="-Xmx1g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow" || { .ci/hung surefire-reports-25; exit 1; }; \
	else echo "no JDK 25 found: tests ran on the default JDK alone" >&2; fi

totals: ## add up the reports of the last runs; a skipped test is a failure
	@.ci/test-totals surefire-reports "default JDK"
	@if ls */target/surefire-reports-25/*.xml >/dev/null 2>&1; then \
	  .ci/test-totals surefire-reports-25 "JDK 25"; fi

check: ## fast: compile, format and layers
	$(RUN) test-compile spotless:check
	$(RUN) -pl vault-core surefire:test -Dtest='LayersTest,PlantedViolationsTest'

format: ## apply the code format
	$(RUN) spotless:apply

fuzz: ## run each fuzz target (FUZZ_SECONDS=60, FUZZ=regex of names); a finding fails, and stays in its corpus
	@mkdir -p vault-core/target/fuzz
	$(RUN) -pl vault-core test-compile dependency:build-classpath -Dmdep.outputFile=target/fuzz/classpath
	@.ci/fuzz

reproducible: ## build the jars twice and compare their bytes
	@.ci/reproducible

soak: tools ## long runs: tests tagged soak
	@rm -rf */target/surefire-reports-soak
	$(RUN) verify -Psoak -Dtests.reports=surefire-reports-soak
	@.ci/test-totals surefire-reports-soak "soak"

bench: ## run the benchmarks (BENCH=regex, BENCH_ARGS=JMH options)
	@rm -rf vault-bench/target/lib
	$(RUN) package -DskipTests
	java -cp "vault-bench/target/classes:vault-bench/target/lib/*" org.openjdk.jmh.Main $(BENCH) $(BENCH_ARGS)

COMPARE := -Xbatch -Xms1g -Xmx1g -XX:+AlwaysPreTouch $(if $(CORPUS),-Dcorpus=$(CORPUS)) \
  -cp "vault-bench/target/classes:vault-bench/target/lib/*" org.patientvault.bench.CompareBench

# Modules of tokens read their environment when they are loaded.
TOKENS := vault-bench/target/tokens
TOKEN_ENV := PATIENTVAULT_TEST_TOKENS=$(TOKENS) SOFTHSM2_CONF=$(TOKENS)/softhsm2.conf TPM2_PKCS11_STORE=$(TOKENS)/tpm-store \
  TPM2_PKCS11_TCTI=swtpm:path=$(TOKENS)/tpm TPM2_PKCS11_LOG_LEVEL=0 TSS2_LOG=all+NONE

bench-compare: tools ## costs beside Tink, other libraries and a plain JVM (ASK="value record ...", CORPUS=folder of FHIR)
	@rm -rf vault-bench/target/lib vault-bench/peers/*/target/lib
	$(RUN) -Pbench-peers package -DskipTests
	@mkdir -p vault-bench/results
	@./patientvault --version >/dev/null
	$(TOKEN_ENV) java $(COMPARE) vault-bench/results $(ASK)

# A heap of one size, touched beforehand: no page faults among the measurements.
LOAD_JVM := -Xms1g -Xmx1g -XX:+AlwaysPreTouch -Drounds=$(or $(ROUNDS),15)
LOAD := -cp "vault-bench/target/classes:vault-bench/target/lib/*" org.patientvault.bench.load.LoadBench

bench-load: tools ## durable reads and imports beside PostgreSQL (half an hour; ROUNDS=15)
	@rm -rf vault-bench/target/lib
	$(RUN) package -DskipTests
	@mkdir -p vault-bench/results
	java $(LOAD_JVM) $(LOAD) vault-bench/results/durable-work.md 1 8 64 batch import
	java $(LOAD_JVM) $(LOAD) vault-bench/results/on-postgresql.md postgres nodes
	@home=$$(.ci/java25) || exit 1; \
	if [ -n "$$home" ]; then \
	  "$$home/bin/java" $(LOAD_JVM) --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
	    $(LOAD) vault-bench/results/durable-work-virtual-threads.md virtual; \
	else echo "no JDK 25 found: virtual threads were not measured" >&2; fi

ROTATION := -Xbatch -Xms2g -Xmx2g -cp "vault-bench/target/classes:vault-bench/target/lib/*" org.patientvault.bench.keys.RotationBench

bench-keys: ## renewing the keys of a million patients and a million records (half an hour; PATIENTS=1000000 ROUNDS=3)
	@rm -rf vault-bench/target/lib
	$(RUN) package -DskipTests
	@mkdir -p vault-bench/results
	java $(ROTATION) vault-bench/results/keys.md $(or $(PATIENTS),1000000) 1 $(or $(ROUNDS),3)
	java $(ROTATION) vault-bench/results/keys-of-many-records.md $$(( $(or $(PATIENTS),1000000) / 20 )) 20 $(or $(ROUNDS),3)

clean: ## remove everything that was built
	$(RUN) clean

tools: ## install what the tests talk to (Debian packages)
	@.ci/install-tools
