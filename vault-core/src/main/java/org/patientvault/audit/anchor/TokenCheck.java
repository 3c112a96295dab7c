package org.patientvault.audit.anchor;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.SignerId;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TSPUtil;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Checks a token step by step: digests, the certificate's purpose and time, the signature, the
 * certificate it names, and who stands behind that.
 *
 * <p>The certificate is named by its SHA-1 in older tokens (ESSCertID). That is accepted: the name
 * only says which certificate is meant, and it is trusted for its path.
 */
final class TokenCheck {
  /** One implementation for every verdict, not registered with the JVM. */
  private static final Provider PROVIDER = new BouncyCastleProvider();

  private final TimeStampToken token;
  private final TsaTrust trust;
  private final Instant time;

  TokenCheck(TimeStampToken token, TsaTrust trust) {
    this.token = token;
    this.trust = trust;
    this.time = token.getTimeStampInfo().getGenTime().toInstant();
  }

  TokenVerdict verdict() {
    if (Imprint.of(token.getTimeStampInfo().getMessageImprintAlgOID()).isEmpty()) {
      return new TokenVerdict.Invalid("imprint algorithm");
    }
    if (!isSignedWithStrongDigest()) {
      return new TokenVerdict.Invalid("signature algorithm");
    }
    try {
      Optional<X509CertificateHolder> signer = signer();
      return signer.isPresent()
          ? verdict(signer.get())
          : new TokenVerdict.Untrusted("its certificate is neither in it nor among those given");
    } catch (GeneralSecurityException | OperatorCreationException | RuntimeException e) {
      // The library throws whatever it trips over: a key it cannot use, a certificate it cannot
      // read.
      return new TokenVerdict.Invalid("certificate");
    }
  }

  private boolean isSignedWithStrongDigest() {
    for (SignerInformation signer : token.toCMSSignedData().getSignerInfos()) {
      if (Imprint.of(signer.getDigestAlgorithmID().getAlgorithm()).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The certificate it was signed with by its own word: from the token, or from the auditor. */
  private Optional<X509CertificateHolder> signer() throws GeneralSecurityException {
    SignerId id = token.getSID();
    List<X509CertificateHolder> known = new ArrayList<>();
    for (X509CertificateHolder each : token.getCertificates().getMatches(null)) {
      if (id.match(each)) {
        known.add(each);
      }
    }
    for (X509Certificate each : trust.certificates()) {
      X509CertificateHolder holder = new JcaX509CertificateHolder(each);
      if (id.match(holder)) {
        known.add(holder);
      }
    }
    return known.stream().findFirst();
  }

  private TokenVerdict verdict(X509CertificateHolder signer)
      throws GeneralSecurityException, OperatorCreationException {
    if (!isForTimeStampsAlone(signer)) {
      return new TokenVerdict.Invalid("certificate use");
    }
    if (!signer.isValidOn(token.getTimeStampInfo().getGenTime())) {
      return new TokenVerdict.Invalid("certificate not valid at that time");
    }
    SignerInformationVerifier verifier =
        new JcaSimpleSignerInfoVerifierBuilder().setProvider(PROVIDER).build(signer);
    if (!isSigned(verifier)) {
      return new TokenVerdict.Invalid("signature");
    }
    if (!namesItsCertificate(verifier)) {
      return new TokenVerdict.Invalid("certificate id");
    }
    return trust.vouchesFor(converted(signer), others(), time)
        ? new TokenVerdict.Valid()
        : new TokenVerdict.Untrusted("no certificate given vouches for its own at that time");
  }

  /** RFC 3161, 2.3: one extended key usage, time stamping, and critical. */
  private static boolean isForTimeStampsAlone(X509CertificateHolder certificate) {
    try {
      TSPUtil.validateCertificate(certificate);
      return true;
    } catch (TSPException e) {
      return false;
    }
  }

  private boolean isSigned(SignerInformationVerifier verifier) {
    try {
      return token.isSignatureValid(verifier);
    } catch (TSPException e) {
      return false;
    }
  }

  /** RFC 3161, 2.4.2, and RFC 5816: the signed certificate id is that of the certificate. */
  private boolean namesItsCertificate(SignerInformationVerifier verifier) {
    try {
      token.validate(verifier);
      return true;
    } catch (TSPException e) {
      return false;
    }
  }

  private List<X509Certificate> others() throws GeneralSecurityException {
    List<X509Certificate> others = new ArrayList<>();
    for (X509CertificateHolder each : token.getCertificates().getMatches(null)) {
      others.add(converted(each));
    }
    return others;
  }

  private static X509Certificate converted(X509CertificateHolder holder)
      throws GeneralSecurityException {
    return new JcaX509CertificateConverter().getCertificate(holder);
  }
}
