package org.patientvault.internal.sealing;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.Padding;
import org.patientvault.model.TypeSchema;
import org.patientvault.model.VaultException;

/**
 * The plaintext of one field group: its fields in order of their names, then zeros up to the padded
 * length.
 *
 * <p>Stateless. Format: docs/formats/field-envelope.md, "Group plaintext".
 */
final class GroupCodec {
  static final int MAX_FIELDS = 4_096;
  static final int MIN_BYTES = 32;

  private GroupCodec() {}

  /**
   * Encodes {@code fields}; the kinds that are never stored are an {@link
   * IllegalArgumentException}.
   */
  static byte[] encode(SortedMap<FieldName, FieldValue> fields, TypeSchema schema) {
    if (fields.size() > MAX_FIELDS) {
      throw new VaultException.LimitExceeded(
          "a group holds at most " + MAX_FIELDS + " fields, not " + fields.size());
    }
    byte[] encoded = new byte[paddedSize(fields, schema)];
    ByteBuffer out = ByteBuffer.wrap(encoded);
    out.putShort((short) fields.size());
    for (Map.Entry<FieldName, FieldValue> field : fields.entrySet()) {
      encode(encoded, out, field.getKey(), field.getValue());
    }
    return encoded;
  }

  private static void encode(byte[] encoded, ByteBuffer out, FieldName name, FieldValue value) {
    if (value.kind().code() < 0) {
      throw new IllegalArgumentException(
          "the field " + name + " is " + value.kind() + ", which is never stored");
    }
    byte[] spelled = name.value().getBytes(StandardCharsets.US_ASCII);
    out.put((byte) spelled.length)
        .put(spelled)
        .put((byte) value.kind().code())
        .putInt(value.encodedSize());
    value.encodeTo(encoded, out.position());
    out.position(out.position() + value.encodedSize());
  }

  private static int paddedSize(SortedMap<FieldName, FieldValue> fields, TypeSchema schema) {
    int size = 2;
    int reserved = 0;
    boolean rounded = fields.isEmpty();
    for (Map.Entry<FieldName, FieldValue> field : fields.entrySet()) {
      Padding padding = schema.ruleOf(field.getKey()).padding();
      int bytes = 6 + field.getKey().value().length() + field.getValue().encodedSize();
      size += bytes;
      reserved += Math.max(0, padding.reserveBytes() - bytes);
      rounded |= padding.rounded();
    }
    return rounded ? padme(Math.max(size + reserved, MIN_BYTES)) : size + reserved;
  }

  /** Padmé: keeps the leading bits of a length, at most 12 % more (Nikitin et al., PETS 2019). */
  static int padme(int length) {
    int exponent = 31 - Integer.numberOfLeadingZeros(length);
    int kept = 32 - Integer.numberOfLeadingZeros(exponent);
    int mask = (1 << (exponent - kept)) - 1;
    return (length + mask) & ~mask;
  }

  /**
   * Decodes the fields that {@code wanted} asks for; whatever deviates from the format is {@link
   * VaultException.Tampered}.
   */
  static SortedMap<FieldName, FieldValue> decode(byte[] plaintext, Predicate<FieldName> wanted) {
    try {
      return read(plaintext, ByteBuffer.wrap(plaintext), wanted);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new VaultException.Tampered(
          "a group opened but does not follow the format; it was not written by a vault", e);
    }
  }

  private static SortedMap<FieldName, FieldValue> read(
      byte[] plaintext, ByteBuffer in, Predicate<FieldName> wanted) {
    TreeMap<FieldName, FieldValue> fields = new TreeMap<>();
    String previous = "";
    for (int left = Short.toUnsignedInt(in.getShort()); left > 0; left--) {
      String name = name(in);
      require(previous.compareTo(name) < 0);
      previous = name;
      FieldValue.Kind kind = FieldValue.Kind.ofCode(in.get());
      int length = in.getInt();
      require(length >= 0 && length <= in.remaining());
      FieldName field = new FieldName(name);
      if (wanted.test(field)) {
        fields.put(field, FieldValue.decode(kind, plaintext, in.position(), length));
      }
      in.position(in.position() + length);
    }
    for (int i = in.position(); i < plaintext.length; i++) {
      require(plaintext[i] == 0);
    }
    return fields;
  }

  private static String name(ByteBuffer in) {
    byte[] spelled = new byte[Byte.toUnsignedInt(in.get())];
    in.get(spelled);
    return new String(spelled, StandardCharsets.US_ASCII);
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException("not a group plaintext");
    }
  }
}
