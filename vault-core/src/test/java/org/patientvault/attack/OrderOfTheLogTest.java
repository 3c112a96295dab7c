package org.patientvault.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Administration;
import org.patientvault.AuditLine;
import org.patientvault.AuditTrail;
import org.patientvault.RecordView;
import org.patientvault.Vault;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.model.FieldValue;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresDatabase;

/** Three nodes read, write and change the policy at once: the log's order explains all of it. */
@Tag("once")
class OrderOfTheLogTest {
  private static final int POLICIES = 8;

  /** What a read gave, and where its entry stands. */
  private record Seen(long index, int revision) {}

  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountDownLatch updated = new CountDownLatch(2);
  private RecordKey key;

  @Test
  void readsWritesAndPolicies_areAsTheirEntriesStand(@TempDir Path folder) throws Exception {
    try (PostgresDatabase database = Scene.onServer()) {
      key = Scene.founded(database);
      try (Vault a = Scene.open(database, "a");
          Vault b = Scene.open(database, "b");
          Vault c = Scene.open(database, "c")) {
        List<Callable<Boolean>> work = new ArrayList<>();
        work.add(() -> installPolicies(b));
        work.add(() -> update(c));
        for (int i = 0; i < 6; i++) {
          Vault node = i % 2 == 0 ? a : b;
          work.add(() -> read(node));
        }
        assertThat(Scene.together(work.size(), work)).containsOnly(true);
        assertEachSawTheRevisionBefore(c);
        AuditTrail trail = a.auditTrail(Scene.AUDITOR);
        assertEachWasDecidedByThePolicyBefore(trail);
        assertVerifies(trail, folder.resolve("bundle"));
      }
      assertThat(Scene.findings(database)).isEmpty();
      assertThat(Scene.number(database, "SELECT count(*) FROM node")).isZero();
    }
  }

  private boolean installPolicies(Vault node) throws InterruptedException {
    Administration administration = Scene.administration(node);
    try {
      for (int i = 0; i < POLICIES; i++) {
        administration.installPolicy(administration.policy());
      }
      // A policy that changes without end lets few others through: they get their turn.
      updated.await(30, TimeUnit.SECONDS);
      return true;
    } finally {
      over.set(true);
    }
  }

  private boolean update(Vault node) {
    int revision = 1;
    while (!over.get()) {
      try {
        revision =
            Scene.physician(node)
                .update(key, revision, Map.of("status", FieldValue.text("after " + revision)));
        updated.countDown();
      } catch (VaultException.Conflict e) {
        assertThat(e).hasMessageContaining("policy changed");
      }
    }
    return true;
  }

  private boolean read(Vault node) {
    while (!over.get()) {
      try {
        RecordView view = Scene.physician(node).read(key);
        seen.add(new Seen(view.logIndex(), view.revision()));
      } catch (VaultException.Conflict e) {
        assertThat(e).hasMessageContaining("policy changed");
      }
    }
    return node.signingTrouble().isEmpty();
  }

  private void assertEachSawTheRevisionBefore(Vault vault) {
    TreeMap<Long, Integer> written = new TreeMap<>();
    Scene.physician(vault)
        .history(key)
        .forEach(revision -> written.put(revision.logIndex(), revision.revision()));
    assertThat(written).hasSizeGreaterThan(1);
    assertThat(seen)
        .isNotEmpty()
        .allMatch(read -> written.floorEntry(read.index()).getValue() == read.revision());
  }

  private static void assertEachWasDecidedByThePolicyBefore(AuditTrail trail) {
    int policies = 0;
    for (AuditLine line : trail.entries(0, 100_000)) {
      Entry entry = line.entry();
      if (entry.event() == EventCode.POLICY) {
        policies++;
      } else if (entry.event() == EventCode.READ) {
        assertThat(entry.policyVersion()).isEqualTo(Math.max(policies, 1));
      }
    }
    assertThat(policies).isGreaterThanOrEqualTo(POLICIES);
  }

  private static void assertVerifies(AuditTrail trail, Path bundle) throws Exception {
    trail.export(bundle);
    TrustPolicy policy = TrustPolicy.parse(trail.trustPolicy().getBytes(UTF_8));
    assertThat(BundleVerifier.verify(bundle, policy, Optional.empty()).exitCode())
        .isEqualTo(ExitCode.VERIFIED);
  }
}
