package org.patientvault.cli;

import java.util.List;
import org.patientvault.keys.RecoveryShare;

/** Shares in memory, wiped together. */
record Shares(List<RecoveryShare> list) implements AutoCloseable {
  @Override
  public void close() {
    list.forEach(RecoveryShare::close);
  }
}
