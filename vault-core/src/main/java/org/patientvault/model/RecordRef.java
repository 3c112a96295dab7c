package org.patientvault.model;

/**
 * The vault's own random reference to one record.
 *
 * <p>Sixteen random bytes, printed as 32 lower-case hex digits. Means nothing outside the vault, so
 * it may be shown and logged.
 */
public record RecordRef(Bytes value) {
  /** The length of every reference. */
  public static final int SIZE_BYTES = 16;

  public RecordRef {
    if (value.size() != SIZE_BYTES) {
      throw new IllegalArgumentException(
          "a record reference has " + SIZE_BYTES + " bytes, not " + value.size());
    }
  }

  /** Reads what {@link #toString} prints. */
  public static RecordRef parse(String hex) {
    return new RecordRef(Bytes.fromHex(hex));
  }

  @Override
  public String toString() {
    return value.hex();
  }
}
