package org.patientvault.internal.documents;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;

/** Passes bytes through as long as they are well-formed UTF-8, then fails. */
final class StrictUtf8Stream extends FilterInputStream {
  private final StrictUtf8 check = new StrictUtf8();

  StrictUtf8Stream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    boolean wellFormed = count < 0 ? check.isComplete() : check.accepts(target, offset, count);
    if (!wellFormed) {
      throw new MalformedInputException(1);
    }
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
