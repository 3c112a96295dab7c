package org.patientvault.bench.crypto;

import com.google.crypto.tink.Aead;
import java.util.List;
import org.patientvault.bench.Goal;
import org.patientvault.bench.Interleaved;
import org.patientvault.bench.LocalParty;
import org.patientvault.bench.Measurements;
import org.patientvault.bench.Party;
import org.patientvault.bench.Report;
import org.patientvault.bench.Slice.Cost;
import org.patientvault.bench.TemporaryFolder;
import org.patientvault.bench.Work;
import org.patientvault.internal.crypto.GroupCipher;
import org.patientvault.internal.crypto.GroupContext;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.model.PatientRef;

/**
 * What sealing and opening 64 bytes cost, bound to their place, beside Tink's own Aead: alone and
 * on two threads.
 */
public final class OneValue implements AutoCloseable {
  private static final String VAULT = "vault";
  private static final String VAULT_TWO = "vault, two threads";
  private static final String TINK = "Tink, place handed in ready-made";
  private static final String TINK_TWO = "Tink, two threads";
  private static final String TINK_BUILDS = "Tink, builds the place as the vault does";

  private final TemporaryFolder folder = new TemporaryFolder();
  private final OpenedKeys keys = new OpenedKeys(folder.path(), 1);
  private final PatientRef patient = keys.patients().get(0);
  private final GroupCipher cipher = new GroupCipher();
  private final GroupContext context = Places.context(keys.vault(), patient);
  private final byte[] text = new byte[64];
  private final byte[] bound = Places.associatedData(context, OpenedKeys.VERSION);
  private final Aead tink = StockTink.aead();

  private OneValue() throws Exception {}

  public static void ask(Interleaved run, Report report) throws Exception {
    try (OneValue value = new OneValue()) {
      value.seal(run, report);
      value.open(run, report);
      value.sealOnTwoThreads(run, report);
    }
  }

  private void seal(Interleaved run, Report report) throws Exception {
    Measurements measured =
        run.run(
            List.of(
                LocalParty.of(VAULT, sealing()),
                LocalParty.of(TINK, tinkSealing()),
                LocalParty.of(
                    TINK_BUILDS,
                    () ->
                        tink.encrypt(text, Places.associatedData(context, OpenedKeys.VERSION))
                            .length)));
    report.add(
        "Seal 64 bytes, one thread",
        Cost.CPU,
        measured,
        List.of(new Goal(VAULT, TINK, 1.2), new Goal(VAULT, TINK_BUILDS, 1.2)));
  }

  private void open(Interleaved run, Report report) throws Exception {
    PatientKey key = keys.key(patient);
    byte[] ours = cipher.seal(key, context, text, text.length);
    byte[] theirs = tink.encrypt(text, bound);
    Measurements measured =
        run.run(
            List.of(
                LocalParty.of(
                    VAULT,
                    () -> cipher.open(keys.key(patient), context, ours, 0, ours.length).length),
                LocalParty.of(TINK, () -> tink.decrypt(theirs, bound).length),
                LocalParty.of(
                    TINK_BUILDS,
                    () ->
                        tink.decrypt(theirs, Places.associatedData(context, OpenedKeys.VERSION))
                            .length)));
    report.add(
        "Open 64 bytes, with key lookup, one thread",
        Cost.CPU,
        measured,
        List.of(new Goal(VAULT, TINK, 1.0), new Goal(VAULT, TINK_BUILDS, 1.0)));
  }

  private void sealOnTwoThreads(Interleaved run, Report report) throws Exception {
    List<Party> parties =
        List.of(
            LocalParty.of(VAULT, sealing()),
            LocalParty.of(VAULT_TWO, 2, this::sealing),
            LocalParty.of(TINK, tinkSealing()),
            LocalParty.of(TINK_TWO, 2, this::tinkSealing));
    report.add(
        "Seal 64 bytes, together on two threads",
        Cost.WALL,
        run.run(parties),
        List.of(
            new Goal(VAULT_TWO, TINK_TWO, Runtime.version().feature() >= 25 ? 3.5 : 4),
            new Goal(VAULT_TWO, VAULT, 1.7)));
  }

  private Work sealing() {
    PatientKey key = keys.key(patient);
    return () -> cipher.seal(key, context, text, text.length).length;
  }

  private Work tinkSealing() {
    return () -> tink.encrypt(text, bound).length;
  }

  @Override
  public void close() {
    keys.close();
    folder.close();
  }
}
