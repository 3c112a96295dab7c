package org.patientvault;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.internal.ledger.AuditReceipt;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.sealing.IndexTarget;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RecordIndexRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;

/**
 * Opens the records of drawn patients in a drill's copy, and lets nothing of them out but how many
 * there were. Not asked of the access policy, which is about people who read: each opening is an
 * entry of the copy's log all the same.
 */
final class DrillSample {
  private static final String RANK = "PVds1";
  private static final int PAGE = 1_000;
  private static final int AT_ONCE = 100;

  private final Access access;
  private final Engine copy;

  DrillSample(Access access) {
    this.access = access;
    this.copy = access.engine;
  }

  private record Ranked(Bytes rank, PatientRef patient) {}

  /** The {@code most} patients of the smallest ranks, which the seed gives. */
  List<PatientRef> draw(String seed, int most) {
    PriorityQueue<Ranked> drawn =
        new PriorityQueue<>(Comparator.comparing((Ranked each) -> each.rank().hex()).reversed());
    Bytes after = Bytes.of(new byte[0]);
    List<PatientRef> page = page(after);
    while (!page.isEmpty()) {
      for (PatientRef patient : page) {
        if (!patient.equals(copy.reserved)) {
          drawn.add(new Ranked(rank(seed, patient), patient));
        }
        if (drawn.size() > most) {
          drawn.remove();
        }
      }
      page = page(page.get(page.size() - 1).value());
    }
    return drawn.stream().map(Ranked::patient).toList();
  }

  private List<PatientRef> page(Bytes after) {
    return copy.store.read(rows -> rows.patients(after, PAGE));
  }

  private static Bytes rank(String seed, PatientRef patient) {
    byte[] text = seed.getBytes(StandardCharsets.US_ASCII);
    MessageDigest digest = Sha256.digest();
    digest.update(RANK.getBytes(StandardCharsets.US_ASCII));
    digest.update((byte) text.length);
    digest.update(text);
    digest.update(patient.value().toArray());
    return Bytes.wrap(digest.digest());
  }

  /** Opens every record of {@code patient}, all fields, and gives how many there were. */
  long open(PatientRef patient) {
    List<RecordKey> keys = copy.store.read(rows -> keys(rows, patient));
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      open(patient, keys.subList(from, Math.min(keys.size(), from + AT_ONCE)));
    }
    return keys.size();
  }

  private List<RecordKey> keys(ReadView rows, PatientRef patient) {
    List<RecordKey> keys = new ArrayList<>();
    for (RecordIndexRow row : rows.recordIndexOf(patient)) {
      IndexTarget target = copy.fetcher.target(patient, row);
      keys.add(new RecordKey(patient, target.type(), target.id()));
    }
    return keys;
  }

  private void open(PatientRef patient, List<RecordKey> keys) {
    Rules rules = copy.rules();
    List<ReadFetch.Wanted> wanted = keys.stream().map(key -> wanted(rules, key)).toList();
    EntryDraft draft =
        access
            .draft(EventCode.READ, rules)
            .about(patient)
            .with(Map.of("patient", patient.toString(), "drill", true));
    ReadFetch.Share share = new ReadFetch.Share(patient, draft, wanted);
    AuditReceipt receipt =
        copy.ledger
            .release(new ReadFetch(copy.fetcher, rules.schemaVersion(), List.of(share)))
            .get(0);
    share
        .fetched()
        .forEach(
            record -> copy.opener.open(receipt, record, rules.of(record.key().type()).places()));
  }

  private ReadFetch.Wanted wanted(Rules rules, RecordKey key) {
    return new ReadFetch.Wanted(
        new Reads.Ask(key, 0, Set.of()),
        copy.fetcher.seek(key),
        rules.of(key.type()).whole().named());
  }
}
