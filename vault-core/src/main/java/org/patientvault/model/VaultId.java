package org.patientvault.model;

/**
 * Names one vault for ever; bound into every sealed value and every wrapped key.
 *
 * <p>Sixteen random bytes, printed as 32 lower-case hex digits. Means nothing outside the vault, so
 * it may be shown and logged.
 */
public record VaultId(Bytes value) {
  /** The length of every id. */
  public static final int SIZE_BYTES = 16;

  public VaultId {
    if (value.size() != SIZE_BYTES) {
      throw new IllegalArgumentException(
          "a vault id has " + SIZE_BYTES + " bytes, not " + value.size());
    }
  }

  /** Reads what {@link #toString} prints. */
  public static VaultId parse(String hex) {
    return new VaultId(Bytes.fromHex(hex));
  }

  @Override
  public String toString() {
    return value.hex();
  }
}
