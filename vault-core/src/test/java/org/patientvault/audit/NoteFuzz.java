package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;
import static org.patientvault.fuzz.Reading.requireSame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.VaultException;

/** A signed note has one spelling: text and lines give the bytes that were read. */
class NoteFuzz implements Seeded {

  @FuzzTest
  void parse(byte[] note) {
    Reading.of(() -> SignedNote.parse(note), VaultException.InvalidInput.class)
        .ifPresent(read -> requireSame(written(read), note, "a note"));
  }

  private static byte[] written(SignedNote note) {
    require(note.lines().size() <= SignedNote.MAX_LINES, "too many lines");
    return (note.unverifiedText()
            + "\n"
            + note.lines().stream().map(NoteFuzz::line).collect(Collectors.joining()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String line(NoteLine line) {
    byte[] signature = new byte[4 + line.signature().size()];
    java.nio.ByteBuffer.wrap(signature).putInt(line.keyId());
    line.signature().copyTo(signature, 4);
    return "\u2014 " + line.name() + " " + StrictBase64.encode(signature) + "\n";
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "checkpoint",
        TestLog.ofSize(3).head,
        "text-of-two-lines",
        "a\n\nb\n\n\u2014 n AAAAAAA=\n".getBytes(StandardCharsets.UTF_8));
  }
}
