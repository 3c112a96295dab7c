package org.patientvault.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.patientvault.internal.documents.SourceFixture.bundle;
import static org.patientvault.internal.documents.SourceFixture.bytes;
import static org.patientvault.internal.documents.SourceFixture.entry;
import static org.patientvault.internal.documents.SourceFixture.gzip;
import static org.patientvault.internal.documents.SourceFixture.observation;
import static org.patientvault.internal.documents.SourceFixture.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.VaultException;

class FhirSourceTest {
  @TempDir private Path folder;

  @Test
  void next_aBundle_givesEveryEntryInOrder() throws IOException {
    Path file =
        inputs()
            .file(
                "a.json",
                bundle(
                    entry("urn:uuid:1", "{\"resourceType\":\"Patient\",\"id\":\"p\"}"),
                    entry("urn:uuid:2", observation("o", "urn:uuid:1")),
                    entry("urn:uuid:3", "{\"resourceType\":\"Practitioner\",\"id\":\"d\"}")));
    assertThat(read(file))
        .containsExactly("1:1 Patient -> p", "1:2 Observation -> p", "1:3 Practitioner -> nobody");
  }

  @Test
  void next_aSingleResource_itsTypeLast_isRead() throws IOException {
    assertThat(
            read(inputs().file("a.json", "{\"id\":\"1\",\"entry\":[],\"resourceType\":\"Basic\"}")))
        .containsExactly("1:1 Basic -> nobody");
  }

  @Test
  void next_aBundleWithItsTypeLast_isRead() throws IOException {
    String bundle =
        "{\"entry\":["
            + entry("urn:uuid:1", observation("o", "Patient/p"))
            + "],"
            + "\"resourceType\":\"Bundle\"}";
    assertThat(read(inputs().file("a.json", bundle))).containsExactly("1:1 Observation -> p");
  }

  @Test
  void next_badEntries_areProblems_andTheRestIsRead() throws IOException {
    Path file =
        inputs()
            .file(
                "a.json",
                bundle(
                    "7",
                    "{\"fullUrl\":\"urn:uuid:0\"}",
                    "{\"resource\":[{}]}",
                    entry("urn:uuid:1", "{\"id\":\"no type\"}"),
                    entry("urn:uuid:2", "{\"resourceType\":\"Bundle\"}"),
                    entry(
                        "urn:uuid:3",
                        "{\"resourceType\":\"Basic\",\"a\":{\"b\":[\"\\ud800\"]},\"c\":{}}"),
                    entry("urn:uuid:4", "{\"resourceType\":\"Basic\",\"id\":\"4\"}")));
    assertThat(read(file))
        .containsExactly(
            "1:1 ! an entry must be a JSON object",
            "1:2 ! an entry without a resource",
            "1:3 ! a resource must be a JSON object",
            "1:4 ! the member resourceType is missing",
            "1:5 ! a Bundle inside another input is not read; give it as its own file",
            "1:6 ! a text holds half of a surrogate pair",
            "1:7 Basic -> nobody");
  }

  @Test
  void next_malformedJson_endsTheInput_andTheNextIsRead() throws IOException {
    Path bad =
        inputs()
            .file("a.json", bundle(entry("urn:uuid:1", observation("o", "Patient/p")), "{\"x\":}"));
    Path good = inputs().file("b.json", "{\"resourceType\":\"Basic\",\"id\":\"1\"}");
    List<String> items = read(bad, good);
    assertThat(items.get(0)).isEqualTo("1:1 Observation -> p");
    assertThat(items.get(1)).startsWith("1:2 ! not well-formed JSON at line 1, column ");
    assertThat(items.get(1)).endsWith("; the rest of this input was not read");
    assertThat(items.get(2)).isEqualTo("2:1 Basic -> nobody");
  }

  @Test
  void next_invalidUtf8_endsTheInput() throws IOException {
    byte[] bundle = bytes(bundle(entry("urn:uuid:1", observation("oxo", "Patient/p"))));
    bundle[new String(bundle, StandardCharsets.ISO_8859_1).indexOf("oxo") + 1] = (byte) 0xC0;
    assertThat(read(inputs().write("a.json", bundle)))
        .containsExactly("1:0 ! not valid UTF-8; the rest of this input was not read");
  }

  @Test
  void next_lines_countFromOne_andABadLineStopsNothing() throws IOException {
    byte[] text =
        bytes(
            "{\"resourceType\":\"Patient\",\"id\":\"p\"}\n\n{\"resourceType\":\n"
                + "{\"resourceType\":\"Basic\",\"a\":\"~\"}\r\n"
                + observation("o", "Patient/p")
                + "\r\n{\"resourceType\":\"Bundle\"}\n"
                + observation("o2", "https://server.example/fhir/Patient/p/_history/3"));
    text[new String(text, StandardCharsets.ISO_8859_1).indexOf('~')] = (byte) 0xFF;
    assertThat(read(inputs().write("a.ndjson", text)))
        .containsExactly(
            "1:1 Patient -> p",
            "1:3 ! the JSON ends too early",
            "1:4 ! not valid UTF-8",
            "1:5 Observation -> p",
            "1:6 ! a Bundle inside another input is not read; give it as its own file",
            "1:7 Observation -> p");
  }

  @Test
  void next_aLineOverTheLimit_isAProblem_andTheNextIsRead() throws IOException {
    byte[] text = new byte[LinesInput.MAX_LINE_BYTES + 10_000];
    Arrays.fill(text, (byte) ' ');
    byte[] line = bytes("\n{\"resourceType\":\"Basic\",\"id\":\"1\"}");
    System.arraycopy(line, 0, text, text.length - line.length, line.length);
    assertThat(read(inputs().write("a.ndjson", text)))
        .containsExactly("1:1 ! a line of more than 33554432 bytes", "1:2 Basic -> nobody");
  }

  @Test
  void next_compressed_isReadAlike() throws IOException {
    byte[] bundle = bytes(bundle(entry("urn:uuid:1", observation("o", "Patient/p"))));
    byte[] lines = bytes(observation("o", "Patient/p"));
    assertThat(
            read(
                inputs().write("a.json.gz", gzip(bundle)),
                inputs().write("b.ndjson.gz", gzip(lines))))
        .containsExactly("1:1 Observation -> p", "2:1 Observation -> p");
  }

  @Test
  void next_truncatedGzip_isAProblem() throws IOException {
    String entries = entry("urn:uuid:1", observation("o", "Patient/p"));
    byte[] whole = gzip(bytes(bundle(entries, entries)));
    byte[] cut = Arrays.copyOf(whole, whole.length - 12);
    assertThat(read(inputs().write("a.json.gz", cut)))
        .last()
        .asString()
        .endsWith("! the compressed data end too early; the rest of this input was not read");
    assertThat(read(inputs().write("b.json.gz", bytes("not gzip at all"))))
        .containsExactly(
            "1:0 ! the compressed data are damaged; the rest of this input was not read");
  }

  @Test
  void open_aDirectory_takesWhatItKnowsInOrderOfPath() throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    inputs().file("z.json", "{\"resourceType\":\"Basic\",\"id\":\"1\"}");
    inputs().file("sub/a.ndjson", "{\"resourceType\":\"Media\",\"id\":\"2\"}");
    inputs().file("notes.txt", "not read");
    assertThat(read(folder)).containsExactly("1:1 Media -> nobody", "2:1 Basic -> nobody");
  }

  @Test
  void open_whatIsNotThere_isRefusedByNumber_notByName() {
    Path missing = folder.resolve("Rincon-Maria.json");
    assertThatThrownBy(() -> FhirSource.open(List.of(missing)))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessage("input 1 does not exist");
  }

  @Test
  void open_anotherKindOfFile_isRefused() throws IOException {
    Path text = inputs().file("a.txt", "");
    assertThatThrownBy(() -> FhirSource.open(List.of(text)))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageStartingWith("input 1 is not named .json");
  }

  private SourceFixture inputs() {
    return new SourceFixture(folder);
  }
}
