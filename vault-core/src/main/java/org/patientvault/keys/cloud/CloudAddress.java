package org.patientvault.keys.cloud;

/** Where a key is, read from a protector's URI. */
public interface CloudAddress {
  /** Names the key within its service; stored in the slot's parameters. */
  String keyName();

  /** Whether the key that a slot names is this one. */
  default boolean isKey(String storedName) {
    return storedName.equals(keyName());
  }
}
