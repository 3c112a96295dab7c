package org.patientvault.fuzz;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.patientvault.model.VaultException;

/** What a reader made of bytes that may be anything. */
public final class Reading {
  private static final int MOST_MESSAGE = 2_000;

  private Reading() {}

  /**
   * What was read; empty when it was refused in one of the documented kinds. Any other exception is
   * a finding, and so is a refusal that says nothing, or that repeats its input at length.
   */
  @SafeVarargs
  public static <T> Optional<T> of(Supplier<T> reader, Class<? extends VaultException>... kinds) {
    try {
      return Optional.of(reader.get());
    } catch (VaultException refusal) {
      boolean documented = false;
      for (Class<?> kind : kinds) {
        documented = documented || kind.isInstance(refusal);
      }
      require(documented, "refused as " + refusal);
      String message = String.valueOf(refusal.getMessage());
      require(!message.isBlank() && message.length() <= MOST_MESSAGE, "said: " + message);
      return Optional.empty();
    }
  }

  /** States what must hold. */
  public static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /** States that what was read is written as the same bytes. */
  public static void requireSame(byte[] written, byte[] read, String what) {
    require(Arrays.equals(written, read), what + " was read that is written otherwise");
  }
}
