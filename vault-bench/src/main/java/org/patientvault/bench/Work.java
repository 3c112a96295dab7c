package org.patientvault.bench;

/** A piece of work that can be repeated for ever. Used by one thread at a time. */
@FunctionalInterface
public interface Work {
  /**
   * Does it once. The answer depends on the outcome, so that no compiler can leave the work out.
   */
  int once() throws Exception;
}
