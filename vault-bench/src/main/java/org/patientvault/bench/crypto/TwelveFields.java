package org.patientvault.bench.crypto;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.patientvault.bench.Goal;
import org.patientvault.bench.Interleaved;
import org.patientvault.bench.LocalParty;
import org.patientvault.bench.Party;
import org.patientvault.bench.Report;
import org.patientvault.bench.Slice.Cost;
import org.patientvault.bench.TemporaryFolder;
import org.patientvault.bench.VisitFields;
import org.patientvault.bench.Work;
import org.patientvault.internal.crypto.GroupCipher;
import org.patientvault.internal.documents.SchemaFile;
import org.patientvault.internal.sealing.RecordSealer;
import org.patientvault.internal.sealing.SealedGroups;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.GroupName;
import org.patientvault.model.RecordKey;
import org.patientvault.model.RecordRef;
import org.patientvault.model.RecordType;
import org.patientvault.model.TypeSchema;

/**
 * What a record of twelve fields costs to seal and to open under its patient's key, another patient
 * each time, beside twelve calls to that patient's Tink Aead.
 *
 * <p>The vault is measured twice: its sealed groups alone, and its whole row with tags and digests,
 * for which Tink's side has nothing to set against.
 */
public final class TwelveFields implements AutoCloseable {
  private static final int PATIENTS = 1_024;
  private static final String GROUPS = "vault, sealed groups";
  private static final String ROW = "vault, whole row with tags and digests";
  private static final String TINK = "Tink, an Aead per patient, field by field";

  private final TemporaryFolder folder = new TemporaryFolder();
  private final OpenedKeys keys = new OpenedKeys(folder.path(), PATIENTS);
  private final GroupCipher cipher = new GroupCipher();
  private final RecordSealer sealer = new RecordSealer(keys.vault(), cipher);
  private final SealedGroups groups = new SealedGroups(keys.vault(), cipher);
  private final TypeSchema schema =
      SchemaFile.parse(VisitFields.SCHEMA).of(new RecordType("Visit"));
  private final Set<GroupName> names = SealedGroups.names(schema);
  private final Bytes fingerprint = Places.randomId();
  private final List<Visit> visits = IntStream.range(0, PATIENTS).mapToObj(this::visit).toList();
  private final TinkFields tink = new TinkFields(PATIENTS);

  private TwelveFields() throws Exception {}

  /** One record with all that is known of it before the key is looked up. */
  private record Visit(RecordKey key, RecordRef record, SortedMap<FieldName, FieldValue> fields) {}

  private Visit visit(int number) {
    TreeMap<FieldName, FieldValue> fields = new TreeMap<>();
    VisitFields.of(number)
        .forEach((name, text) -> fields.put(new FieldName(name), FieldValue.text(text)));
    return new Visit(
        RecordKey.of(keys.patients().get(number), "Visit", "visit-" + number),
        new RecordRef(Places.randomId()),
        fields);
  }

  private RecordSealer.Place place(Visit visit) {
    return new RecordSealer.Place(
        visit.key(), visit.record(), 1, keys.key(visit.key().patient()), schema);
  }

  /** With keys opened and visits made. */
  public static TwelveFields ready() throws Exception {
    return new TwelveFields();
  }

  public static void ask(Interleaved run, Report report) throws Exception {
    try (TwelveFields fields = ready()) {
      fields.seal(run, report);
      fields.open(run, report);
    }
  }

  /** The vault's parties in sealing. */
  public List<Party> sealing() {
    return List.of(
        LocalParty.of(GROUPS, each(i -> sealedGroups(visits.get(i)).size())),
        LocalParty.of(ROW, each(i -> sealedRow(visits.get(i)).size())));
  }

  /** The vault's parties in opening. */
  public List<Party> opening() {
    List<SortedMap<GroupName, byte[]>> sealed = visits.stream().map(this::sealedGroups).toList();
    List<Bytes> rows = visits.stream().map(this::sealedRow).toList();
    return List.of(
        LocalParty.of(GROUPS, each(i -> groups.open(place(visits.get(i)), sealed.get(i)).size())),
        LocalParty.of(
            ROW, each(i -> groups.open(place(visits.get(i)), names, rows.get(i)).size())));
  }

  private void seal(Interleaved run, Report report) throws Exception {
    List<Party> parties = new ArrayList<>(sealing());
    parties.add(LocalParty.of(TINK, each(i -> tink.seal(i).length)));
    report.add(
        "Seal a record of twelve fields",
        Cost.CPU,
        run.run(parties),
        List.of(new Goal(GROUPS, TINK, 2.5), new Goal(ROW, TINK, 2.5)));
  }

  private void open(Interleaved run, Report report) throws Exception {
    List<byte[][]> theirs = new ArrayList<>();
    for (int i = 0; i < PATIENTS; i++) {
      theirs.add(tink.seal(i));
    }
    List<Party> parties = new ArrayList<>(opening());
    parties.add(LocalParty.of(TINK, each(i -> tink.open(i, theirs.get(i)))));
    report.add(
        "Open a record of twelve fields",
        Cost.CPU,
        run.run(parties),
        List.of(new Goal(GROUPS, TINK, 2), new Goal(ROW, TINK, 2)));
  }

  private SortedMap<GroupName, byte[]> sealedGroups(Visit visit) {
    return groups.seal(place(visit), visit.fields());
  }

  private Bytes sealedRow(Visit visit) {
    return Bytes.of(sealer.seal(place(visit), visit.fields(), fingerprint).encoded());
  }

  /** Work on one patient's record. */
  private interface OnPatient {
    int work(int number) throws Exception;
  }

  /** One patient after the other. */
  private static Work each(OnPatient work) {
    int[] next = {0};
    return () -> work.work(next[0]++ & (PATIENTS - 1));
  }

  @Override
  public void close() {
    keys.close();
    folder.close();
  }
}
