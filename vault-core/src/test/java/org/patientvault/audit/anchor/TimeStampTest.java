package org.patientvault.audit.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.stamps.TestTsa;

/** What a time stamp is worth: good ones, and every kind of bad one. */
class TimeStampTest {
  private static final Instant TIME = Instant.parse("2026-01-15T09:00:00Z");
  private static final byte[] NOTE = "log\n1\nroot\n\n— sig\n".getBytes(StandardCharsets.UTF_8);
  private static final Bytes NONCE = Bytes.fromHex("00ff00ff00ff0001");
  private static final KeyPurposeId STAMPING = KeyPurposeId.id_kp_timeStamping;

  private final TestTsa tsa = new TestTsa();
  private final byte[] query = new TimeStampRequest(Bytes.of(NOTE), NONCE).encoded();

  private TimeStamp stamp() {
    return TimeStamp.parse(tsa.answer(query, TIME));
  }

  private TsaTrust root() {
    return TsaTrust.parse(tsa.rootPem());
  }

  private static String why(TokenVerdict verdict) {
    return ((TokenVerdict.Invalid) verdict).why();
  }

  @Test
  void answer_saysWhatItIsOver() {
    TimeStamp stamp = TimeStamp.parse(tsa.accurateTo(2).answer(query, TIME));
    assertThat(stamp.claimedTime()).isEqualTo(TIME);
    assertThat(stamp.accuracy()).isEqualTo(Duration.ofSeconds(2));
    assertThat(stamp.answers(NONCE)).isTrue();
    assertThat(stamp.answers(Bytes.fromHex("00ff00ff00ff0002"))).isFalse();
    assertThat(stamp.covers(NOTE)).isTrue();
    assertThat(stamp.covers(Arrays.copyOf(NOTE, NOTE.length - 1))).isFalse();
    assertThat(stamp.serial()).matches("[0-9a-f]+");
  }

  @Test
  void underItsRootOrItsOwnCertificate_isValid() {
    assertThat(stamp().verify(root())).isEqualTo(new TokenVerdict.Valid());
    assertThat(stamp().verify(TsaTrust.parse(tsa.certificatePem())))
        .isEqualTo(new TokenVerdict.Valid());
    TsaTrust both = TsaTrust.parse(new TestTsa().rootPem()).and(root());
    assertThat(stamp().verify(both)).isEqualTo(new TokenVerdict.Valid());
  }

  @Test
  void underAnotherRootOrNone_isUntrusted() {
    assertThat(stamp().verify(TsaTrust.parse(new TestTsa().rootPem())))
        .isInstanceOf(TokenVerdict.Untrusted.class);
    assertThat(stamp().verify(TsaTrust.nobody())).isInstanceOf(TokenVerdict.Untrusted.class);
  }

  @Test
  void certificateNamedBySha1_isAcceptedWhenItAgrees() {
    TestTsa older = tsa.withSha1Ids();
    assertThat(TimeStamp.parse(older.answer(query, TIME)).verify(root()))
        .isEqualTo(new TokenVerdict.Valid());
  }

  @Test
  void certificateNotValidAtThatTime_isInvalid() {
    Instant before = TestTsa.VALID_FROM.minusSeconds(1);
    Instant after = TestTsa.VALID_UNTIL.plusSeconds(1);
    for (Instant time : new Instant[] {before, after}) {
      assertThat(why(TimeStamp.parse(tsa.answer(query, time)).verify(root())))
          .isEqualTo("certificate not valid at that time");
    }
  }

  @Test
  void certificateForSomethingElse_isInvalid() {
    tsa.showing(TestTsa.VALID_FROM, TestTsa.VALID_UNTIL, KeyPurposeId.id_kp_codeSigning, true);
    assertThat(why(stamp().verify(root()))).isEqualTo("certificate use");
  }

  @Test
  void purposeNotCritical_isInvalid() {
    tsa.showing(TestTsa.VALID_FROM, TestTsa.VALID_UNTIL, STAMPING, false);
    assertThat(why(stamp().verify(root()))).isEqualTo("certificate use");
  }

  @Test
  void anotherCertificateOfTheSameKey_isInvalid() {
    tsa.showing(TestTsa.VALID_FROM, TestTsa.VALID_UNTIL.plusSeconds(60), STAMPING, true);
    assertThat(why(stamp().verify(root()))).isEqualTo("certificate id");
  }

  @Test
  void sha1_isInvalidAsImprintAndAsSignature() throws IOException {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    byte[] weak = generator.generate(TSPAlgorithms.SHA1, new byte[20], BigInteger.ONE).getEncoded();
    TimeStamp stamp = TimeStamp.parse(tsa.answer(weak, TIME));
    assertThat(why(stamp.verify(root()))).isEqualTo("imprint algorithm");
    assertThat(stamp.covers(NOTE)).isFalse();
    tsa.signing("SHA1withECDSA");
    assertThat(why(stamp().verify(root()))).isEqualTo("signature algorithm");
  }

  @Test
  void outsideTheTimeThatTheAuditorSet_isUntrusted() {
    assertThat(stamp().verify(limited("# from 2026-01-15\n# until 2026-01-16\n")))
        .isEqualTo(new TokenVerdict.Valid());
    assertThat(stamp().verify(limited("# until 2026-01-15T09:00:00Z\n")))
        .isInstanceOf(TokenVerdict.Untrusted.class);
    assertThat(stamp().verify(limited("# from 2026-01-15T09:00:01Z\n")))
        .isInstanceOf(TokenVerdict.Untrusted.class);
    assertThatThrownBy(() -> limited("# from yesterday\n"))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  private TsaTrust limited(String lines) {
    return TsaTrust.parse(joined(lines.getBytes(StandardCharsets.US_ASCII), tsa.rootPem()));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  @Test
  void withTheDaysListOfRevokedCertificates_thatDecides() {
    assertThat(stamp().verify(TsaTrust.parse(joined(tsa.rootPem(), tsa.revokedPem(TIME, false)))))
        .isEqualTo(new TokenVerdict.Valid());
    assertThat(stamp().verify(TsaTrust.parse(joined(tsa.rootPem(), tsa.revokedPem(TIME, true)))))
        .isInstanceOf(TokenVerdict.Untrusted.class);
  }

  @Test
  void refusal_isNoStamp() {
    assertThatThrownBy(() -> TimeStamp.parse(tsa.refusal()))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessage("status: no token was granted");
  }

  @Test
  void cutOrLongerOrHuge_isRefused() {
    byte[] answer = tsa.answer(query, TIME);
    for (int length = 0; length < answer.length; length += 7) {
      byte[] cut = Arrays.copyOf(answer, length);
      assertThatThrownBy(() -> TimeStamp.parse(cut))
          .isInstanceOf(VaultException.InvalidInput.class);
    }
    for (int more : new int[] {1, 2, 1000}) {
      assertThatThrownBy(() -> TimeStamp.parse(Arrays.copyOf(answer, answer.length + more)))
          .isInstanceOf(VaultException.InvalidInput.class)
          .hasMessageStartingWith("malformed: ");
    }
    assertThatThrownBy(() -> TimeStamp.parse(new byte[TimeStamp.MAX_BYTES + 1]))
        .hasMessage("malformed: longer than 64 KiB");
  }

  /** Thirty thousand nested sequences, each one closed: nothing is to overflow. */
  @Test
  void nestedDeeply_isRefused() {
    byte[] nested = new byte[TimeStamp.MAX_BYTES];
    for (int i = 0; i + 3 < nested.length; i += 4) {
      int rest = nested.length - i - 4;
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x82;
      nested[i + 2] = (byte) (rest >> 8);
      nested[i + 3] = (byte) rest;
    }
    byte[] indefinite = new byte[TimeStamp.MAX_BYTES];
    for (int i = 0; i + 1 < indefinite.length; i += 2) {
      indefinite[i] = 0x30;
      indefinite[i + 1] = (byte) 0x80;
    }
    for (byte[] each : new byte[][] {nested, indefinite}) {
      assertThatThrownBy(() -> TimeStamp.parse(each))
          .isInstanceOf(VaultException.InvalidInput.class);
    }
  }

  /** Whatever bit is turned: it is refused, or says what it said before. */
  @Test
  void aBitOfEveryByteTurned_neverSaysSomethingElse() {
    byte[] answer = tsa.answer(query, TIME);
    TsaTrust root = root();
    Random random = new Random(20_261_126);
    int refused = 0;
    for (int at = 0; at < answer.length; at++) {
      byte[] changed = answer.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      refused += isRefused(changed, root) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(answer.length * 9 / 10);
  }

  private static boolean isRefused(byte[] changed, TsaTrust root) {
    TimeStamp stamp;
    try {
      stamp = TimeStamp.parse(changed);
    } catch (VaultException.InvalidInput e) {
      return true;
    }
    if (!(stamp.verify(root) instanceof TokenVerdict.Valid)) {
      return true;
    }
    assertThat(stamp.claimedTime()).isEqualTo(TIME);
    assertThat(stamp.covers(NOTE)).isTrue();
    assertThat(stamp.answers(NONCE)).isTrue();
    return false;
  }

  @Test
  void fileWithoutACertificateOrWithMore_isNoTrust() {
    for (String each :
        new String[] {
          "",
          "no certificate",
          "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
          new String(tsa.rootPem(), StandardCharsets.US_ASCII)
              + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
        }) {
      assertThatThrownBy(() -> TsaTrust.parse(each.getBytes(StandardCharsets.US_ASCII)))
          .as(each)
          .isInstanceOf(VaultException.InvalidInput.class);
    }
  }
}
