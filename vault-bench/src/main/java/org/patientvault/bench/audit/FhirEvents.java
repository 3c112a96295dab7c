package org.patientvault.bench.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EntryStamp;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.Outcome;
import org.patientvault.audit.fhir.AuditEventWriter;
import org.patientvault.audit.fhir.EntrySelection;
import org.patientvault.audit.report.ReportEntry;
import org.patientvault.bench.Goal;
import org.patientvault.bench.Interleaved;
import org.patientvault.bench.LocalParty;
import org.patientvault.bench.Measurements;
import org.patientvault.bench.Report;
import org.patientvault.bench.Slice;
import org.patientvault.bench.Slice.Cost;
import org.patientvault.bench.Stopwatch;
import org.patientvault.bench.TemporaryFolder;
import org.patientvault.bench.peers.PeerProcess;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.Role;

/**
 * How many entries of a log a second become FHIR AuditEvents: the writing alone beside HAPI FHIR's
 * model and parser, and a whole export of a vault's log into a file.
 */
public final class FhirEvents {
  private static final String ORIGIN = "vault.example.org/000102030405060708090a0b0c0d0e0f/2026";
  private static final String VAULT = "vault, entry with its detail";
  private static final String HAPI = "HAPI FHIR";
  private static final int EVENTS = 1_000;
  private static final int ENTRIES = 100_000;
  private static final int AT_ONCE = 100;
  private static final int EXPORTS = 5;
  private static final double GOAL = 20_000;

  private FhirEvents() {}

  public static void ask(Interleaved asked, Report report) throws Exception {
    write(new Interleaved(150, asked.rounds(), asked.sliceNanos()), report);
    export(report);
  }

  private static void write(Interleaved run, Report report) throws Exception {
    AuditEventWriter writer = AuditEventWriter.of(ORIGIN);
    List<ReportEntry> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(event(i));
    }
    report.say(
        "One operation is the event of one read, %,d bytes; HAPI's is given leaf and leaf hash.",
        writer.write(events.get(0)).length);
    int[] next = new int[1];
    try (PeerProcess hapi = PeerProcess.of("hapi", "HapiAuditEvents", "bytes a resource")) {
      Measurements measured =
          run.run(
              List.of(
                  LocalParty.of(VAULT, () -> writer.write(events.get(next[0]++ % EVENTS)).length),
                  hapi.party(HAPI, "write")));
      report.add("Write an event", Cost.CPU, measured, List.of(new Goal(VAULT, HAPI, 1)));
      double nanos = measured.medianNanos(VAULT, Cost.CPU);
      report.atLeast("events per second of processor time", 1e9 / nanos, GOAL, "per second");
    }
  }

  private static ReportEntry event(int number) {
    Entry entry =
        Entry.of(EventCode.READ, Outcome.SUCCESS)
            .actor(pattern(16, 1), new Role("physician"))
            .subject(pattern(16, 2))
            .record(pattern(16, 3))
            .confidentiality(Confidentiality.R)
            .purpose(Purpose.TREAT)
            .requestId("req-" + number)
            .policyVersion(7)
            .detail(pattern(32, 4))
            .stamped(
                new EntryStamp(
                    Instant.ofEpochMilli(1_768_465_867_042L + number), "node-1", 7, number + 1L));
    JsonValue line =
        JsonValue.members()
            .put("type", "Observation")
            .put("ids", JsonValue.ofTexts(List.of("bp-1")))
            .put("fields", JsonValue.ofTexts(List.of("status", "valueQuantity")))
            .build();
    return new ReportEntry(
        number,
        entry,
        Optional.of(
            JsonValue.members()
                .put("issuer", "https://id.example.org")
                .put("user", "dr.lea." + number % 100)
                .put("patient", "0f0e0d0c0b0a0908070605040302" + (1000 + number))
                .put("records", JsonValue.of(List.of(line)))
                .build()));
  }

  private static Bytes pattern(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return Bytes.wrap(bytes);
  }

  private static void export(Report report) throws Exception {
    Unlock unlock = Unlock.passphrase("correct horse battery"::toCharArray);
    try (TemporaryFolder folder = new TemporaryFolder();
        Vault vault = Vault.create(folder.path().resolve("long.vault"), unlock)) {
      fill(vault);
      Path file = folder.path().resolve("log.ndjson");
      double[] wall = new double[EXPORTS];
      double[] processor = new double[EXPORTS];
      for (int i = 0; i < EXPORTS; i++) {
        Slice whole = new Stopwatch(() -> export(vault, file)).run(1);
        wall[i] = ENTRIES * 1e9 / whole.nanos(Cost.WALL);
        processor[i] = ENTRIES * 1e9 / whole.nanos(Cost.CPU);
      }
      Arrays.sort(wall);
      Arrays.sort(processor);
      report.heading("Export a vault's log of " + ENTRIES + " entries into a file");
      report.fact(
          "from rows of SQLite to %,d bytes of NDJSON, details opened; one thread",
          Files.size(file));
      report.atLeast(
          "events per second of processor time", processor[EXPORTS / 2], GOAL, "per second");
      report.fact(
          "by the clock on the wall: median %,.0f, fastest %,.0f a second",
          wall[EXPORTS / 2], wall[EXPORTS - 1]);
    }
  }

  private static void fill(Vault vault) {
    Session physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    List<RecordKey> keys = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      RecordKey key =
          RecordKey.of(
              physician.admit(new PatientIdentifier("urn:mrn", "m" + i)), "Observation", "bp-1");
      physician.create(key, Map.of("valueString", FieldValue.text("120/80")));
      keys.add(key);
    }
    for (int i = 2 * AT_ONCE; i < ENTRIES; i += AT_ONCE) {
      physician.readAll(keys);
    }
  }

  private static int export(Vault vault, Path file) throws IOException {
    var trail = vault.auditTrail(Actor.of("a.udit", "auditor"));
    AuditEventWriter writer = AuditEventWriter.of(trail.origin());
    try (OutputStream out =
        new java.io.BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      return (int)
          trail.stream(EntrySelection.ALL, Optional.empty(), entry -> write(writer, entry, out));
    }
  }

  private static void write(AuditEventWriter writer, ReportEntry entry, OutputStream out) {
    try {
      writer.write(entry, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
