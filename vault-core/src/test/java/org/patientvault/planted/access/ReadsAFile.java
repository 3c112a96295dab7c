package org.patientvault.planted.access;

import java.nio.file.Path;

/** A planted violation. */
final class ReadsAFile {
  Path policy;
}
