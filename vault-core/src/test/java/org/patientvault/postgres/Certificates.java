package org.patientvault.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority that certifies servers, made with openssl in a folder of the test. */
final class Certificates {
  private final Path folder;
  private final String name;

  private Certificates(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  static Certificates authority(Path folder, String name) {
    Certificates made = new Certificates(folder, name);
    made.openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN="
            + name
            + " -keyout "
            + made.path(name + ".key")
            + " -out "
            + made.root());
    return made;
  }

  /** The authority's own certificate: for {@code sslrootcert}. */
  Path root() {
    return path(name + ".crt");
  }

  /** Certifies that {@code host} is who has the key {@code HOST.key} in the folder. */
  Path server(String host) {
    Path certificate = path(host + ".crt");
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN="
            + host
            + " -addext subjectAltName=DNS:"
            + host
            + " -keyout "
            + key(host)
            + " -out "
            + path(host + ".csr"));
    openssl(
        "x509 -req -days 2 -copy_extensions copy -CAcreateserial -in "
            + path(host + ".csr")
            + " -CA "
            + root()
            + " -CAkey "
            + path(name + ".key")
            + " -out "
            + certificate);
    return certificate;
  }

  Path key(String host) {
    return path(host + ".key");
  }

  private Path path(String file) {
    return folder.resolve(file);
  }

  private void openssl(String arguments) {
    List<String> words = new ArrayList<>(List.of("openssl"));
    words.addAll(List.of(arguments.split(" ")));
    Path told = path("openssl.out");
    try {
      Process openssl =
          new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(told.toFile()).start();
      if (openssl.waitFor() != 0) {
        throw new AssertionError(Files.readString(told));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
