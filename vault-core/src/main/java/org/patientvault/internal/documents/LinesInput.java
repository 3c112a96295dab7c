package org.patientvault.internal.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;

/** An NDJSON file: one resource on each line; empty lines are skipped but counted. */
final class LinesInput implements Input {
  static final int MAX_LINE_BYTES = ResourceReader.MAX_RESOURCE_BYTES;

  private final InputStream in;
  private final int ordinal;
  private final ResourceReader reader;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long line;
  private boolean tooLong;

  LinesInput(InputStream in, int ordinal, ResourceReader reader) {
    this.in = in;
    this.ordinal = ordinal;
    this.reader = reader;
  }

  @Override
  public @Nullable SourceItem next() throws IOException {
    while (true) {
      byte[] text = nextLine();
      if (text == null) {
        return null;
      }
      if (tooLong) {
        return problem("a line of more than " + MAX_LINE_BYTES + " bytes");
      }
      if (!isBlank(text)) {
        return item(text);
      }
    }
  }

  private SourceItem item(byte[] text) {
    try {
      FhirResource resource = FhirJson.read(text, reader);
      return resource.type().equals(BundleInput.BUNDLE)
          ? problem(BundleInput.NESTED)
          : LoneResource.item(ordinal, line, resource);
    } catch (VaultException e) {
      return problem(String.valueOf(e.getMessage()));
    }
  }

  private SourceProblem problem(String reason) {
    return new SourceProblem(ordinal, line, reason);
  }

  private static boolean isBlank(byte[] text) {
    for (byte b : text) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  /** The next line without its end; null behind the last one. */
  private byte @Nullable [] nextLine() throws IOException {
    line++;
    tooLong = false;
    ByteArrayOutputStream text = new ByteArrayOutputStream(4096);
    boolean any = false;
    while (fill()) {
      any = true;
      int stop = endOfLine();
      append(text, stop - at);
      boolean found = stop < end;
      at = found ? stop + 1 : stop;
      if (found) {
        return text.toByteArray();
      }
    }
    return any ? text.toByteArray() : null;
  }

  private void append(ByteArrayOutputStream text, int length) {
    tooLong |= text.size() + length > MAX_LINE_BYTES;
    if (!tooLong) {
      text.write(buffer, at, length);
    }
  }

  private int endOfLine() {
    int stop = at;
    while (stop < end && buffer[stop] != '\n') {
      stop++;
    }
    return stop;
  }

  private boolean fill() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(buffer));
    }
    return at < end;
  }

  @Override
  public long position() {
    return line;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      // A file that was only read loses nothing.
    }
  }
}
