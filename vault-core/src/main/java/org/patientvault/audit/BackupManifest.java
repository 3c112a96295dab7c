package org.patientvault.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/**
 * What a backup holds, beside its file: a text that the vault's log names, with the proof that it
 * does. Who changes the file, or puts another manifest beside it, is found out with the log's
 * public keys alone. Immutable. Format: docs/formats/backup.md.
 *
 * @param text as the log's entry names it by digest
 * @param proof that the entry stands in the log
 */
public record BackupManifest(Bytes text, LogProof proof) {
  /** More than any manifest has. */
  public static final int MAX_BYTES = LogProof.MAX_BYTES + (128 << 10);

  private static final int MOST_TEXT = 64 << 10;
  private static final String FIRST = "patientvault-backup-manifest v1";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern SOURCE = Pattern.compile("sqlite|postgresql");
  private static final Pattern TABLE = Pattern.compile("[a-z_]+");
  private static final Set<String> LEVELS =
      Arrays.stream(KeyLevel.values())
          .filter(level -> level != KeyLevel.LOG)
          .map(KeyLevel::text)
          .collect(Collectors.toUnmodifiableSet());
  private static final Pattern HEAD = Pattern.compile(FIRST + "\n([^\n]+)\n\n");

  /**
   * What the text says.
   *
   * @param id names the backup in the log, 32 hex digits
   * @param vault the vault's id
   * @param until when it is to be destroyed, later than {@code at}
   * @param source which kind of database it was taken of: {@code sqlite} or {@code postgresql}
   * @param layout of the tables
   * @param file the backup's own file
   * @param rows how many each table has
   * @param log the newest one in it, as far as it went
   * @param erasures how many patients had been erased
   * @param keys the ids of the keys that it needs, by level, with commas between them
   */
  public record Contents(
      String id,
      String vault,
      Instant at,
      Instant until,
      String source,
      int layout,
      FileFacts file,
      Map<String, Long> rows,
      LogFacts log,
      long erasures,
      Map<String, String> keys) {
    public Contents {
      rows = Collections.unmodifiableMap(new TreeMap<>(rows));
      keys = Collections.unmodifiableMap(new TreeMap<>(keys));
      if (!ID.matcher(id).matches()
          || !ID.matcher(vault).matches()
          || !at.isBefore(until)
          || !SOURCE.matcher(source).matches()
          || layout < 1
          || !rows.keySet().stream().allMatch(table -> TABLE.matcher(table).matches())
          || !LEVELS.containsAll(keys.keySet())
          || !keys.values().stream().allMatch(Contents::areIds)) {
        throw new IllegalArgumentException("not what a backup holds");
      }
    }

    private static boolean areIds(String listed) {
      return listed.isEmpty()
          || Arrays.stream(listed.split(",", -1))
              .allMatch(id -> String.valueOf(Integer.parseInt(id)).equals(id));
    }

    /** The canonical text. */
    public byte[] text() {
      JsonMembers counts = JsonValue.members();
      rows.forEach(counts::put);
      JsonMembers ids = JsonValue.members();
      keys.forEach(ids::put);
      return CanonicalJson.write(
          JsonValue.members()
              .put("v", 1L)
              .put("backup", id)
              .put("vault", vault)
              .put("at", at.toString())
              .put("until", until.toString())
              .put("source", source)
              .put("layout", layout)
              .put("file", file.json())
              .put("rows", counts.build())
              .put("log", log.json())
              .put("erasures", erasures)
              .put("keys", ids.build())
              .build());
    }

    private static Contents read(JsonFields fields) {
      Map<String, Long> rows = new TreeMap<>();
      fields.numbers("rows", rows::put);
      Map<String, String> keys = new TreeMap<>();
      fields.texts("keys", keys::put);
      return new Contents(
          fields.text("backup"),
          fields.text("vault"),
          fields.time("at"),
          fields.time("until"),
          fields.text("source"),
          fields.integer("layout"),
          FileFacts.read(fields.object("file")),
          rows,
          LogFacts.read(fields.object("log")),
          fields.number("erasures"),
          keys);
    }
  }

  /** A file's size and digest. */
  public record FileFacts(long bytes, Bytes sha256) {
    private JsonValue json() {
      return JsonValue.members().put("bytes", bytes).put("sha256", sha256.hex()).build();
    }

    private static FileFacts read(JsonFields fields) {
      return new FileFacts(fields.number("bytes"), fields.bytes("sha256", MerkleHash.SIZE_BYTES));
    }
  }

  /** A log as far as it went: its size and the root of its tree. */
  public record LogFacts(String origin, long size, Bytes root) {
    /**
     * What a signed note says of itself; no signature is looked at.
     *
     * @throws VaultException.InvalidInput when it is none
     */
    public static LogFacts claimedBy(byte[] note) {
      TreeHead head = TreeHead.parse(SignedNote.parse(note).unverifiedText());
      return new LogFacts(head.origin(), head.size(), head.root());
    }

    /** As members of a text. */
    public JsonValue json() {
      return JsonValue.members()
          .put("origin", origin)
          .put("size", size)
          .put("root", root.hex())
          .build();
    }

    /** Reads {@link #json}. */
    public static LogFacts read(JsonFields fields) {
      return new LogFacts(
          fields.origin("origin"),
          fields.number("size"),
          fields.bytes("root", MerkleHash.SIZE_BYTES));
    }
  }

  /** The manifest as a file. */
  public byte[] file() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes((FIRST + "\n").getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(text.toArray());
    file.writeBytes(new byte[] {'\n', '\n'});
    file.writeBytes(proof.text());
    return file.toByteArray();
  }

  /**
   * Reads what {@link #file} gave; one file for one manifest.
   *
   * @throws VaultException.InvalidInput when it is none; nothing is checked yet
   * @throws VaultException.UnsupportedFormat when it is of another version
   */
  public static BackupManifest parse(byte[] file) {
    if (file.length > MAX_BYTES) {
      throw none("is longer than " + MAX_BYTES + " bytes");
    }
    FirstLine.requireKnownVersion(file, FIRST);
    Matcher head = HEAD.matcher(new String(file, StandardCharsets.ISO_8859_1));
    if (!head.lookingAt()) {
      throw none("does not begin with \"" + FIRST + "\" and a text");
    }
    Bytes text = Bytes.of(file, head.start(1), head.end(1) - head.start(1));
    return new BackupManifest(
        text, LogProof.parse(Arrays.copyOfRange(file, head.end(), file.length)));
  }

  /**
   * What it says, believed by nobody yet.
   *
   * @throws VaultException.InvalidInput when it is no text of version 1
   * @throws VaultException.LimitExceeded when it is longer than 65,536 bytes
   */
  public Contents contents() {
    return JsonFields.read(
        text.toArray(),
        MOST_TEXT,
        "the text of a backup, version 1",
        Contents::read,
        Contents::text);
  }

  /**
   * Checks that the log names this text, with every signature of the log's own keys, and gives the
   * head that says so. Witnesses sign later than the manifest is made: none is asked for.
   *
   * @throws VaultException.InvalidInput when the proof has no entry
   * @throws VaultException.Tampered when the log does not
   * @throws VaultException.KeyUnavailable when no key of {@code policy} can tell
   */
  public Checkpoint verify(TrustPolicy policy) {
    Bytes leaf = proof.leaf().orElseThrow(() -> none("does not have the log's entry"));
    proof.verify(policy, leaf);
    Checkpoint head = policy.openOwn(proof.note().toArray());
    Entry entry = Entry.parse(leaf.toArray());
    Bytes named = Bytes.of(MerkleHash.sha256().digest(text.toArray()));
    if (entry.event() != EventCode.BACKUP
        || entry.outcome() != Outcome.SUCCESS
        || !Optional.of(named).equals(Optional.ofNullable(entry.payload()))) {
      throw new VaultException.Tampered("the log's entry does not name this backup");
    }
    return head;
  }

  /** The log whose entry names the backup, by the head in the proof; believed by nobody yet. */
  public String origin() {
    return LogFacts.claimedBy(proof.note().toArray()).origin();
  }

  private static VaultException.InvalidInput none(String why) {
    return new VaultException.InvalidInput("this is no manifest of a backup: it " + why);
  }
}
