package org.patientvault.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;

class NoncesTest {
  private long nanos;

  @Test
  void take_aMillionTimes_neverRepeats() {
    Nonces nonces = new Nonces(() -> nanos);
    Set<Bytes> seen = new HashSet<>();
    for (int i = 0; i < 1 << 20; i++) {
      assertThat(seen.add(take(nonces))).isTrue();
    }
  }

  @Test
  void seal_byManyThreadsUnderOneKey_neverRepeatsANonce() throws Exception {
    GroupCipher cipher = new GroupCipher();
    PatientKey key = PatientKey.random(1);

    assertThat(nonces(cipher, key, 8, 1 << 14)).hasSize(8 << 14);
  }

  @Test
  void seal_afterManyRestartsUnderOneKey_neverRepeatsANonce() throws Exception {
    PatientKey key = PatientKey.random(1);
    Set<Bytes> seen = new HashSet<>();
    for (int start = 0; start < 50; start++) {
      seen.addAll(nonces(new GroupCipher(), key, 2, 300));
    }

    assertThat(seen).hasSize(50 * 2 * 300);
  }

  private static Set<Bytes> nonces(GroupCipher cipher, PatientKey key, int threads, int each)
      throws ExecutionException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<Bytes>>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(pool.submit(() -> nonces(cipher, key, each)));
      }
      Set<Bytes> all = new HashSet<>();
      for (Future<List<Bytes>> one : running) {
        all.addAll(one.get());
      }
      return all;
    } finally {
      pool.shutdown();
    }
  }

  private static List<Bytes> nonces(GroupCipher cipher, PatientKey key, int count) {
    List<Bytes> nonces = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] sealed = cipher.seal(key, Places.HERE, new byte[1], 1);
      nonces.add(Bytes.of(sealed, TinkWire.IV_OFFSET, TinkWire.IV_BYTES));
    }
    return nonces;
  }

  @Test
  void twoStartsOfOneSnapshot_partWaysAfterTheAgeLimit_evenInsideABuffer() {
    Nonces one = new Nonces(new Entropy(1), new Generator(), () -> nanos);
    Nonces clone = new Nonces(new Entropy(1, 2), new Generator(), () -> nanos);
    Nonces other = new Nonces(new Entropy(1, 3), new Generator(), () -> nanos);
    Bytes before = take(one);
    assertThat(take(clone)).isEqualTo(before);
    assertThat(take(other)).isEqualTo(before);

    nanos += Nonces.MAX_AGE_NANOS + 1;

    assertThat(take(clone)).isNotEqualTo(take(other));
  }

  @Test
  void withinTheAgeLimit_theOperatingSystemIsNotAskedAgain() {
    Entropy entropy = new Entropy(1, 2);
    Nonces nonces = new Nonces(entropy, new Generator(), () -> nanos);
    nanos += Nonces.MAX_AGE_NANOS;
    for (int i = 0; i < 10 * Nonces.BUFFERED; i++) {
      take(nonces);
    }

    assertThat(entropy.asked).isEqualTo(1);
  }

  private static Bytes take(Nonces nonces) {
    byte[] nonce = new byte[TinkWire.IV_BYTES];
    nonces.take(nonce, 0);
    return Bytes.of(nonce);
  }

  /** What the operating system gives: one known answer after the other. */
  private static final class Entropy extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final int[] answers;
    private int asked;

    Entropy(int... answers) {
      this.answers = answers;
    }

    @Override
    public void nextBytes(byte[] target) {
      target[0] = (byte) answers[Math.min(asked, answers.length - 1)];
      asked++;
    }
  }

  /** A generator that gives the same bytes after the same seeds, as a snapshot of one does. */
  private static final class Generator extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private byte[] state = {};
    private int counter;

    @Override
    public void setSeed(byte[] seed) {
      state = hash(state, seed);
    }

    @Override
    public void setSeed(long seed) {
      // Called by the constructor of java.util.Random, before there is a state.
    }

    @Override
    public void nextBytes(byte[] target) {
      for (int at = 0; at < target.length; at += 32) {
        byte[] block = hash(state, ByteBuffer.allocate(4).putInt(counter++).array());
        System.arraycopy(block, 0, target, at, Math.min(32, target.length - at));
      }
    }

    private static byte[] hash(byte[] first, byte[] second) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(first);
        return digest.digest(second);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }
  }
}
