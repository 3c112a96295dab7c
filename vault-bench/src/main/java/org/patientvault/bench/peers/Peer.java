package org.patientvault.bench.peers;

/**
 * A library that can seal twelve short fields and open them again.
 *
 * <p>{@link PeerServer} runs it in a JVM of its own.
 */
public interface Peer {
  /** What it binds, and what it commits to: for the table. */
  String remark();

  /** Seals {@code fields}, and keeps what came out for {@link #open}. */
  int seal(byte[][] fields) throws Exception;

  /** Opens what the last {@link #seal} kept; the number of bytes of plaintext. */
  int open() throws Exception;

  /** The bytes of what the last {@link #seal} kept. */
  int sealedBytes();
}
