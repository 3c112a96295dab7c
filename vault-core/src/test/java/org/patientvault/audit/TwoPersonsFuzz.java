package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;
import static org.patientvault.fuzz.Reading.requireSame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.patientvault.foreign.ForeignPersons;
import org.patientvault.foreign.ForeignRefusal;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.VaultException;

/** Texts of two persons have one spelling, and a second reader reads and refuses the same. */
class TwoPersonsFuzz implements Seeded {

  private interface Second {
    Object read(byte[] text) throws Exception;
  }

  @FuzzTest
  void parse(byte[] text) throws Exception {
    check(text, Administrators::parse, Administrators::text, ForeignPersons::administrators);
    check(
        text, SignedRequest::parse, SignedRequest::text, each -> ForeignPersons.request(each, ""));
    check(text, RequestAnswer::parse, RequestAnswer::text, each -> ForeignPersons.answer(each, ""));
  }

  private static <T> void check(
      byte[] text, Function<byte[], T> reader, Function<T, byte[]> writer, Second second)
      throws Exception {
    Optional<T> read =
        Reading.of(
            () -> reader.apply(text),
            VaultException.InvalidInput.class,
            VaultException.LimitExceeded.class);
    read.ifPresent(each -> requireSame(writer.apply(each), text, "a text"));
    require(read.isPresent() == isRead(text, second), "read by one, refused by the other");
  }

  private static boolean isRead(byte[] text, Second second) throws Exception {
    try {
      return second.read(text) != null;
    } catch (ForeignRefusal e) {
      return false;
    }
  }

  @Override
  public Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    seeds.put("nobody", Samples.ascii(TestPersons.administrators().get(0)));
    seeds.put("two", Samples.ascii(TestPersons.administrators().get(2)));
    seeds.put("policy", TestPersons.asked(RequestKind.POLICY_INSTALL).text());
    seeds.put("slot", TestPersons.asked(RequestKind.SLOT_REMOVE).text());
    seeds.put("approval", TestPersons.answer(RequestAnswer.Says.APPROVE).text());
    return seeds;
  }
}
