package org.patientvault.internal.documents;

import org.patientvault.model.VaultException;

/** The first key of a schema or policy file: which form it is written in. */
final class FileVersion {
  private static final int CURRENT = 1;

  private FileVersion() {}

  static void require(YamlNode.Mapping root, String key) {
    YamlNode node = root.require(key);
    int version = node.asCount(1_000_000);
    if (version != CURRENT) {
      throw new VaultException.UnsupportedFormat(
          "line " + node.line() + ": " + key + " " + version + " is not known, only " + CURRENT);
    }
  }
}
