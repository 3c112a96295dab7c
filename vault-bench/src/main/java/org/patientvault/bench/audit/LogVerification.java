package org.patientvault.bench.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.AuditorInput;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.bench.Goal;
import org.patientvault.bench.Interleaved;
import org.patientvault.bench.LocalParty;
import org.patientvault.bench.Measurements;
import org.patientvault.bench.Report;
import org.patientvault.bench.Slice.Cost;
import org.patientvault.bench.TemporaryFolder;
import org.patientvault.bench.Work;

/**
 * What an auditor's check of a whole log costs, with one thread and with two, beside hashing the
 * same entries and doing nothing else.
 */
public final class LogVerification implements AutoCloseable {
  private static final int ENTRIES = 100_000;
  private static final String ONE = "vault, one thread";
  private static final String TWO = "vault, two threads";
  private static final String NEW_TENTH = "a tenth is new";
  private static final String NEW_HUNDREDTH = "a hundredth is new";
  private static final String HASH = "SHA-256 of each entry, one thread";

  private final TemporaryFolder folder = new TemporaryFolder();
  private final LongLog log = new LongLog(folder.path().resolve("log"), ENTRIES);
  private final TrustPolicy policy = log.policy();

  private LogVerification() throws Exception {}

  public static void ask(Interleaved run, Report report) throws Exception {
    try (LogVerification verification = new LogVerification()) {
      verification.measure(new Interleaved(5, run.rounds(), run.sliceNanos()), report);
    }
  }

  private void measure(Interleaved run, Report report) throws Exception {
    report.say(
        "One operation is a log of %,d entries of %d bytes on average, read from files in the"
            + " page cache.",
        log.size(), log.entryBytes());
    perThread(run, report);
    report.add(
        "Verify it with two threads",
        Cost.WALL,
        run.run(List.of(LocalParty.of(ONE, () -> verify(1)), LocalParty.of(TWO, () -> verify(2)))),
        List.of(new Goal(TWO, ONE, 1.6)));
    whatIsNew(run, report);
  }

  /** A year's tenth came since the auditor was here last, then a hundredth. */
  private void whatIsNew(Interleaved run, Report report) throws Exception {
    AuditorState tenth = stateAt(ENTRIES / 10 * 9);
    AuditorState hundredth = stateAt(ENTRIES / 100 * 99);
    report.add(
        "Verify what came after the auditor's state, one thread",
        Cost.CPU,
        run.run(
            List.of(
                LocalParty.of(ONE, () -> verify(1)),
                LocalParty.of(NEW_TENTH, () -> verifyNew(tenth)),
                LocalParty.of(NEW_HUNDREDTH, () -> verifyNew(hundredth)))),
        List.of(new Goal(NEW_TENTH, ONE, 7), new Goal(NEW_HUNDREDTH, ONE, 40)));
  }

  private AuditorState stateAt(int size) {
    LongLog before = new LongLog(folder.path().resolve("log-" + size), size);
    return BundleVerifier.verify(before.directory(), before.policy(), Optional.empty(), 1)
        .state(Instant.EPOCH, "patientvault bench")
        .orElseThrow();
  }

  private int verifyNew(AuditorState known) {
    AuditorInput input = AuditorInput.of(Optional.of(known));
    int code = BundleVerifier.verifyNew(log.directory(), policy, input, 1).exitCode().code();
    if (code != 0) {
      throw new IllegalStateException("the log does not verify: exit code " + code);
    }
    return code;
  }

  private void perThread(Interleaved run, Report report) throws Exception {
    Measurements measured =
        run.run(List.of(LocalParty.of(ONE, () -> verify(1)), LocalParty.of(HASH, hashing())));
    report.add("Verify a log, offline", Cost.CPU, measured, List.of(new Goal(ONE, HASH, 0.6)));
    double seconds = measured.medianNanos(ONE, Cost.CPU) / 1e9;
    report.atLeast("entries per second of processor time", ENTRIES / seconds, 1e6, "per second");
  }

  private int verify(int threads) {
    int code =
        BundleVerifier.verify(log.directory(), policy, Optional.empty(), threads).exitCode().code();
    if (code != 0) {
      throw new IllegalStateException("the log does not verify: exit code " + code);
    }
    return code;
  }

  private static Work hashing() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] entry = LongLog.leaf(1_000);
    return () -> {
      int sum = 0;
      for (int i = 0; i < ENTRIES; i++) {
        sum += digest.digest(entry)[0];
      }
      return sum;
    };
  }

  @Override
  public void close() {
    folder.close();
  }
}
