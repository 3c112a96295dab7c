package org.patientvault.bench.start;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.bench.Goal;
import org.patientvault.bench.Interleaved;
import org.patientvault.bench.Report;
import org.patientvault.bench.Slice.Cost;
import org.patientvault.bench.TemporaryFolder;

/**
 * How long a person waits for {@code patientvault --version} and for one field of one record,
 * beside a JVM that only says hello and beside the same jar started plainly.
 *
 * <p>The vault opens with a keystore slot, whose passphrase derivation is short, so that the wait
 * of a deliberately slow one is not measured. Runs in the checkout, with the command line built.
 */
public final class StartUp implements AutoCloseable {
  private static final int ROUNDS = 15;
  private static final String BARE = "bare JVM, hello";
  private static final String VERSION = "patientvault --version";
  private static final String READ = "patientvault record get, one field";
  private static final String READ_PLAIN = "the same with java -jar";

  private final TemporaryFolder folder = new TemporaryFolder();
  private final String launcher = Path.of("patientvault").toAbsolutePath().toString();
  private final String java =
      Path.of(System.getProperty("java.home"), "bin", "java").toAbsolutePath().toString();
  private final List<String> read;

  private StartUp() throws Exception {
    read = prepare();
  }

  public static void ask(Interleaved run, Report report) throws Exception {
    try (StartUp start = new StartUp()) {
      start.measure(report);
    }
  }

  private void measure(Report report) throws Exception {
    Interleaved run = new Interleaved(2, ROUNDS, 1);
    report.add(
        "Whole processes",
        Cost.WALL,
        run.run(
            List.of(
                new ProcessParty(BARE, List.of(java, "-cp", classes(), Hello.class.getName())),
                new ProcessParty(VERSION, List.of(launcher, "--version")),
                new ProcessParty(READ, with(List.of(launcher), read)),
                new ProcessParty(READ_PLAIN, with(List.of(java, "-jar", jar()), read)))),
        List.of(new Goal(VERSION, BARE, 1 / 3.5), new Goal(READ, READ_PLAIN, 1.5)));
  }

  /** Makes a vault with one record behind a keystore slot, and says how to read a field of it. */
  private List<String> prepare() throws Exception {
    String passphrase = file("pw", "not a secret\n");
    String keystore = folder.path().resolve("kek.p12").toString();
    String vault = folder.path().resolve("clinic.vault").toString();
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    ProcessParty.run(
        List.of(
            keytool,
            "-genseckey",
            "-alias",
            "kek",
            "-keyalg",
            "AES",
            "-keysize",
            "256",
            "-storetype",
            "PKCS12",
            "-keystore",
            keystore,
            "-storepass:file",
            passphrase));
    List<String> opened = List.of("--vault=" + vault, "--passphrase-file=" + passphrase);
    command(List.of("init", "--protector", "keystore:" + keystore + "?alias=kek"), opened);
    String patient = file("patient.json", PATIENT);
    command(List.of("import", "fhir", patient), opened);
    String ref =
        command(List.of("patient", "list", "--role=physician", "--purpose=TREAT"), opened)
            .lines()
            .findFirst()
            .orElseThrow()
            .strip();
    return with(
        List.of(
            "record",
            "get",
            "--role=physician",
            "--purpose=TREAT",
            ref,
            "Patient",
            "p1",
            "--field",
            "birthDate"),
        opened);
  }

  private static final String PATIENT =
      """
      {"resourceType":"Patient","id":"p1","birthDate":"1970-01-01","gender":"female",
       "identifier":[{"system":"urn:example:mrn","value":"1"}],"name":[{"family":"Example"}]}
      """;

  private String command(List<String> arguments, List<String> opened) throws Exception {
    return ProcessParty.run(with(with(List.of(launcher), arguments), opened));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.path().resolve(name), text).toString();
  }

  private static List<String> with(List<String> first, List<String> more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(more);
    return all;
  }

  private static String classes() {
    return Path.of("vault-bench/target/classes").toAbsolutePath().toString();
  }

  private static String jar() throws IOException {
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(Path.of("vault-cli/target"), "vault-cli-*.jar")) {
      return jars.iterator().next().toAbsolutePath().toString();
    }
  }

  @Override
  public void close() {
    folder.close();
  }
}
