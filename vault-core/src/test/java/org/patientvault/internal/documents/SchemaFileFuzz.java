package org.patientvault.internal.documents;

import static org.patientvault.fuzz.Reading.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.Schema;
import org.patientvault.model.VaultException;

/** A schema file is read, or refused in one way; what is read stays within the limits. */
class SchemaFileFuzz implements Seeded {

  private static final String SMALL =
      """
      patientvault-schema: 1
      name: small
      classes: {admin: N, clinical: R}
      other-types: clinical
      types:
        Patient:
          fields:
            admin: [name, birthDate]
            clinical: [note]
          groups: {contact: [name]}
          padding: {note: 64, name: none}
          others: clinical
      """;

  @FuzzTest
  void parse(byte[] file) {
    Optional<Schema> schema =
        Reading.of(
            () -> SchemaFile.parse(file),
            VaultException.InvalidInput.class,
            VaultException.UnsupportedFormat.class);
    schema.ifPresent(
        read -> {
          require(file.length <= StrictYaml.MAX_BYTES, "too long a file");
          require(SchemaFile.parse(file).equals(read), "another schema at the second reading");
          SchemaFile.lint(read);
        });
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "small",
        SMALL.getBytes(StandardCharsets.UTF_8),
        "another-version",
        "patientvault-schema: 2\n".getBytes(StandardCharsets.UTF_8));
  }
}
