package org.patientvault.internal.jobs;

import java.nio.ByteBuffer;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;

/**
 * The position of a row in the order of its table's key: a prefix of fixed length, and the rest.
 */
final class Place {
  private static final Bytes START = Bytes.of(new byte[0]);

  private Place() {}

  static Bytes of(PatientRef patient, Bytes rest) {
    return of(patient.value(), rest);
  }

  static Bytes of(Bytes prefix, Bytes rest) {
    byte[] whole = new byte[prefix.size() + rest.size()];
    prefix.copyTo(whole, 0);
    rest.copyTo(whole, prefix.size());
    return Bytes.wrap(whole);
  }

  static Bytes of(int number) {
    return Bytes.wrap(ByteBuffer.allocate(4).putInt(number).array());
  }

  static int number(Bytes four) {
    return four.size() == 0 ? 0 : ByteBuffer.wrap(four.toArray()).getInt();
  }

  /** The first {@code length} bytes; nothing of the start. */
  static Bytes prefix(Bytes position, int length) {
    return position.size() == 0 ? START : Bytes.of(position.toArray(), 0, length);
  }

  /** What follows the first {@code length} bytes; nothing of the start. */
  static Bytes rest(Bytes position, int length) {
    return position.size() == 0
        ? START
        : Bytes.of(position.toArray(), length, position.size() - length);
  }
}
