package org.patientvault.audit;

import static org.patientvault.audit.AuditLogPage.reject;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A second reader of a whole bundle, from docs/formats/audit-log.md alone: every file, in memory.
 */
final class BundlePage {
  private final Path folder;
  private final CheckpointPage keys;
  private final AuditLogPage page = AuditLogPage.read();
  private final Set<String> used = new TreeSet<>(Set.of("bundle.json"));

  private BundlePage(Path folder, CheckpointPage keys) {
    this.folder = folder;
    this.keys = keys;
  }

  /** The head of a bundle in which everything is as it was signed, and nothing is too much. */
  static CheckpointPage.Head read(Path folder, byte[] policy)
      throws GeneralSecurityException, IOException {
    return new BundlePage(folder, CheckpointPage.ofPolicy(policy)).read();
  }

  private CheckpointPage.Head read() throws GeneralSecurityException, IOException {
    CheckpointPage.Head head = keys.open(file("checkpoint"));
    List<byte[]> leaves = leaves((int) head.size());
    List<byte[]> hashes = leaves.stream().map(AuditLogPage::leafHash).toList();
    reject(!Arrays.equals(AuditLogPage.root(hashes), head.root()), "root");
    tiles(hashes);
    checkpoints(hashes);
    meaning(AuditLogPage.entries(page, leaves));
    new SealPage(head.origin()).check(AuditLogPage.entries(page, leaves), hashes);
    try (Stream<Path> files = Files.walk(folder)) {
      Set<String> there = new TreeSet<>();
      files.filter(Files::isRegularFile).forEach(f -> there.add(folder.relativize(f).toString()));
      reject(!there.equals(used), "a file too many");
    }
    return head;
  }

  private byte[] file(String name) throws GeneralSecurityException, IOException {
    used.add(name);
    reject(!Files.isRegularFile(folder.resolve(name)), "no file " + name);
    return Files.readAllBytes(folder.resolve(name));
  }

  private List<byte[]> leaves(int size) throws GeneralSecurityException, IOException {
    List<byte[]> leaves = new ArrayList<>();
    for (int tile = 0; leaves.size() < size; tile++) {
      int width = Math.min(256, size - 256 * tile);
      ByteBuffer bundle = ByteBuffer.wrap(file("tile/entries/" + path(tile, width)));
      for (int i = 0; i < width; i++) {
        reject(bundle.remaining() < 2, "entries");
        int length = bundle.getShort() & 0xffff;
        reject(bundle.remaining() < length, "entries");
        byte[] leaf = new byte[length];
        bundle.get(leaf);
        leaves.add(leaf);
      }
      reject(bundle.hasRemaining(), "entries");
    }
    return leaves;
  }

  private void tiles(List<byte[]> hashes) throws GeneralSecurityException, IOException {
    List<byte[]> level = hashes;
    for (int number = 0; !level.isEmpty(); number++) {
      List<byte[]> above = new ArrayList<>();
      for (int tile = 0; tile * 256 < level.size(); tile++) {
        List<byte[]> own = level.subList(tile * 256, Math.min(level.size(), tile * 256 + 256));
        byte[] file = file("tile/" + number + "/" + path(tile, own.size()));
        reject(!Arrays.equals(file, joined(own)), "tile");
        if (own.size() == 256) {
          above.add(AuditLogPage.root(own));
        }
      }
      level = above;
    }
  }

  private static byte[] joined(List<byte[]> hashes) {
    ByteBuffer all = ByteBuffer.allocate(hashes.size() * 32);
    hashes.forEach(all::put);
    return all.array();
  }

  private static String path(int index, int width) {
    String path = String.format("%03d", index % 1000);
    for (int rest = index / 1000; rest > 0; rest /= 1000) {
      path = "x" + String.format("%03d", rest % 1000) + "/" + path;
    }
    return width == 256 ? path : path + ".p/" + width;
  }

  private void checkpoints(List<byte[]> hashes) throws GeneralSecurityException, IOException {
    if (!Files.isDirectory(folder.resolve("checkpoints"))) {
      return;
    }
    try (Stream<Path> kept = Files.list(folder.resolve("checkpoints"))) {
      for (Path each : kept.toList()) {
        String name = String.valueOf(each.getFileName());
        CheckpointPage.Head head = keys.open(file("checkpoints/" + name));
        reject(!name.equals(String.valueOf(head.size())), "size");
        byte[] root = AuditLogPage.root(hashes.subList(0, (int) head.size()));
        reject(!Arrays.equals(root, head.root()), "root of a kept checkpoint");
      }
    }
  }

  private void meaning(List<Map<Character, String>> entries)
      throws GeneralSecurityException, IOException {
    Map<String, Long> counters = new HashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      Map<Character, String> entry = entries.get(i);
      String event = AuditLogPage.text(entry, 'e');
      reject(event.equals("GENESIS") != (i == 0), "place of GENESIS");
      reject(event.equals("CLOSE") && i != entries.size() - 1, "place of CLOSE");
      AuditLogPage.Counter counter = AuditLogPage.Counter.of(entry);
      reject(counters.getOrDefault(counter.who(), 0L) + 1 != counter.number(), "counter");
      counters.put(counter.who(), counter.number());
      if (entry.containsKey('q')) {
        payload(Base64.getUrlDecoder().decode(AuditLogPage.text(entry, 'q')));
      }
    }
  }

  private void payload(byte[] sha256) throws GeneralSecurityException, IOException {
    byte[] payload = file("payload/" + HexFormat.of().formatHex(sha256));
    reject(!Arrays.equals(AuditLogPage.sha256(payload), sha256), "payload");
  }
}
