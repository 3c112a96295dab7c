package org.patientvault.foreign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a whole bundle with the keys of a policy, and recomputes everything the public
 * specifications speak of: hashes, tiles, roots, signatures. Of entries it knows only that key q
 * names a payload.
 */
public final class ForeignReader {
  private static final Pattern PAYLOAD = Pattern.compile(",\"q\":\"([A-Za-z0-9_-]{43})\"");

  private final Path folder;
  private final List<ForeignKey> keys;
  private final Set<String> known = new HashSet<>(Set.of("bundle.json"));

  private ForeignReader(Path folder, List<ForeignKey> keys) {
    this.folder = folder;
    this.keys = keys;
  }

  /**
   * The head, when every file is as it was signed. Every key of the policy must have signed the
   * newest head, and every key of the log an older one.
   *
   * @throws ForeignRefusal when anything is not
   */
  public static ForeignHead read(Path folder, byte[] policy)
      throws IOException, GeneralSecurityException, ForeignRefusal {
    List<ForeignKey> keys = new ArrayList<>();
    Matcher vkeys =
        Pattern.compile("(?m)^(?:log|witness [^ ]+) ([^ \n]+)")
            .matcher(new String(policy, StandardCharsets.UTF_8));
    while (vkeys.find()) {
      keys.add(ForeignKey.parse(vkeys.group(1)));
    }
    return new ForeignReader(folder, keys).read();
  }

  private ForeignHead read() throws IOException, GeneralSecurityException, ForeignRefusal {
    ForeignHead head = open("checkpoint", keys);
    List<byte[]> entries = entries((int) head.size());
    List<byte[]> hashes = entries.stream().map(ForeignHash::leaf).toList();
    ForeignRefusal.when(!Arrays.equals(ForeignHash.root(hashes), head.root()), "another root");
    for (Map.Entry<String, byte[]> file : ForeignTiles.files(entries).entrySet()) {
      ForeignRefusal.when(!Arrays.equals(file(file.getKey()), file.getValue()), file.getKey());
    }
    for (byte[] entry : entries) {
      requirePayload(new String(entry, StandardCharsets.US_ASCII));
    }
    for (String name : names()) {
      readOther(name, head, hashes);
    }
    ForeignRefusal.when(!known.containsAll(names()), "a file that belongs to nothing");
    return head;
  }

  private void requirePayload(String entry) throws ForeignRefusal {
    Matcher named = PAYLOAD.matcher(entry);
    if (named.find()) {
      String name =
          "payload/" + HexFormat.of().formatHex(Base64.getUrlDecoder().decode(named.group(1)));
      known.add(name);
      ForeignRefusal.when(!Files.isRegularFile(folder.resolve(name)), "no file " + name);
    }
  }

  private void readOther(String name, ForeignHead head, List<byte[]> hashes)
      throws IOException, GeneralSecurityException, ForeignRefusal {
    if (name.startsWith("checkpoints/")) {
      List<ForeignKey> own = keys.stream().filter(key -> key.name().equals(head.origin())).toList();
      ForeignHead older = open(name, own);
      boolean fits =
          name.equals("checkpoints/" + older.size())
              && older.origin().equals(head.origin())
              && older.size() <= head.size();
      ForeignRefusal.when(!fits, "a head of another size or log");
      byte[] root = ForeignHash.root(hashes.subList(0, (int) older.size()));
      ForeignRefusal.when(!Arrays.equals(root, older.root()), "another history");
    } else if (name.startsWith("payload/") && known.contains(name)) {
      String hash = HexFormat.of().formatHex(ForeignHash.sha256(file(name)));
      ForeignRefusal.when(!name.equals("payload/" + hash), "a payload of another hash");
    }
  }

  private ForeignHead open(String name, List<ForeignKey> needed)
      throws IOException, GeneralSecurityException, ForeignRefusal {
    String note = utf8(file(name));
    int blank = note.lastIndexOf("\n\n");
    ForeignRefusal.when(blank < 0 || !note.endsWith("\n"), "not a note");
    ForeignHead head = ForeignHead.parse(note.substring(0, blank + 1));
    Set<String> signed = new HashSet<>();
    for (String line : note.substring(blank + 2, note.length() - 1).split("\n", -1)) {
      String[] parts = line.split(" ", -1);
      ForeignRefusal.when(parts.length != 3 || !parts[0].equals("\u2014"), "not a signature line");
      byte[] bytes = ForeignKey.decoded(parts[2]);
      ForeignRefusal.when(bytes.length < 5, "a short signature");
      for (ForeignKey key : keys) {
        if (key.name().equals(parts[1]) && Arrays.equals(key.id(), 0, 4, bytes, 0, 4)) {
          byte[] signature = Arrays.copyOfRange(bytes, 4, bytes.length);
          ForeignRefusal.when(!key.signed(head, signature), "a bad signature");
          signed.add(key.vkey());
        }
      }
    }
    for (ForeignKey key : needed) {
      ForeignRefusal.when(!signed.contains(key.vkey()), "a signature that is missing");
    }
    return head;
  }

  private static String utf8(byte[] bytes) throws ForeignRefusal {
    String text = new String(bytes, StandardCharsets.UTF_8);
    ForeignRefusal.when(!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes), "not UTF-8");
    return text;
  }

  private List<byte[]> entries(int size) throws IOException, ForeignRefusal {
    List<byte[]> entries = new ArrayList<>();
    for (int tile = 0; entries.size() < size; tile++) {
      int width = Math.min(256, size - entries.size());
      ByteBuffer bundle = ByteBuffer.wrap(file("tile/entries/" + ForeignTiles.path(tile, width)));
      for (int i = 0; i < width; i++) {
        ForeignRefusal.when(bundle.remaining() < 2, "entries are missing");
        byte[] entry = new byte[bundle.getShort() & 0xffff];
        ForeignRefusal.when(bundle.remaining() < entry.length, "half an entry");
        bundle.get(entry);
        entries.add(entry);
      }
      ForeignRefusal.when(bundle.hasRemaining(), "too many entries");
    }
    return entries;
  }

  private byte[] file(String name) throws IOException, ForeignRefusal {
    known.add(name);
    ForeignRefusal.when(!Files.isRegularFile(folder.resolve(name)), "no file " + name);
    return Files.readAllBytes(folder.resolve(name));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }
}
