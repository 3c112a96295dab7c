package org.patientvault.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A token of SoftHSM2: AES-GCM, any number of tokens, and never a locked PIN. */
public final class SoftHsm extends TestToken {
  private static final AtomicInteger TOKENS = new AtomicInteger();

  private final Path place;
  private final Path drawer;

  private SoftHsm(String label, Path place) {
    super(TokenPrograms.module("libsofthsm2.so"), label);
    this.place = place;
    this.drawer = TokenPrograms.make(folder().resolve("unplugged")).resolve(place.getFileName());
  }

  private static Path folder() {
    return TokenPrograms.folder();
  }

  /** A token with a label that no other has. */
  public static SoftHsm make() {
    return make("soft-" + TOKENS.incrementAndGet());
  }

  /** A token labelled {@code label}, whatever others are called. */
  public static SoftHsm make(String label) {
    return made(
        label,
        () ->
            TokenPrograms.run(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                label,
                "--pin",
                PIN,
                "--so-pin",
                ADMINISTRATOR));
  }

  /** A token that its administrator has not finished. */
  public static SoftHsm makeWithoutPin() {
    String label = "soft-" + TOKENS.incrementAndGet();
    return made(
        label,
        () ->
            TokenPrograms.run(
                "pkcs11-tool",
                "--module",
                TokenPrograms.module("libsofthsm2.so").toString(),
                "--slot-index",
                Integer.toString(tokens().size()), // the free slot comes last
                "--init-token",
                "--label",
                label,
                "--so-pin",
                ADMINISTRATOR));
  }

  private static synchronized SoftHsm made(String label, Runnable making) {
    configure();
    Set<Path> before = tokens();
    making.run();
    Set<Path> after = new HashSet<>(tokens());
    after.removeAll(before);
    return new SoftHsm(label, after.iterator().next());
  }

  private static void configure() {
    Path tokens = TokenPrograms.make(folder().resolve("softhsm"));
    try {
      Files.writeString(
          folder().resolve("softhsm2.conf"),
          "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<Path> tokens() {
    try (Stream<Path> all = Files.list(folder().resolve("softhsm"))) {
      return all.collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The token is gone, whoever is logged in. */
  public void unplug() {
    move(place, drawer);
  }

  public void plugIn() {
    move(drawer, place);
  }

  /** The token and its keys are no more; another can be made under its label. */
  public void destroy() {
    TokenPrograms.delete(place);
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
