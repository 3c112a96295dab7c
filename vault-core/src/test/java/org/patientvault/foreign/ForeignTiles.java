package org.patientvault.foreign;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that tlog-tiles has for a log: names and bytes. */
final class ForeignTiles {
  private static final int WIDTH = 256;

  private ForeignTiles() {}

  static Map<String, byte[]> files(List<byte[]> entries) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int tile = 0; tile * WIDTH < entries.size(); tile++) {
      List<byte[]> own = part(entries, tile);
      files.put("tile/entries/" + path(tile, own.size()), bundle(own));
    }
    List<byte[]> hashes = entries.stream().map(ForeignHash::leaf).toList();
    for (int level = 0; !hashes.isEmpty(); level++) {
      List<byte[]> above = new ArrayList<>();
      for (int tile = 0; tile * WIDTH < hashes.size(); tile++) {
        List<byte[]> own = part(hashes, tile);
        files.put("tile/" + level + "/" + path(tile, own.size()), joined(own));
        if (own.size() == WIDTH) {
          above.add(ForeignHash.root(own));
        }
      }
      hashes = above;
    }
    return files;
  }

  private static List<byte[]> part(List<byte[]> all, int tile) {
    return all.subList(tile * WIDTH, Math.min(all.size(), (tile + 1) * WIDTH));
  }

  private static byte[] bundle(List<byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      bytes.write(entry.length >>> 8);
      bytes.write(entry.length & 0xff);
      bytes.writeBytes(entry);
    }
    return bytes.toByteArray();
  }

  private static byte[] joined(List<byte[]> hashes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    hashes.forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  /** {@code 1234067} is {@code x001/x234/067}. */
  static String path(int tile, int width) {
    String digits = String.valueOf(tile);
    String padded = "0".repeat((3 - digits.length() % 3) % 3) + digits;
    StringBuilder path = new StringBuilder();
    for (int at = 0; at < padded.length(); at += 3) {
      boolean last = at + 3 == padded.length();
      path.append(last ? "" : "x").append(padded, at, at + 3).append(last ? "" : "/");
    }
    return width == WIDTH ? path.toString() : path + ".p/" + width;
  }
}
