package org.patientvault.internal.store;

import static org.patientvault.fuzz.Reading.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.VaultException;

/** A location that is accepted prints no user and no password, and is read again as it prints. */
class StoreLocationFuzz implements Seeded {

  @FuzzTest
  void parse(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    Reading.of(() -> StoreLocation.parse(text), VaultException.InvalidInput.class)
        .ifPresent(StoreLocationFuzz::requireSound);
  }

  private static void requireSound(StoreLocation location) {
    String again = spelled(location);
    require(!again.matches("(?is).*(password|passwd|pwd|user|username)=.*"), "a secret");
    require(StoreLocation.parse(again).equals(location), "another location when read again");
  }

  private static String spelled(StoreLocation location) {
    if (location instanceof PostgresLocation server) {
      String parameters =
          server.parameters().entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining("&"));
      return server.url() + "?" + parameters;
    }
    SqliteLocation file = (SqliteLocation) location;
    return file.maxPages().isPresent()
        ? "jdbc:sqlite:" + file + "?max_page_count=" + file.maxPages().getAsInt()
        : file.toString();
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "file", ascii("/srv/clinic.vault"),
        "sqlite", ascii("jdbc:sqlite:/srv/clinic.vault?busy_timeout=1"),
        "postgresql",
            ascii(
                "jdbc:postgresql://db.example:5432/clinic?sslmode=verify-full&sslrootcert=/etc/ca.pem"),
        "secret", ascii("jdbc:postgresql://u:p@db.example/clinic?password=x"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
