package org.patientvault.internal.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;

/** Questions about many records, some dozens in one exchange with the database. */
public final class ManyRecords {
  private static final int AT_ONCE = 64;
  private static final String PLACES =
      Stream.generate(() -> "(?, ?)").limit(AT_ONCE).collect(Collectors.joining(", "));
  private static final String INDEX =
      "SELECT patient, tag, prf, sealed FROM record_index WHERE (patient, tag) IN (VALUES "
          + PLACES
          + ")";
  private static final String HEADS =
      """
      SELECT patient, record, revision, key_version, body, log_shard, log_idx, seal_shard, seal_idx
      FROM record_revision r
      WHERE (patient, record) IN (VALUES %s) AND NOT EXISTS (SELECT 1 FROM record_revision n
        WHERE n.patient = r.patient AND n.record = r.record AND n.revision > r.revision)\
      """
          .formatted(PLACES);

  private final Sql sql;

  ManyRecords(Sql sql) {
    this.sql = sql;
  }

  /** Where a row of the index of records would stand. */
  public record IndexPlace(PatientRef patient, Bytes tag) {}

  /** The rows that are there, of these. */
  public Map<IndexPlace, RecordIndexRow> index(List<IndexPlace> places) {
    return ask(
        INDEX,
        ReadView.RECORD_INDEX,
        places,
        place -> Stream.of(place.patient(), place.tag()),
        row -> new IndexPlace(row.patient(), row.tag()));
  }

  /** The newest revision of each of these that is there. */
  public Map<RecordPlace, RevisionRow> heads(List<RecordPlace> places) {
    return ask(
        HEADS,
        ReadView.REVISION,
        places,
        place -> Stream.of(place.patient(), place.record()),
        row -> new RecordPlace(row.patient(), row.record()));
  }

  /** The last of the places fills up a question, so that there is one statement for all. */
  private <P, R> Map<P, R> ask(
      String question,
      Sql.RowReader<R> reader,
      List<P> places,
      Function<P, Stream<Object>> columns,
      Function<R, P> placeOf) {
    Map<P, R> found = new HashMap<>();
    for (int from = 0; from < places.size(); from += AT_ONCE) {
      List<P> some = places.subList(from, Math.min(from + AT_ONCE, places.size()));
      P last = some.get(some.size() - 1);
      Object[] arguments =
          Stream.concat(some.stream(), Stream.generate(() -> last))
              .limit(AT_ONCE)
              .flatMap(columns)
              .toArray();
      sql.all(question, reader, arguments).forEach(row -> found.put(placeOf.apply(row), row));
    }
    return found;
  }
}
