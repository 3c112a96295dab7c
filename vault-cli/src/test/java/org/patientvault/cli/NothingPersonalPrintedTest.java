package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/**
 * P4 at the shell: what administrators' commands print, and what any command prints when it fails,
 * tells of no person. Input files are named after the patients in them, as they often are.
 */
@Tag("once")
@OnBothStores
class NothingPersonalPrintedTest {
  private static final String NAME = "Quillfeather";
  private static final String IDENTIFIER = "MRN-99173355";
  private static final String BIRTH_DATE = "1938-11-07";
  private static final String NOTE = "fears that her sister hears of it";
  private static final List<String> PERSONAL = List.of(NAME, IDENTIFIER, BIRTH_DATE, NOTE);
  private static final String FILE = NAME + "_" + BIRTH_DATE + "_" + IDENTIFIER;

  private static final String PERSON =
      """
      "id":"p1","identifier":[{"system":"urn:mrn","value":"%s"}],"name":[{"family":"%s"}],\
      "birthDate":"%s","text":{"status":"generated","div":"<div>%s</div>"}\
      """
          .formatted(IDENTIFIER, NAME, BIRTH_DATE, NOTE);

  private static final String PATIENT = "{\"resourceType\":\"Patient\"," + PERSON + "}";

  @TempDir Path folder;
  private CommandLineFixture shell;
  private final List<Ran> refused = new ArrayList<>();

  @BeforeEach
  void init(TestDatabase database) {
    shell = new CommandLineFixture(folder, database.location());
    String store = "keystore:" + shell.path("kek.p12") + "?alias=kek";
    assertThat(shell.run("init", "--protector=" + store).code()).isZero();
  }

  private static void assertTellsNothing(String printed) {
    String lower = printed.toLowerCase(Locale.ROOT);
    PERSONAL.forEach(each -> assertThat(lower).doesNotContain(each.toLowerCase(Locale.ROOT)));
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private String importPatient() {
    Path file = shell.write(FILE + ".json", PATIENT);
    Ran ran = shell.run("import", "fhir", file.toString());
    assertThat(ran.code()).isZero();
    assertTellsNothing(ran.all());
    return physician("", "patient", "list").out().strip();
  }

  private Ran physician(String input, String... arguments) {
    return shell.runWithInput(input, with(arguments, "--role=physician", "--purpose=TREAT"));
  }

  /** All but the audit log, which tells an auditor in real names who saw what. */
  @Test
  void commandsThatOpenNoRecord_tellNothing() {
    importPatient();
    for (String[] each :
        new String[][] {
          {"status"},
          {"doctor"},
          {"audit", "verify", "--records"},
          {"protector", "list"},
          {"patient", "list", "--role=physician", "--purpose=TREAT"},
          {"import", "fhir", shell.path(FILE + ".json").toString()}
        }) {
      for (String[] more : new String[][] {{}, {"--json"}, {"--debug"}}) {
        Ran ran = shell.run(with(each, more));
        assertThat(ran.all()).isNotBlank();
        assertTellsNothing(ran.all());
      }
    }
  }

  @Test
  void refusedInput_isNotRepeated() {
    String cut = PATIENT.substring(0, PATIENT.length() - 1);
    for (String content :
        List.of(
            cut,
            cut + "," + PERSON + "}",
            cut + "," + NAME + "}",
            cut + ",\"active\":" + NAME + "}",
            "{\"resourceType\":\"" + NAME + " " + NOTE + "\"," + PERSON + "}",
            "{\"resourceType\":\"Patient\",\"id\":\"" + NOTE.repeat(20) + "\"}",
            "{\"" + NAME + "\":\"" + NOTE + "\"}",
            NOTE)) {
      for (String name : List.of(FILE + ".json", FILE + ".ndjson", FILE + ".json.gz")) {
        Path file = shell.write(name, content);
        fails("", "import", "fhir", file.toString());
      }
    }
    assertRefusedSilently();
  }

  @Test
  void wrongBytesInInput_areNotRepeated() throws IOException {
    byte[] latin = PATIENT.replace(NOTE, NOTE + "\u00ff").getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(shell.path(FILE + ".json"), latin);
    fails("", "import", "fhir", file.toString());
    assertRefusedSilently();
  }

  @Test
  void wrongArguments_areNotRepeated() {
    String patient = importPatient();
    fails("", "import", "fhir", shell.path(FILE + ".missing.json").toString());
    fails("", "import", "fhir", shell.write(FILE + ".docx", NOTE).toString());
    fails("", "import", "fhir", "--" + NAME + "=" + IDENTIFIER);
    fails("", "status", NAME);
    fails("", "patient", "list", "--json=" + NAME);
    fails("", "record", "get", NAME, "Patient", "p1");
    fails("", "record", "get", patient, NAME + " " + NOTE, "p1");
    fails("", "record", "get", patient, "Patient", IDENTIFIER);
    fails("", "record", "get", patient, "Patient", "p1", "--field=" + NAME + " " + NOTE);
    fails(NOTE, "record", "put", patient);
    fails("{\"resourceType\":\"Patient\"," + NAME + "}", "record", "put", patient);
    fails(PATIENT, "record", "put", NAME);
    fails("urn:mrn|" + IDENTIFIER + "-0\n", "patient", "find");
    fails(NAME + "\n", "patient", "find");
    assertRefusedSilently();
  }

  /** As a physician, plain, with traces, and as JSON. */
  private void fails(String input, String... arguments) {
    refused.add(physician(input, arguments));
    refused.add(physician(input, with(arguments, "--debug")));
    refused.add(physician(input, with(arguments, "--json")));
  }

  private void assertRefusedSilently() {
    for (Ran ran : refused) {
      assertThat(ran.code()).as(ran.all()).isNotZero();
      assertThat(ran.err()).isNotBlank();
      assertTellsNothing(ran.all());
    }
  }
}
