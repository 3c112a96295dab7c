package org.patientvault.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.patientvault.VaultOptions;

/**
 * A process of its own with the vault open. Arguments: location, database user, file with its
 * password, the node's name, how many patients, how many callers. Each line of input is a number of
 * milliseconds to read for; the answer is how many reads they came to.
 */
public final class NodeWorker {
  private NodeWorker() {}

  public static void main(String[] arguments) throws Exception {
    Path password = Path.of(arguments[2]);
    VaultOptions options =
        VaultOptions.defaults()
            .withNode(arguments[3])
            .withDatabaseLogin(arguments[1], () -> read(password));
    int patients = Integer.parseInt(arguments[4]);
    int callers = Integer.parseInt(arguments[5]);
    try (VaultReads reads = VaultReads.open(arguments[0], options, patients);
        Crew crew = new Crew(reads.single(arguments[3]), callers, false);
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      System.out.println("ready");
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        System.out.println(crew.items(Long.parseLong(line)));
      }
    }
  }

  private static char[] read(Path password) {
    try {
      return Files.readString(password, StandardCharsets.UTF_8).toCharArray();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
