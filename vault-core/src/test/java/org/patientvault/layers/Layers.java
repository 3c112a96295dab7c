package org.patientvault.layers;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The layer table as rules, for any root package, so that planted violations can be judged too.
 *
 * <p>A layer may use its own package, the layers its row names, the JDK without {@code java.sql},
 * and the libraries its row names. Whatever is not named is refused: a library has to be admitted
 * here before a layer can use it.
 */
final class Layers {
  private static final String FACADE = "";

  private static final String[] ANNOTATIONS = {
    "org.jspecify.annotations", "com.google.errorprone.annotations"
  };

  private static final List<Row> TABLE =
      List.of(
          new Row("model", Set.of()),
          new Row("access", Set.of("model")),
          new Row(
              "audit",
              Set.of("model", "audit.anchor", "audit.details"),
              Library.BOUNCY_CASTLE,
              Library.CODEC),
          new Row("audit.anchor", Set.of("model"), Library.TIME_STAMPS),
          new Row("audit.details", Set.of("model"), Library.BOUNCY_CASTLE),
          new Row("audit.report", Set.of("model", "audit"), Library.CODEC),
          new Row("audit.fhir", Set.of("model", "audit", "audit.report"), Library.CODEC),
          new Row("audit.witness", Set.of("model", "audit"), Library.BOUNCY_CASTLE),
          new Row(
              "keys",
              Set.of("model", "keys.cloud"),
              Library.BOUNCY_CASTLE,
              Library.CODEC,
              Library.TOKENS,
              Library.LOG),
          new Row("keys.cloud", Set.of("model"), Library.CODEC, Library.CLOUD, Library.JSON),
          new Row(
              "internal.crypto",
              Set.of("model", "keys"),
              Library.TINK,
              Library.BOUNCY_CASTLE,
              Library.CODEC),
          new Row("internal.store", Set.of("model"), Library.SQL, Library.CODEC, Library.LOG),
          new Row("internal.source", Set.of("model", "internal.store"), Library.SQL),
          new Row(
              "internal.ledger",
              Set.of("model", "audit", "internal.crypto", "internal.store"),
              Library.CODEC,
              Library.LOG),
          new Row(
              "internal.sealing",
              Set.of(
                  "model", "audit", "keys", "internal.crypto", "internal.store", "internal.ledger"),
              Library.CODEC,
              Library.CACHE,
              Library.LOG),
          new Row(
              "internal.documents",
              Set.of("model", "access"),
              Library.DOCUMENTS,
              Library.CODEC,
              Library.LOG),
          new Row(
              "internal.jobs",
              Set.of(
                  "model",
                  "access",
                  "audit",
                  "keys",
                  "internal.crypto",
                  "internal.store",
                  "internal.ledger",
                  "internal.sealing",
                  "internal.documents"),
              Library.CODEC,
              Library.LOG),
          new Row(
              FACADE,
              Set.of(
                  "model",
                  "access",
                  "audit",
                  "audit.anchor",
                  "audit.details",
                  "audit.report",
                  "audit.fhir",
                  "audit.witness",
                  "keys",
                  "internal.crypto",
                  "internal.store",
                  "internal.source",
                  "internal.ledger",
                  "internal.sealing",
                  "internal.documents",
                  "internal.jobs"),
              Library.CODEC,
              Library.CACHE,
              Library.LOG));

  private final String root;

  Layers(String root) {
    this.root = root;
  }

  static List<String> names() {
    return TABLE.stream().map(Row::layer).toList();
  }

  /** The layers in an order in which each uses only earlier ones; short of those in a circle. */
  static List<String> fromTheGroundUp() {
    List<String> placed = new ArrayList<>();
    for (int round = 0; round < TABLE.size(); round++) {
      TABLE.stream()
          .filter(row -> !placed.contains(row.layer()) && placed.containsAll(row.uses()))
          .forEach(row -> placed.add(row.layer()));
    }
    return placed;
  }

  /** One layer's row: nothing outside it is used. */
  ArchRule row(String layer) {
    Row row = TABLE.stream().filter(r -> r.layer().equals(layer)).findFirst().orElseThrow();
    return classes()
        .that()
        .resideInAPackage(packageOf(layer))
        .and(not(resideInAnyPackage(layersIn(layer))))
        .should()
        .onlyDependOnClassesThat(allowed(row))
        .allowEmptyShould(true)
        .as(packageOf(layer) + " uses only " + row.uses() + " and " + row.libraries());
  }

  /** The layers with a row of their own inside {@code layer}, such as keys.cloud in keys. */
  private String[] layersIn(String layer) {
    return names().stream()
        .filter(other -> !layer.equals(FACADE) && other.startsWith(layer + "."))
        .map(this::packageOf)
        .toArray(String[]::new);
  }

  ArchRule everyClassHasALayer() {
    String[] packages = names().stream().map(this::packageOf).toArray(String[]::new);
    return classes()
        .should()
        .resideInAnyPackage(packages)
        .as("every class lives in a package of the layer table");
  }

  ArchRule noCycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
  }

  /** Deciding and sealing are functions of their arguments. */
  ArchRule noFilesOrNetwork() {
    return noClasses()
        .that()
        .resideInAnyPackage(packageOf("model"), packageOf("access"), packageOf("internal.crypto"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.nio.file..", "java.nio.channels..")
                .or(
                    resideInAPackage("java.net")
                        .and(
                            DescribedPredicate.describe(
                                "connections", c -> !c.getSimpleName().startsWith("URI"))))
                .or(
                    resideInAPackage("java.io")
                        .and(
                            DescribedPredicate.describe(
                                "files",
                                c -> c.getSimpleName().matches("File.*|RandomAccessFile")))))
        .allowEmptyShould(true)
        .as("model, access and internal.crypto do no I/O");
  }

  /** Time comes in as a parameter; only the façade knows the real clock. */
  ArchRule onlyTheFacadeKnowsTheClock() {
    return noClasses()
        .that(not(resideInAPackage(root)))
        .should()
        .callMethodWhere(DescribedPredicate.describe("reads the real clock", Layers::readsClock))
        .allowEmptyShould(true)
        .as("only the façade reads the real clock");
  }

  ArchRule noStandardStreams() {
    return GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.allowEmptyShould(true);
  }

  ArchRule noPrintStackTrace() {
    return noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "prints a stack trace", call -> call.getName().equals("printStackTrace")))
        .allowEmptyShould(true)
        .as("nothing prints a stack trace");
  }

  /** Every rule by a name that a failing test shows. */
  Map<String, ArchRule> others() {
    return Map.of(
        "every class has a layer", everyClassHasALayer(),
        "no cycles", noCycles(),
        "no files or network", noFilesOrNetwork(),
        "only the façade knows the clock", onlyTheFacadeKnowsTheClock(),
        "no standard streams", noStandardStreams(),
        "no printStackTrace", noPrintStackTrace());
  }

  private DescribedPredicate<JavaClass> allowed(Row row) {
    String[] packages =
        Stream.of(
                Stream.of(packageOf(row.layer())),
                row.uses().stream().map(this::packageOf),
                row.libraries().stream().flatMap(library -> library.packages.stream()),
                Arrays.stream(ANNOTATIONS))
            .flatMap(names -> names)
            .toArray(String[]::new);
    DescribedPredicate<JavaClass> named = resideInAnyPackage(packages);
    DescribedPredicate<JavaClass> jdk =
        resideInAnyPackage("java..", "javax..")
            .and(not(resideInAnyPackage("java.sql..", "javax.sql..")));
    return DescribedPredicate.describe(
        "are named in the layer table",
        used -> {
          JavaClass type = used.getBaseComponentType();
          return type.isPrimitive() || named.test(type) || jdk.test(type);
        });
  }

  private static boolean readsClock(JavaMethodCall call) {
    boolean noArguments = call.getTarget().getRawParameterTypes().isEmpty();
    String owner = call.getTargetOwner().getName();
    boolean now = owner.startsWith("java.time.") && call.getName().equals("now") && noArguments;
    boolean clock = owner.equals(Clock.class.getName()) && call.getName().startsWith("system");
    boolean millis =
        owner.equals(System.class.getName()) && call.getName().equals("currentTimeMillis");
    return now || clock || millis;
  }

  private String packageOf(String layer) {
    return layer.equals(FACADE) ? root : root + "." + layer + "..";
  }

  private record Row(String layer, Set<String> uses, List<Library> libraries) {
    Row(String layer, Set<String> uses, Library... libraries) {
      this(layer, uses, List.of(libraries));
    }
  }

  private enum Library {
    TINK("com.google.crypto.tink.."),
    BOUNCY_CASTLE(
        "org.bouncycastle.crypto..",
        "org.bouncycastle.jce..",
        "org.bouncycastle.math..",
        "org.bouncycastle.pqc.."),
    TIME_STAMPS("org.bouncycastle.."),
    CODEC("org.apache.commons.codec.."),
    LOG("org.slf4j.."),
    CACHE("com.github.benmanes.caffeine.."),
    SQL("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..", "com.zaxxer.."),
    DOCUMENTS("com.fasterxml.jackson..", "org.yaml.snakeyaml.."),
    JSON("com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind.."),
    TOKENS("org.xipki..", "iaik.pkcs.pkcs11.."),
    CLOUD("software.amazon.awssdk..", "com.google.auth..");

    private final List<String> packages;

    Library(String... packages) {
      this.packages = List.of(packages);
    }
  }
}
