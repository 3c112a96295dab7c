package org.patientvault.audit.anchor;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.tsp.GenTimeAccuracy;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The answer of a time stamp authority (RFC 3161, a .tsr file), taken apart; nothing in it is
 * believed until {@link #verify} says so.
 *
 * <p>At most 64 KiB. Read strictly: definite lengths in their one spelling, and nothing behind the
 * end. Members of a set may stand in any order, for authorities differ there. Safe for use by
 * several threads.
 */
public final class TimeStamp {
  public static final int MAX_BYTES = 64 * 1024;

  private final Bytes encoded;
  private final TimeStampToken token;

  private TimeStamp(Bytes encoded, TimeStampToken token) {
    this.encoded = encoded;
    this.token = token;
  }

  /**
   * Reads an answer.
   *
   * @throws VaultException.InvalidInput when it is none, or says that no token was granted; the
   *     message is one of the fixed words of docs/formats/audit-log.md
   */
  public static TimeStamp parse(byte[] response) {
    if (response.length > MAX_BYTES) {
      throw new VaultException.InvalidInput("malformed: longer than 64 KiB");
    }
    try {
      byte[] again = ASN1Primitive.fromByteArray(response).getEncoded(ASN1Encoding.DL);
      if (!Arrays.equals(again, response)) {
        throw new VaultException.InvalidInput("malformed: not in DER");
      }
      return granted(response);
    } catch (IOException | TSPException e) {
      throw malformed(e);
    } catch (VaultException e) {
      throw e;
    } catch (RuntimeException e) {
      // The library throws whatever it trips over: casts, indexes, states.
      throw malformed(e);
    }
  }

  private static TimeStamp granted(byte[] response) throws IOException, TSPException {
    TimeStampResponse answer = new TimeStampResponse(response);
    boolean granted =
        answer.getStatus() == PKIStatus.GRANTED
            || answer.getStatus() == PKIStatus.GRANTED_WITH_MODS;
    TimeStampToken token = answer.getTimeStampToken();
    if (!granted || token == null) {
      throw new VaultException.InvalidInput("status: no token was granted");
    }
    TimeStamp stamp = new TimeStamp(Bytes.of(response), token);
    stamp.claimedTime(); // here, where what the library trips over is caught
    stamp.accuracy();
    return stamp;
  }

  private static VaultException.InvalidInput malformed(Exception e) {
    return new VaultException.InvalidInput("malformed: not the answer of an authority", e);
  }

  /** The answer as it was read. */
  public Bytes encoded() {
    return encoded;
  }

  /** SHA-256 of the answer. */
  public Bytes sha256() {
    return Bytes.of(Imprint.SHA_256.digest(encoded.toArray()));
  }

  /** The time it says. */
  public Instant claimedTime() {
    return token.getTimeStampInfo().getGenTime().toInstant();
  }

  /** How far the time may be off by its own word; zero where it does not say. */
  public Duration accuracy() {
    GenTimeAccuracy accuracy = token.getTimeStampInfo().getGenTimeAccuracy();
    return accuracy == null
        ? Duration.ZERO
        : Duration.ofSeconds(accuracy.getSeconds())
            .plusMillis(accuracy.getMillis())
            .plusNanos(1000L * accuracy.getMicros());
  }

  /** The authority's number of it, in hex. */
  public String serial() {
    return token.getTimeStampInfo().getSerialNumber().toString(16);
  }

  /** Whether it answers a request with this nonce. */
  public boolean answers(Bytes nonce) {
    BigInteger answered = token.getTimeStampInfo().getNonce();
    return new BigInteger(1, nonce.toArray()).equals(answered);
  }

  /** The nonce it answers; empty when it has none, or one of another length than ours. */
  public Optional<Bytes> nonce() {
    BigInteger nonce = token.getTimeStampInfo().getNonce();
    if (nonce == null || nonce.signum() < 0 || nonce.bitLength() > 8 * 8) {
      return Optional.empty();
    }
    byte[] spelled = nonce.toByteArray();
    byte[] fixed = new byte[TimeStampRequest.NONCE_BYTES];
    int from = Math.max(0, spelled.length - fixed.length);
    System.arraycopy(
        spelled, from, fixed, fixed.length - (spelled.length - from), spelled.length - from);
    return Optional.of(Bytes.of(fixed));
  }

  /** Whether its digest is one that counts: SHA-256, SHA-384 or SHA-512. */
  public boolean hasStrongImprint() {
    return imprint().isPresent();
  }

  /** Whether it is over these bytes; never with a digest that does not count. */
  public boolean covers(byte[] bytes) {
    return imprint()
        .map(each -> each.digest(bytes))
        .filter(
            digest ->
                MessageDigest.isEqual(digest, token.getTimeStampInfo().getMessageImprintDigest()))
        .isPresent();
  }

  private Optional<Imprint> imprint() {
    return Imprint.of(token.getTimeStampInfo().getMessageImprintAlgOID());
  }

  /** Decides what it is worth; what it is over is {@link #covers}. */
  public TokenVerdict verify(TsaTrust trust) {
    return new TokenCheck(token, trust).verdict();
  }
}
