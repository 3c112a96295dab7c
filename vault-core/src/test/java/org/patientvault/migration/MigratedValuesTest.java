package org.patientvault.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.patientvault.MigrationOptions;
import org.patientvault.MigrationReport;
import org.patientvault.RecordView;
import org.patientvault.Vault;
import org.patientvault.model.FieldValue;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.SqliteDatabase;
import org.patientvault.stores.Stores;

/** Every type of value arrives as it was; null, empty and absent stay three things. */
@Tag("once")
class MigratedValuesTest {
  private static final String COLUMNS =
      """
      patientvault-migration: 1
      table: visit
      key: id
      patient: {issuer: "urn:example:mrn", column: mrn}
      record: {type: Visit, id: id}
      columns:
      """;

  private SqliteDatabase database;
  private Vault vault;

  @BeforeEach
  void emptyVault() {
    database = new SqliteDatabase();
    vault =
        Vault.create(database.location(), QuickPassphrase.of("correct horse battery"::toCharArray));
    Ward.useSchema(vault);
  }

  @AfterEach
  void close() {
    vault.close();
    database.close();
  }

  private MigrationReport run(PlainTable table, String columns) {
    return Ward.migration(vault, table, COLUMNS + columns).run(MigrationOptions.defaults());
  }

  private RecordView record(int id) {
    return Ward.physician(vault).read(Ward.key(vault, "m1", Integer.toString(id)));
  }

  @ParameterizedTest
  @EnumSource(Stores.class)
  void eachType_comesBackAsItWas(Stores kind) throws SQLException {
    boolean sqlite = kind == Stores.SQLITE;
    try (PlainTable table = new PlainTable(kind)) {
      table.execute(
          """
          CREATE TABLE visit (id INTEGER PRIMARY KEY, mrn TEXT, note TEXT, pulse BIGINT, weight %s,
            fasting BOOLEAN, born %s, seen %s, image %s, findings %s)\
          """
              .formatted(
                  sqlite ? "TEXT" : "NUMERIC(8,2)",
                  sqlite ? "TEXT" : "DATE",
                  sqlite ? "TEXT" : "TIMESTAMPTZ",
                  sqlite ? "BLOB" : "BYTEA",
                  sqlite ? "TEXT" : "JSON"),
          """
          INSERT INTO visit VALUES (1, 'm1', 'Grüße, "x"', 9223372036854775807, '71.50', %s,
            '1970-05-17', '2026-03-01 10:30:00.123456+01', %s, '{"a": 1.00}')\
          """
              .formatted(sqlite ? "1" : "true", sqlite ? "x'00ff10'" : "'\\x00ff10'"));
      MigrationReport report =
          run(
              table,
              """
                note: {field: note, type: text}
                pulse: {field: pulse, type: integer}
                weight: {field: weight, type: decimal}
                fasting: {field: fasting, type: boolean}
                born: {field: born, type: date}
                seen: {field: seen, type: instant}
                image: {field: image, type: bytes}
                findings: {field: findings, type: json}
              """);
      assertThat(report.complete()).isTrue();
      RecordView record = record(1);
      assertThat(record.get("note").asText()).isEqualTo("Grüße, \"x\"");
      assertThat(record.get("pulse").asInteger()).isEqualTo(BigInteger.valueOf(Long.MAX_VALUE));
      assertThat(record.get("weight").asDecimal()).isEqualTo(new BigDecimal("71.50"));
      assertThat(record.get("fasting").asBoolean()).isTrue();
      assertThat(record.get("born").asDate().text()).isEqualTo("1970-05-17");
      assertThat(record.get("seen").asInstant())
          .isEqualTo(Instant.parse("2026-03-01T09:30:00.123456Z"));
      assertThat(record.get("image").asBytes()).containsExactly(0, 0xff, 0x10);
      assertThat(record.get("findings").asJson()).isEqualTo("{\"a\": 1.00}");
    }
  }

  @ParameterizedTest
  @EnumSource(Stores.class)
  void nullEmptyAndAbsent_stayThreeThings(Stores kind) throws SQLException {
    try (PlainTable table = new PlainTable(kind)) {
      table.execute(
          "CREATE TABLE visit (id INTEGER PRIMARY KEY, mrn TEXT, note TEXT)",
          "INSERT INTO visit VALUES (1, 'm1', NULL), (2, 'm1', '')");
      assertThat(run(table, "  note: {field: note, type: text}\n").complete()).isTrue();
      assertThat(record(1).get("note")).isEqualTo(FieldValue.ofNull());
      assertThat(record(2).get("note")).isEqualTo(FieldValue.text(""));
      assertThat(record(2).get("pulse")).isEqualTo(FieldValue.absent());
    }
  }

  @ParameterizedTest
  @EnumSource(Stores.class)
  void spellingsThatTheMappingExplains_areRead(Stores kind) throws SQLException {
    try (PlainTable table = new PlainTable(kind)) {
      table.execute(
          """
          CREATE TABLE visit
            (id INTEGER PRIMARY KEY, mrn TEXT, fasting TEXT, seen TEXT, admitted BIGINT, born TEXT,
             weight NUMERIC)\
          """,
          """
          INSERT INTO visit VALUES
            (1, 'm1', 'J', '2026-07-01 12:00', 1767225600, '1970', 3),
            (2, 'm1', 'N', '2026-10-25T02:30:00', 0, '1970-05', 3.5)\
          """);
      MigrationReport report =
          run(
              table,
              """
                fasting: {field: fasting, type: boolean, yes: J, no: N}
                seen: {field: seen, type: instant, zone: Europe/Vienna}
                admitted: {field: admitted, type: instant, epoch: seconds}
                born: {field: born, type: date}
                weight: {field: weight, type: decimal, scale: 2}
              """);
      assertThat(report.complete()).isTrue();
      assertThat(record(1).get("fasting").asBoolean()).isTrue();
      assertThat(record(2).get("fasting").asBoolean()).isFalse();
      assertThat(record(1).get("seen").asInstant())
          .isEqualTo(Instant.parse("2026-07-01T10:00:00Z"));
      assertThat(record(2).get("seen").asInstant())
          .as("the first of the two")
          .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
      assertThat(record(1).get("admitted").asInstant())
          .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
      assertThat(record(1).get("born").asDate().text()).isEqualTo("1970");
      assertThat(record(1).get("weight").asDecimal()).isEqualTo(new BigDecimal("3.00"));
      assertThat(record(2).get("weight").asDecimal()).isEqualTo(new BigDecimal("3.50"));
    }
  }

  /** Each value is a bad row of its own; none is rounded, guessed, or quoted in the reason. */
  @Test
  void valuesThatDoNotFit_areRefusedAndNeverQuoted() throws SQLException {
    try (PlainTable table = new PlainTable(Stores.SQLITE)) {
      table.execute(
          """
          CREATE TABLE visit (id INTEGER PRIMARY KEY, mrn TEXT, pulse, weight, fasting, born, seen,
            admitted, image, findings, note)\
          """);
      List<String> bad =
          List.of(
              "pulse, '12x4'",
              "weight, 1.005",
              "weight, 9e999",
              "fasting, 'x12x4'",
              "born, '1970-02-30'",
              "seen, '2026-02-30 10:00:00Z'",
              "seen, '2026-02-03 10:00:00'",
              "admitted, '2026-03-29 02:30:00'",
              "image, '12x4'",
              "findings, '{\"a\":12'",
              "findings, '1 2'",
              "note, x'ff'",
              "note, CAST(x'313278ff' AS TEXT)");
      for (int i = 0; i < bad.size(); i++) {
        String[] each = bad.get(i).split(", ", 2);
        table.execute(
            "INSERT INTO visit (id, mrn, %s) VALUES (%d, 'm1', %s)"
                .formatted(each[0], i + 1, each[1]));
      }
      MigrationReport report =
          run(
              table,
              """
                pulse: {field: pulse, type: integer}
                weight: {field: weight, type: decimal, scale: 2}
                fasting: {field: fasting, type: boolean}
                born: {field: born, type: date}
                seen: {field: seen, type: instant}
                admitted: {field: admitted, type: instant, zone: Europe/Vienna}
                image: {field: image, type: bytes}
                findings: {field: findings, type: json}
                note: {field: note, type: text}
              """);
      assertThat(report.problems()).hasSize(bad.size());
      for (int i = 0; i < bad.size(); i++) {
        MigrationReport.Problem problem = report.problems().get(i);
        assertThat(problem.row()).isEqualTo(i + 1);
        assertThat(problem.reason())
            .startsWith("column " + bad.get(i).split(",", 2)[0] + ": ")
            .doesNotContain("12x")
            .doesNotContain("02-30");
      }
    }
  }

  /** What only PostgreSQL has, by its spelling: no type needs to be known. */
  @Test
  void otherTypesOfPostgres_areReadAndOrderedByTheirSpelling() throws SQLException {
    try (PlainTable table = new PlainTable(Stores.POSTGRES)) {
      table.execute(
          """
          CREATE TABLE visit
            (day DATE, code CHAR(4), uid UUID, id TEXT, mrn TEXT, note TEXT[],
             weight DOUBLE PRECISION, findings JSONB, PRIMARY KEY (day, code, uid))\
          """,
          """
          INSERT INTO visit SELECT date '2026-01-01' + i / 100, 'a' || i % 3, gen_random_uuid(), i::text,
            'm1', ARRAY['x', 'y'], 0.1, '{"b":1.00, "a":[]}' FROM generate_series(1, 1100) AS i\
          """);
      MigrationReport report =
          Ward.migration(
                  vault,
                  table,
                  (COLUMNS
                          + """
                            note: {field: note, type: text}
                            weight: {field: weight, type: decimal}
                            findings: {field: findings, type: json}
                          """)
                      .replace("key: id", "key: [day, code, uid]"))
              .run(MigrationOptions.defaults());
      assertThat(report.complete()).isTrue();
      assertThat(report.created()).isEqualTo(1_100);
      assertThat(record(1100).get("note").asText()).isEqualTo("{x,y}");
      assertThat(record(1100).get("weight").asDecimal()).isEqualTo(new BigDecimal("0.1"));
      assertThat(record(1100).get("findings").asJson()).isEqualTo("{\"a\": [], \"b\": 1.00}");
    }
  }

  /** In SQLite a column may hold a number in one row and a text in the next. */
  @Test
  void keyOfSeveralStorageClasses_isReadToItsEnd() throws SQLException {
    try (PlainTable table = new PlainTable(Stores.SQLITE)) {
      table.execute("CREATE TABLE visit (k PRIMARY KEY, id TEXT, mrn TEXT, note TEXT)", "BEGIN");
      for (int i = 0; i < 900; i++) {
        String key = i % 3 == 0 ? "" + i : i % 3 == 1 ? "'" + i + "'" : "x'%04x'".formatted(i);
        table.execute("INSERT INTO visit VALUES (%s, '%d', 'm1', 'n')".formatted(key, i));
      }
      table.execute("COMMIT");
      String mapping =
          (COLUMNS + "  note: {field: note, type: text}\n").replace("key: id", "key: k");
      MigrationReport report =
          Ward.migration(vault, table, mapping).run(MigrationOptions.defaults());
      assertThat(report.complete()).isTrue();
      assertThat(report.created()).isEqualTo(900);
    }
  }
}
