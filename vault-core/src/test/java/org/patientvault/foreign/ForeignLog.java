package org.patientvault.foreign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A log of accesses that other software keeps: its entries are texts of version 1, its head is
 * signed by the log's two keys and by a witness.
 */
public final class ForeignLog {
  private static final String ORIGIN = "logs.example.net/other-software/2026";
  private static final String WITNESS = "witness.example.net/one";
  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00.000Z");
  private static final byte[] PAYLOAD = "made elsewhere".getBytes(StandardCharsets.US_ASCII);

  private final ForeignSigner ed25519 = ForeignSigner.ed25519(ORIGIN, ForeignKey.ED25519);
  private final ForeignSigner mlDsa44 = ForeignSigner.mlDsa44(ORIGIN);
  private final ForeignSigner witness =
      ForeignSigner.ed25519(WITNESS, ForeignKey.ED25519_COSIGNATURE);
  private final List<byte[]> entries = new ArrayList<>();

  private ForeignLog() throws GeneralSecurityException {}

  public static ForeignLog ofSize(int size) throws GeneralSecurityException {
    ForeignLog log = new ForeignLog();
    for (int i = 0; i < size; i++) {
      String entry = i == 0 ? genesis() : read(i);
      log.entries.add(entry.getBytes(StandardCharsets.US_ASCII));
    }
    return log;
  }

  private static String genesis() {
    return start(0, "GENESIS")
        + ",\"w\":\""
        + base64url(ForeignHash.sha256())
        + "\",\"q\":\""
        + base64url(ForeignHash.sha256(PAYLOAD))
        + "\"}";
  }

  /** Two nodes take turns, so that counters are counted apart. */
  private static String read(int index) {
    String actor = base64url(ForeignHash.sha256(new byte[] {(byte) index})).substring(0, 21) + "A";
    return start(index, "READ")
        + ",\"a\":\""
        + actor
        + "\",\"r\":\"nurse\",\"s\":\"AgICAgICAgICAgICAgICAg\",\"u\":\"TREAT\",\"p\":"
        + index % 9
        + ",\"h\":\"BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ\"}";
  }

  private static String start(int index, String event) {
    String time = BEGIN.plusMillis(index * 7L).toString();
    String millis = time.length() == 20 ? time.replace("Z", ".000Z") : time;
    return "{\"v\":1,\"t\":\""
        + millis
        + "\",\"n\":\"elsewhere-"
        + index % 2
        + "\",\"b\":\"0000000"
        + index % 2
        + "\",\"k\":"
        + (index / 2 + 1)
        + ",\"e\":\""
        + event
        + "\",\"o\":0";
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public int size() {
    return entries.size();
  }

  public byte[] root() {
    return root(size());
  }

  private byte[] root(int size) {
    return ForeignHash.root(entries.subList(0, size).stream().map(ForeignHash::leaf).toList());
  }

  /** A tlog-policy that asks for all three signatures. */
  public byte[] policy() {
    return ("log "
            + ed25519.key().vkey()
            + "\nwitness second "
            + mlDsa44.key().vkey()
            + "\nwitness outside "
            + witness.key().vkey()
            + "\ngroup both all second outside\nquorum both\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Writes the log and older heads of it into a new folder. */
  public void write(Path folder, int... older) throws IOException, GeneralSecurityException {
    for (Map.Entry<String, byte[]> file : ForeignTiles.files(entries).entrySet()) {
      write(folder.resolve(file.getKey()), file.getValue());
    }
    write(folder.resolve("checkpoint"), note(size()));
    for (int size : older) {
      write(folder.resolve("checkpoints/" + size), note(size));
    }
    if (size() > 0) {
      String name = HexFormat.of().formatHex(ForeignHash.sha256(PAYLOAD));
      write(folder.resolve("payload/" + name), PAYLOAD);
    }
  }

  private byte[] note(int size) throws GeneralSecurityException {
    ForeignHead head = new ForeignHead(ORIGIN, size, root(size));
    long signedAt = BEGIN.plusMillis(size * 7L).getEpochSecond();
    return (head.text()
            + "\n"
            + ed25519.line(head, 0)
            + mlDsa44.line(head, signedAt)
            + witness.line(head, signedAt + 1))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
