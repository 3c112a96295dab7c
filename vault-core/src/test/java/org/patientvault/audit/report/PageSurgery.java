package org.patientvault.audit.report;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Changes a page the way a forger does who read docs/formats/report-page.md: takes a block out,
 * puts another in, and writes its digest anew.
 */
final class PageSurgery {
  private String page;

  PageSurgery(String page) {
    this.page = page;
  }

  String page() {
    return page;
  }

  /** Changes the page's text as it stands; digests stay. */
  PageSurgery text(UnaryOperator<String> change) {
    String changed = change.apply(page);
    if (changed.equals(page)) {
      throw new AssertionError("nothing was changed");
    }
    page = changed;
    return this;
  }

  PageSurgery plain(String block, UnaryOperator<String> change) {
    String before = only(block);
    String after = change.apply(before);
    text(whole -> whole.replace(open("json", block) + before, open("json", block) + after));
    return digest(block, after.getBytes(StandardCharsets.UTF_8));
  }

  /** Changes the report's JSON. */
  PageSurgery report(UnaryOperator<String> change) {
    return packed(
        "report",
        json ->
            change
                .apply(new String(json, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8));
  }

  /** Changes the list of leaves of a page with the whole log. */
  PageSurgery leaves(UnaryOperator<List<byte[]>> change) {
    return packed("entries", block -> joined(change.apply(leaves(block))));
  }

  PageSurgery packed(String block, UnaryOperator<byte[]> change) {
    byte[] before = content(block);
    byte[] after = change.apply(before.clone());
    if (Arrays.equals(before, after)) {
      throw new AssertionError("nothing was changed");
    }
    String element = open("gzip", block) + Base64.getEncoder().encodeToString(pack(after));
    Matcher found = elements(block).matcher(page);
    StringBuilder changed = new StringBuilder();
    for (boolean first = true; found.find(); first = false) {
      found.appendReplacement(changed, first ? element + "</script>" : "");
    }
    page = found.appendTail(changed).toString();
    return digest(block, after);
  }

  /** A block's bytes as they were before packing. */
  byte[] content(String block) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    elements(block)
        .matcher(page)
        .results()
        .forEach(found -> packed.writeBytes(Base64.getDecoder().decode(found.group(1))));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.toByteArray()))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] pack(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private PageSurgery digest(String block, byte[] content) {
    String hex = HexFormat.of().formatHex(PageDigests.sha256().digest(content));
    page =
        page.replaceFirst(
            "\"" + block + "\":\"[0-9a-f]{64}\"", "\"" + block + "\":\"" + hex + "\"");
    return this;
  }

  private String only(String block) {
    int from = page.indexOf(open("json", block)) + open("json", block).length();
    return page.substring(from, page.indexOf("</script>", from));
  }

  private static String open(String type, String block) {
    return "<script type=\"application/" + type + "\" data-block=\"" + block + "\">";
  }

  private static Pattern elements(String block) {
    return Pattern.compile(Pattern.quote(open("gzip", block)) + "([^<]*)</script>");
  }

  static List<byte[]> leaves(byte[] block) {
    List<byte[]> leaves = new ArrayList<>();
    for (ByteBuffer in = ByteBuffer.wrap(block); in.hasRemaining(); ) {
      byte[] leaf = new byte[in.getShort()];
      in.get(leaf);
      leaves.add(leaf);
    }
    return leaves;
  }

  private static byte[] joined(List<byte[]> leaves) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] leaf : leaves) {
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) leaf.length).array());
      out.writeBytes(leaf);
    }
    return out.toByteArray();
  }
}
