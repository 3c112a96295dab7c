package org.patientvault.crash;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Tells whoever started this process what it did, on its standard output. */
final class Teller implements Consumer<Ack> {
  private final FileOutputStream acks = new FileOutputStream(FileDescriptor.out);

  /** One write call a line: what a pipe took is whole, and outlives the writer. */
  @Override
  public synchronized void accept(Ack ack) {
    try {
      acks.write((ack.line() + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
