package org.patientvault.bench.token;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.bench.Interleaved;
import org.patientvault.bench.LocalParty;
import org.patientvault.bench.Party;
import org.patientvault.bench.Report;
import org.patientvault.bench.Slice.Cost;
import org.patientvault.bench.TemporaryFolder;
import org.patientvault.bench.Work;
import org.patientvault.keys.KeyProtector;
import org.patientvault.keys.ProtectorProvider;
import org.patientvault.keys.ProtectorUri;
import org.patientvault.keys.Protectors;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Bytes;
import org.patientvault.tokens.SoftHsm;
import org.patientvault.tokens.SoftwareTpm;
import org.patientvault.tokens.TestToken;

/**
 * What a slot costs by the protector that opens it: cold, from the secret to the keyset, and warm,
 * by a protector that is open already.
 */
public final class TokenSlots {
  private static final byte[] KEYSET = new byte[100];
  private static final byte[] CONTEXT = new byte[38];
  private static final String SECRET = "not a secret";

  private TokenSlots() {}

  public static void ask(Interleaved run, Report report) throws Exception {
    try (TemporaryFolder folder = new TemporaryFolder();
        SoftwareTpm tpm = SoftwareTpm.start()) {
      List<Slot> slots =
          List.of(
              new Slot("passphrase", Unlock.passphrase(SECRET::toCharArray)),
              new Slot(
                  "key store, PKCS#12",
                  Unlock.keystore(folder.path().resolve("k.p12"), "kek", SECRET::toCharArray)),
              new Slot("SoftHSM, AES-GCM", unlock(SoftHsm.make())),
              new Slot("TPM of software, RSA-OAEP", unlock(tpm)));
      add("Cold: log in or derive, find the key, unwrap", Slot::cold, slots, run, report);
      add("Warm: unwrap", Slot::warm, slots, run, report);
      add("Warm: wrap", Slot::wrapping, slots, run, report);
      slots.forEach(Slot::close);
    }
  }

  private static Unlock unlock(TestToken token) {
    return new Unlock(new ProtectorUri(token.uri("kek")), TestToken.PIN::toCharArray);
  }

  private interface Kind {
    Work of(Slot slot);
  }

  private static void add(
      String heading, Kind kind, List<Slot> slots, Interleaved run, Report report)
      throws Exception {
    List<Party> parties = new ArrayList<>();
    for (Slot slot : slots) {
      parties.add(LocalParty.of(slot.name, kind.of(slot)));
    }
    report.add(heading, Cost.WALL, run.run(parties), List.of());
  }

  /** One protector, with something that it wrapped. */
  private static final class Slot {
    private final String name;
    private final Unlock unlock;
    private final ProtectorProvider provider;
    private final Bytes parameters;
    private final byte[] wrapped;
    private KeyProtector opened;

    Slot(String name, Unlock unlock) {
      this.name = name;
      this.unlock = unlock;
      this.provider = Protectors.of(unlock.uri().kind());
      this.opened = provider.create(unlock);
      this.parameters = opened.parameters();
      this.wrapped = opened.wrap(KEYSET, CONTEXT);
    }

    /** Nobody else is logged in: a protector that is open would spare the next one its login. */
    Work cold() {
      opened.close();
      return () -> {
        try (KeyProtector protector = provider.open(unlock, parameters)) {
          return protector.unwrap(wrapped, CONTEXT).length;
        }
      };
    }

    Work warm() {
      opened = provider.open(unlock, parameters);
      return () -> opened.unwrap(wrapped, CONTEXT).length;
    }

    Work wrapping() {
      return () -> opened.wrap(KEYSET, CONTEXT).length;
    }

    void close() {
      opened.close();
    }
  }
}
