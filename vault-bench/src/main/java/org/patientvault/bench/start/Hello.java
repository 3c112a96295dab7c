package org.patientvault.bench.start;

/** The least that a JVM can do for a person at a shell. */
public final class Hello {
  private Hello() {}

  public static void main(String[] arguments) {
    System.out.println("hello");
  }
}
