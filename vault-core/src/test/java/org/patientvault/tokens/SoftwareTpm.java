package org.patientvault.tokens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A TPM 2.0 of software behind tpm2-pkcs11: RSA without AES-GCM, and a PIN that locks.
 *
 * <p>One at a time in a process, for its socket's name stands in the environment. Has no resource
 * manager, as a TPM behind the kernel has: two keys at a time are what it holds.
 */
public final class SoftwareTpm extends TestToken implements AutoCloseable {
  private static final String TOKEN = "tpm";

  private final Process process;
  private final Thread atExit;

  private SoftwareTpm(Process process) {
    super(TokenPrograms.module("libtpm2_pkcs11.so"), TOKEN);
    this.process = process;
    this.atExit = new Thread(process::destroyForcibly, "stop-swtpm");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** A new TPM with a token of ours; the one before must be closed. */
  public static SoftwareTpm start() {
    Path folder = TokenPrograms.folder();
    TokenPrograms.delete(folder.resolve("tpm-state"));
    TokenPrograms.delete(folder.resolve("tpm-store"));
    TokenPrograms.make(folder.resolve("tpm-store"));
    SoftwareTpm tpm = new SoftwareTpm(launched(folder));
    try {
      tpm.initialise();
      return tpm;
    } catch (RuntimeException | Error e) {
      tpm.close();
      throw e;
    }
  }

  private static Process launched(Path folder) {
    try {
      Path socket = folder.resolve("tpm");
      Files.deleteIfExists(socket);
      Process process =
          new ProcessBuilder(
                  "swtpm",
                  "socket",
                  "--tpm2",
                  "--flags",
                  "not-need-init,startup-clear",
                  "--tpmstate",
                  "dir=" + TokenPrograms.make(folder.resolve("tpm-state")),
                  "--server",
                  "type=unixio,path=" + socket,
                  "--ctrl",
                  "type=unixio,path=" + socket + ".ctrl")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("swtpm.log").toFile())
              .start();
      awaitSocket(process, socket);
      return process;
    } catch (IOException e) {
      throw new AssertionError("swtpm does not run; make tools installs it", e);
    }
  }

  private static void awaitSocket(Process process, Path socket) throws IOException {
    try {
      for (int tries = 0; !Files.exists(socket) && tries < 500; tries++) {
        if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
          throw new AssertionError("swtpm ended at once; see swtpm.log beside " + socket);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while swtpm started", e);
    }
  }

  private void initialise() {
    String module = module().toString();
    TokenPrograms.run(
        "pkcs11-tool",
        "--module",
        module,
        "--slot-index",
        "0",
        "--init-token",
        "--label",
        TOKEN,
        "--so-pin",
        ADMINISTRATOR);
    TokenPrograms.run(
        "pkcs11-tool",
        "--module",
        module,
        "--token-label",
        TOKEN,
        "--login",
        "--login-type",
        "so",
        "--so-pin",
        ADMINISTRATOR,
        "--init-pin",
        "--new-pin",
        PIN);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
