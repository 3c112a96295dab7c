package org.patientvault.internal.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.patientvault.model.VaultException;

/** A mapping file says all of what it means, or is refused with its line. */
class TableMappingFileTest {
  private static final String GOOD =
      """
      patientvault-migration: 1
      table: visit
      key: id
      patient: {issuer: "urn:x", column: mrn}
      record: {type: Visit, id: id}
      columns:
        note: {field: note, type: text}
      ignore: [colour]
      """;

  private static TableMapping parse(String text) {
    return TableMappingFile.parse(text.getBytes(UTF_8));
  }

  @Test
  void goodMapping_isRead() {
    TableMapping mapping = parse(GOOD);
    assertThat(mapping.table()).containsExactly("visit");
    assertThat(mapping.read()).containsExactly("id", "mrn", "note");
    assertThat(mapping.naming()).containsExactly("mrn", "id");
    assertThat(mapping.ignored()).containsExactly("colour");
  }

  @Test
  void mappingOnThePage_isRead() throws IOException {
    String page = Files.readString(Path.of("../docs/moving-in.md"));
    int begin = page.indexOf("```yaml\n") + 8;
    TableMapping mapping = parse(page.substring(begin, page.indexOf("```", begin)));
    assertThat(mapping.key()).isEqualTo(List.of("ward", "number"));
    assertThat(mapping.columns()).hasSize(5);
  }

  /** The page names every type there is, and no other. */
  @Test
  void typesOnThePage_areThoseThereAre() throws IOException {
    List<String> named =
        Files.readAllLines(Path.of("../docs/moving-in.md")).stream()
            .filter(line -> line.matches("\\| `[a-z]+` \\|.*"))
            .map(line -> line.split("`", -1)[1])
            .toList();
    assertThat(named)
        .containsExactlyElementsOf(
            Arrays.stream(ColumnType.values()).map(ColumnType::word).collect(Collectors.toList()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "table: visit; table: [a, b, c]; line 2: expected 1 to 2 names",
        "key: id; key: [id, id]; line 3: a name stands twice",
        "key: id; kee: id; unknown key 'kee'",
        "issuer: \"urn:x\"; issuer: \"urn:x\", issuer-column: y; line 4: say either 'issuer'",
        "{issuer: \"urn:x\", column: mrn}; somebody; line 4: expected keys with values",
        "type: Visit; type: \"9\"; line 5: '9' is not a record type",
        "type: text}; type: words}; line 7: 'words' is not one of",
        "type: text}; type: text, scale: 2}; line 7: 'scale' is for columns of type decimal",
        "type: text}; type: instant, zone: Mars}; line 7: 'Mars' is no time zone",
        "type: text}; type: instant, zone: UTC, epoch: seconds}; no zone",
        "type: text}; type: instant, epoch: years}; an epoch counts 'seconds' or 'milliseconds'",
        "type: text}; type: boolean, yes: J}; 'yes' and 'no' are said together",
        "field: note; field: resourceType; line 7: no field can be called resourceType",
        "field: note; field: \"*\"; line 7: no field can be called *",
        "[colour]; [note]; line 8: the column is to become a field and to be ignored",
        "[colour]; [a, a]; line 8: the column stands twice",
        "patientvault-migration: 1; patientvault-migration: 2; is not known, only 1",
      })
  void mistake_isNamedWithItsLine(String good, String bad, String told) {
    assertThat(GOOD).contains(good);
    assertThatThrownBy(() -> parse(GOOD.replace(good, bad)))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining(told);
  }
}
