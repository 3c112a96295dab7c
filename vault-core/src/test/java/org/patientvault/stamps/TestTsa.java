package org.patientvault.stamps;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/**
 * A time stamp authority with a root of its own, which says whatever time it is told to; its
 * certificate can be put in the place of another one, good or bad.
 */
public final class TestTsa {
  public static final Instant VALID_FROM = Instant.parse("2025-01-01T00:00:00Z");
  public static final Instant VALID_UNTIL = Instant.parse("2035-01-01T00:00:00Z");

  private static final X500Name ROOT = new X500Name("CN=Test Root");
  private static final X500Name TSA = new X500Name("CN=Test TSA");
  private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.2.3.4.1");

  private final KeyPair rootKeys = keys();
  private final KeyPair keys = keys();
  private final X509Certificate root;
  private final X509Certificate certificate;
  private final AtomicLong serials = new AtomicLong(1);

  /** What goes into tokens as the certificate they are signed with. */
  private X509Certificate shown;

  private boolean sha1Ids;
  private int accuracySeconds;
  private String signature = "SHA256withECDSA";

  public TestTsa() {
    root = certificate(ROOT, rootKeys, true, VALID_FROM, VALID_UNTIL, null, false);
    certificate = leaf(VALID_FROM, VALID_UNTIL, KeyPurposeId.id_kp_timeStamping, true);
    shown = certificate;
  }

  /** A certificate of the same name, number and key. */
  private X509Certificate leaf(
      Instant from, Instant until, KeyPurposeId purpose, boolean critical) {
    return certificate(TSA, keys, false, from, until, new ExtendedKeyUsage(purpose), critical);
  }

  public TestTsa showing(Instant from, Instant until, KeyPurposeId purpose, boolean critical) {
    shown = leaf(from, until, purpose, critical);
    return this;
  }

  public TestTsa withSha1Ids() {
    sha1Ids = true;
    return this;
  }

  public TestTsa accurateTo(int seconds) {
    accuracySeconds = seconds;
    return this;
  }

  public TestTsa signing(String algorithm) {
    signature = algorithm;
    return this;
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private X509Certificate certificate(
      X500Name name,
      KeyPair pair,
      boolean authority,
      Instant from,
      Instant until,
      ExtendedKeyUsage use,
      boolean critical) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              ROOT,
              BigInteger.valueOf(authority ? 1 : 2),
              Date.from(from),
              Date.from(until),
              name,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (authority) {
        builder.addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      } else {
        builder.addExtension(Extension.extendedKeyUsage, critical, use);
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(rootKeys.getPrivate())));
    } catch (GeneralSecurityException | OperatorException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The answer to a request, at a time of the test's choice. */
  public byte[] answer(byte[] query, Instant time) {
    try {
      TimeStampTokenGenerator tokens =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder()
                  .build(signature, keys.getPrivate(), certificate),
              digest(sha1Ids ? OIWObjectIdentifiers.idSHA1 : TSPAlgorithms.SHA256),
              POLICY);
      tokens.addCertificates(new JcaCertStore(List.of(shown)));
      if (accuracySeconds > 0) {
        tokens.setAccuracySeconds(accuracySeconds);
      }
      return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
          .generate(
              new TimeStampRequest(query),
              BigInteger.valueOf(serials.incrementAndGet()),
              Date.from(time))
          .getEncoded();
    } catch (GeneralSecurityException | OperatorException | TSPException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static DigestCalculator digest(ASN1ObjectIdentifier algorithm) throws OperatorException {
    return new JcaDigestCalculatorProviderBuilder().build().get(new AlgorithmIdentifier(algorithm));
  }

  /** A refusal to stamp. */
  public byte[] refusal() {
    try {
      return new TimeStampResponseGenerator(null, TSPAlgorithms.ALLOWED)
          .generateRejectedResponse(new TSPException("out of stamps"))
          .getEncoded();
    } catch (TSPException | IOException e) {
      throw new AssertionError(e);
    }
  }

  public byte[] rootPem() {
    return pem("CERTIFICATE", encoded(root));
  }

  public byte[] certificatePem() {
    return pem("CERTIFICATE", encoded(certificate));
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A list of revoked certificates of that day, with the authority's own on it or not. */
  public byte[] revokedPem(Instant day, boolean revoked) {
    try {
      X509v2CRLBuilder builder = new X509v2CRLBuilder(ROOT, Date.from(day.minusSeconds(3600)));
      builder.setNextUpdate(Date.from(day.plusSeconds(86_400)));
      if (revoked) {
        builder.addCRLEntry(
            BigInteger.TWO, Date.from(day.minusSeconds(7200)), CRLReason.keyCompromise);
      }
      return pem(
          "X509 CRL",
          builder
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(rootKeys.getPrivate()))
              .getEncoded());
    } catch (OperatorException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] pem(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return ("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** A server over HTTP that stamps with {@code time}, and keeps what it was asked. */
  public Server serve(Instant time) {
    return new Server(query -> answer(query, time));
  }

  /** Answers what a test wants. */
  public interface Answer {
    byte[] to(byte[] query);
  }

  /** An HTTP server on this machine, closed with the test. */
  public static final class Server implements AutoCloseable {
    private final HttpServer server;
    private final List<byte[]> asked = new ArrayList<>();

    public Server(Answer answer) {
      this(answer, 200, "application/timestamp-reply");
    }

    public Server(Answer answer, int status, String type) {
      try {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server.createContext(
          "/tsa",
          exchange -> {
            byte[] query = exchange.getRequestBody().readAllBytes();
            asked.add(query);
            byte[] body = answer.to(query);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
    }

    public URI address() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
    }

    public List<byte[]> asked() {
      return asked;
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
