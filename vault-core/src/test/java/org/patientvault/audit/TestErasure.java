package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Role;

/** A log that tells of a patient's erasure, the certificate, and others that are none. */
final class TestErasure {
  static final PatientRef PATIENT = new PatientRef(Samples.pattern(16, 0x8a));
  static final Bytes SALT = Samples.pattern(16, 0x5a);
  private static final int INDEX = 3;

  final TestLog log = new TestLog();
  final EraseCertificate certificate;
  private final PatientErasure erasure = erasure(TestLog.ORIGIN);

  TestErasure() {
    log.add(log.genesis().stamped(Samples.stamp(1)));
    log.add(Samples.read(2));
    log.add(erase(Outcome.MAJOR_FAILURE, erasure).stamped(Samples.stamp(3)));
    log.add(erase(Outcome.SUCCESS, erasure).stamped(Samples.stamp(4)));
    log.add(erase(Outcome.SUCCESS, erasure("another.example/2026")).stamped(Samples.stamp(5)));
    log.add(erase(Outcome.SUCCESS, bare()).stamped(Samples.stamp(6)));
    log.add(
        Entry.of(EventCode.DENY, Outcome.SUCCESS)
            .actor(Samples.pattern(16, 1), new Role("admin"))
            .detail(Samples.pattern(32, 4))
            .payload(digest(erasure))
            .stamped(Samples.stamp(7)));
    log.head = log.sign(log.leaves.size());
    certificate = certificate(INDEX, erasure);
  }

  static PatientErasure erasure(String origin) {
    PatientErasure.Told told =
        new PatientErasure.Told(
            ErasureGround.REQUEST,
            Instant.parse("2026-03-08T08:00:00.120Z"),
            Instant.parse("2026-03-01T08:00:00Z"),
            new PatientErasure.Counts(2, 3, 1),
            List.of(Samples.pattern(32, 1), Samples.pattern(32, 2)),
            new PatientErasure.Left(
                Map.of(RetentionClass.ACCESS, 7L, RetentionClass.DISCLOSURE, 1L),
                1,
                Optional.of(Instant.parse("2026-04-05T02:00:00Z")),
                List.of("file-system", "dead-rows")));
    return new PatientErasure(origin, 12, PatientErasure.subject(PATIENT, SALT), Optional.of(told));
  }

  private static PatientErasure bare() {
    return new PatientErasure(
        TestLog.ORIGIN, 12, PatientErasure.subject(PATIENT, SALT), Optional.empty());
  }

  private static Bytes digest(PatientErasure of) {
    return Bytes.of(MerkleHash.sha256().digest(of.text()));
  }

  private static EntryBuilder erase(Outcome outcome, PatientErasure of) {
    return Entry.of(EventCode.ERASE, outcome)
        .actor(Samples.pattern(16, 1), new Role("admin"))
        .subject(Samples.pattern(16, 2))
        .detail(Samples.pattern(32, 4))
        .payload(digest(of));
  }

  private EraseCertificate certificate(int index, PatientErasure of) {
    ReferenceLog tree = new ReferenceLog(log.hashes);
    return new EraseCertificate(
        PATIENT,
        SALT,
        Bytes.wrap(of.text()),
        new LogProof(
            index,
            Optional.of(Bytes.of(log.leaves.get(index))),
            InclusionProof.of(tree, index, log.leaves.size()).hashes(),
            Bytes.of(log.head)));
  }

  static List<String> texts() {
    PatientErasure.Told told =
        new PatientErasure.Told(
            ErasureGround.UNLAWFUL,
            Instant.EPOCH,
            Instant.EPOCH,
            new PatientErasure.Counts(0, 0, 0),
            List.of(),
            new PatientErasure.Left(Map.of(), 0, Optional.empty(), List.of()));
    return List.of(
        text(erasure("o/2026")),
        text(bare()),
        text(new PatientErasure("o/2026", 1, Samples.pattern(32, 9), Optional.of(told))));
  }

  static List<String> refusedTexts() {
    String whole = text(erasure("o/2026"));
    return List.of(
        "{}",
        whole.replace("\"v\":1", "\"v\":2"),
        whole.replace("\"v\":1", "\"v\":1,\"w\":1"),
        whole.replace("\"erased\":\"patient\"", "\"erased\":\"record\""),
        whole.replace("\"number\":12", "\"number\":0"),
        whole.replace("\"number\":12", "\"number\":\"12\""),
        whole.replace("\"number\":12", "\"number\":-12"),
        whole.replace("\"request\"", "\"because\""),
        whole.replace("\"access\":7", "\"access\":7,\"access\":7"),
        whole.replace("\"access\":7", "\"other\":7"),
        whole.replace(",\"until\":\"2026-04-05T02:00:00Z\"", ""),
        whole.replace("\"count\":1", "\"count\":0"),
        whole.replace("08:00:00.120Z", "08:00:00.12Z"),
        whole.replace("T08:00:00Z", "T09:00:00+01:00"),
        whole.replace("file-system", "File System"),
        whole.replace("0101", "01"),
        whole.replace("\"revisions\":3,", ""),
        whole.replace(":", ": "),
        whole + "\n");
  }

  /** Why each is none. */
  Map<String, byte[]> refused() {
    Map<String, byte[]> none = new LinkedHashMap<>();
    String whole = text(certificate.file());
    none.put("another version", file(whole.replace("certificate v1", "certificate v2")));
    none.put("another patient", file(whole.replace("patient 8a", "patient 8b")));
    none.put("another salt", file(whole.replace("salt 5a", "salt 5b")));
    none.put("upper case", file(whole.replace("patient 8a", "patient 8A")));
    none.put("a softer text", file(whole.replace("\"revisions\":3", "\"revisions\":0")));
    none.put("another index", file(whole.replace("\nindex 3\n", "\nindex 2\n")));
    none.put("an index of another spelling", file(whole.replace("\nindex 3\n", "\nindex 03\n")));
    none.put("no empty line", file(whole.replace("}\n\nc2sp", "}\nc2sp")));
    none.put("no entry", file(whole.replaceFirst("\nextra [^\n]+\n", "\n")));
    none.put("no signature", file(whole.substring(0, whole.lastIndexOf("\n\n") + 2)));
    none.put(
        "one signature of two",
        file(whole.substring(0, whole.lastIndexOf("\n", whole.length() - 2) + 1)));
    none.put("an erasure that failed", certificate(2, erasure).file());
    none.put("a text of another log", certificate(4, erasure("another.example/2026")).file());
    none.put("a text that tells nothing", certificate(5, bare()).file());
    none.put("another event", certificate(6, erasure).file());
    none.put("bytes behind the end", file(whole + "\n"));
    return none;
  }

  private static byte[] file(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(PatientErasure erasure) {
    return text(erasure.text());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
