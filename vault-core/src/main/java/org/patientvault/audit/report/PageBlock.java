package org.patientvault.audit.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Data inside a page: script elements of a type that no browser runs, each block with a name.
 *
 * <p>A packed block is one gzip stream in base 64, cut into elements of at most a MiB, so that
 * neither side needs a text of its whole length at once.
 */
final class PageBlock extends OutputStream {
  private static final int CHUNK_BYTES = 3 << 18;

  private final String name;
  private final OutputStream out;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int filled;

  private PageBlock(String name, OutputStream out) {
    this.name = name;
    this.out = out;
  }

  /** A block of JSON that can be read in the page's source. */
  static void plain(String name, PageTemplate.Part json, OutputStream out, PageDigests digests)
      throws IOException {
    MessageDigest sha256 = PageDigests.sha256();
    out.write(ascii("<script type=\"application/json\" data-block=\"" + name + "\">"));
    json.writeTo(new DigestOutputStream(out, sha256));
    out.write(ascii("</script>"));
    digests.put(name, sha256);
  }

  static void packed(String name, PageTemplate.Part content, OutputStream out, PageDigests digests)
      throws IOException {
    MessageDigest sha256 = PageDigests.sha256();
    try (PageBlock block = new PageBlock(name, out);
        GZIPOutputStream packed = new GZIPOutputStream(block, 1 << 16)) {
      content.writeTo(new DigestOutputStream(packed, sha256));
    }
    digests.put(name, sha256);
  }

  /** The digest of each block's content before packing: a page cut short lacks this one. */
  static void end(PageDigests digests, OutputStream out) throws IOException {
    out.write(ascii("<script type=\"application/json\" data-block=\"end\">"));
    PageJson json = new PageJson(out).open('{');
    for (Map.Entry<String, String> each : digests.all().entrySet()) {
      json.name(each.getKey()).text(each.getValue());
    }
    json.close('}').flush();
    out.write(ascii("</script>"));
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, CHUNK_BYTES - filled);
      System.arraycopy(bytes, from + done, chunk, filled, part);
      filled += part;
      done += part;
      if (filled == CHUNK_BYTES) {
        writeChunk();
      }
    }
  }

  private void writeChunk() throws IOException {
    out.write(ascii("<script type=\"application/gzip\" data-block=\"" + name + "\">"));
    out.write(ascii(PageDigests.base64(Arrays.copyOf(chunk, filled))));
    out.write(ascii("</script>\n"));
    filled = 0;
  }

  /** Ends the block; the page goes on behind it. */
  @Override
  public void close() throws IOException {
    if (filled > 0) {
      writeChunk();
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
