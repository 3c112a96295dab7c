package org.patientvault.internal.ledger;

import java.security.SecureRandom;

/**
 * One process with the vault open: the node's name, and the boot that tells two runs of it apart.
 */
public record Node(String name, int boot) {
  /** A new boot of {@code name}. */
  public static Node boot(String name, SecureRandom random) {
    return new Node(name, random.nextInt());
  }
}
