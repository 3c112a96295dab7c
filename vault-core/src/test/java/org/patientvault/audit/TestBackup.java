package org.patientvault.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.BackupManifest.Contents;
import org.patientvault.audit.BackupManifest.FileFacts;
import org.patientvault.audit.BackupManifest.LogFacts;
import org.patientvault.model.Bytes;
import org.patientvault.model.Role;

/** A log that names a backup, the manifest, and others that are none; and incidents. */
final class TestBackup {
  private static final String VAULT = "000102030405060708090a0b0c0d0e0f";
  private static final String ID = "8c1f20aa5d3e4b7f9a1122334455667f";
  private static final int INDEX = 1;

  final TestLog log = new TestLog();
  final BackupManifest manifest;
  private final Bytes text = Bytes.wrap(contents().text());

  TestBackup() {
    log.add(log.genesis().stamped(Samples.stamp(1)));
    log.add(entry(EventCode.BACKUP, Outcome.SUCCESS).stamped(Samples.stamp(2)));
    log.add(entry(EventCode.BACKUP, Outcome.MAJOR_FAILURE).stamped(Samples.stamp(3)));
    log.add(entry(EventCode.KEY_STATE, Outcome.SUCCESS).stamped(Samples.stamp(4)));
    log.add(Samples.read(5));
    log.head = log.sign(log.leaves.size());
    manifest = manifest(INDEX);
  }

  private EntryBuilder entry(EventCode event, Outcome outcome) {
    return Entry.of(event, outcome)
        .actor(Samples.pattern(16, 1), new Role("admin"))
        .detail(Samples.pattern(32, 4))
        .payload(Bytes.of(MerkleHash.sha256().digest(text.toArray())));
  }

  private BackupManifest manifest(int index) {
    return new BackupManifest(
        text,
        new LogProof(
            index,
            Optional.of(Bytes.of(log.leaves.get(index))),
            InclusionProof.of(new ReferenceLog(log.hashes), index, log.leaves.size()).hashes(),
            Bytes.of(log.head)));
  }

  static Contents contents() {
    return contents(
        "sqlite",
        Map.of("record_index", 2L, "log_entry", 19L, "tombstone", 0L),
        Map.of("root", "-1203986441,77", "patients", "1", "state-mac", ""));
  }

  private static Contents contents(
      String source, Map<String, Long> rows, Map<String, String> keys) {
    return new Contents(
        ID,
        VAULT,
        Instant.parse("2026-03-01T08:00:00Z"),
        Instant.parse("2026-04-05T08:00:00.000001Z"),
        source,
        1,
        new FileFacts(245_760, Samples.pattern(32, 0x51)),
        rows,
        new LogFacts(TestLog.ORIGIN, 19, Samples.pattern(32, 0x9a)),
        0,
        keys);
  }

  static List<String> texts() {
    return List.of(
        VectorsFile.text(contents().text()),
        VectorsFile.text(contents("postgresql", Map.of(), Map.of()).text()));
  }

  static Map<String, String> refusedTexts() {
    String whole = texts().get(0);
    Map<String, String> none = new LinkedHashMap<>();
    none.put("nothing", "{}");
    none.put("another version", whole.replace("\"v\":1", "\"v\":2"));
    none.put("one member more", whole.replace("\"v\":1", "\"v\":1,\"w\":1"));
    none.put("one member less", whole.replace("\"erasures\":0,", ""));
    none.put("a short id", whole.replace(ID, ID.substring(2)));
    none.put("an id with hyphens", whole.replace("8c1f20aa5d3e", "8c1f20aa-5d3"));
    none.put("a vault in upper case", whole.replace("0a0b0c0d0e0f\"}", "0A0B0C0D0E0F\"}"));
    none.put("another kind of database", whole.replace("\"sqlite\"", "\"mysql\""));
    none.put("no layout", whole.replace("\"layout\":1", "\"layout\":0"));
    none.put("a layout beyond 32 bits", whole.replace("\"layout\":1", "\"layout\":4294967297"));
    none.put("fewer than no rows", whole.replace("\"tombstone\":0", "\"tombstone\":-1"));
    none.put("a table of another name", whole.replace("\"tombstone\"", "\"tombstone; --\""));
    none.put("a short digest", whole.replace("51".repeat(32), "51".repeat(31)));
    none.put("a short root", whole.replace("9a".repeat(32), "9a".repeat(20)));
    none.put("an origin with a space", whole.replace("vault.example", "vault example"));
    none.put("gone before it was made", whole.replace("2026-04-05", "2026-02-05"));
    none.put("a fraction too long", whole.replace("00.000001Z", "00.000001000Z"));
    none.put("a level of another name", whole.replace("\"root\":\"-", "\"roof\":\"-"));
    none.put("an id that is none", whole.replace("-1203986441,77", "-1203986441,x"));
    none.put("an id of 33 bits", whole.replace("-1203986441,77", "-1203986441,4294967296"));
    none.put("a comma too many", whole.replace("-1203986441,77", "-1203986441,77,"));
    none.put("not in order", whole.replace("{\"at\"", "{\"v\":1,\"at\""));
    none.put("spaces", whole.replace(":{", ": {"));
    return none;
  }

  /** Why each is none. */
  Map<String, String> refused() {
    String whole = VectorsFile.text(manifest.file());
    Map<String, String> none = new LinkedHashMap<>();
    none.put("another version", whole.replace("manifest v1", "manifest v2"));
    none.put("another file", whole.replace("51".repeat(32), "52".repeat(32)));
    none.put("no empty line", whole.replace("}\n\nc2sp", "}\nc2sp"));
    none.put("carriage returns", whole.replace("v1\n{", "v1\r\n{"));
    none.put("another index", whole.replace("\nindex 1\n", "\nindex 2\n"));
    none.put("no entry", whole.replaceFirst("\nextra [^\n]+\n", "\n"));
    none.put("no signature", whole.substring(0, whole.lastIndexOf("\n\n") + 2));
    none.put(
        "one signature of two",
        whole.substring(0, whole.lastIndexOf("\n", whole.length() - 2) + 1));
    none.put("a backup that was not made", VectorsFile.text(manifest(2).file()));
    none.put("another event", VectorsFile.text(manifest(3).file()));
    none.put("an entry that names nothing", VectorsFile.text(manifest(4).file()));
    none.put("bytes behind the end", whole + "\n");
    return none;
  }

  static List<String> incidents() {
    return List.of(
        genesis(Optional.empty()),
        genesis(Optional.of(new LogFacts(TestLog.ORIGIN, 23, Samples.pattern(32, 0x77)))),
        "{\"administrators\":\"single\",\"format\":1}");
  }

  private static String genesis(Optional<LogFacts> lost) {
    Incident incident =
        new Incident(
            "r0a1b2c3d",
            ID,
            Bytes.of(MerkleHash.sha256().digest(contents().text())),
            contents().at(),
            lost);
    return VectorsFile.text(
        CanonicalJson.write(
            JsonValue.members()
                .put("administrators", "single")
                .put("format", 1)
                .put("incident", incident.json())
                .build()));
  }

  static Map<String, String> refusedIncidents() {
    String whole = incidents().get(1);
    Map<String, String> none = new LinkedHashMap<>();
    none.put("no object", "[]");
    none.put("no incident", whole.replaceFirst("\"incident\":.*}}", "\"incident\":true"));
    none.put("another kind", whole.replace("\"restore\"", "\"migration\""));
    none.put("one member more", whole.replace("\"kind\"", "\"joined\":1,\"kind\""));
    none.put("one member less", whole.replace("\"kind\":\"restore\",", ""));
    none.put("an id of another form", whole.replace("r0a1b2c3d", "0a1b2c3d0"));
    none.put("a short id of the backup", whole.replace(ID, "8c1f20aa"));
    none.put("a short digest", whole.replaceFirst("\"manifest\":\"..", "\"manifest\":\""));
    none.put("a zone", whole.replace("08:00:00Z", "09:00:00+01:00"));
    none.put("a head without a root", whole.replace(",\"root\":\"" + "77".repeat(32) + "\"", ""));
    none.put("a short root", whole.replace("77".repeat(32), "77".repeat(31)));
    return none;
  }
}
