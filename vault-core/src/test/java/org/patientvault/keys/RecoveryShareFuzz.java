package org.patientvault.keys;

import static org.patientvault.fuzz.Reading.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/** A share that is read is written as a share that is read as the same. */
class RecoveryShareFuzz implements Seeded {

  @FuzzTest
  void parse(byte[] data) {
    char[] text = new String(data, StandardCharsets.UTF_8).toCharArray();
    Reading.of(() -> RecoveryShare.parse(text), VaultException.InvalidInput.class)
        .ifPresent(RecoveryShareFuzz::requireStable);
    Reading.of(
        () -> {
          RecoveryShare.checkRow(1, text);
          return text;
        },
        VaultException.InvalidInput.class);
  }

  private static void requireStable(RecoveryShare share) {
    require(share.number() >= 1 && share.number() <= share.of(), "a number outside the set");
    for (char[] written : List.of(share.text(), share.code())) {
      RecoveryShare again = RecoveryShare.parse(written);
      require(again.set().equals(share.set()), "another set");
      require(again.number() == share.number(), "another number");
      require(Arrays.equals(again.point(), share.point()), "another point");
      require(Arrays.equals(again.code(), share.code()), "another code");
    }
  }

  private static RecoveryShare share() {
    byte[] point = new byte[XWingProtector.SEED_BYTES];
    Arrays.fill(point, (byte) 3);
    VaultId vault = new VaultId(Bytes.of(new byte[VaultId.SIZE_BYTES]));
    RecoverySet set = new RecoverySet(vault, Bytes.of(new byte[RecoverySet.ID_BYTES]), 2, 3);
    return new RecoveryShare(set, 2, point, new byte[RecoverySet.KEY_CHECK_BYTES]);
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of("text", bytes(share().text()), "code", bytes(share().code()));
  }

  private static byte[] bytes(char[] text) {
    return new String(text).getBytes(StandardCharsets.UTF_8);
  }
}
