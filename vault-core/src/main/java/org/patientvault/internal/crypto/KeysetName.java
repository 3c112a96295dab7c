package org.patientvault.internal.crypto;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig2026;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig2026;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.patientvault.model.VaultException;

/**
 * The keysets of a vault, each under the name it is stored and bound by, with the one kind of key
 * it may hold.
 *
 * <p>Configurations are named one by one, not as the whole of Tink: less is loaded, and a keyset of
 * another kind does not parse.
 */
public enum KeysetName {
  ROOT("root", PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()),
  PATIENT_WRAP("patient-wrap", PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()),
  DETAIL_WRAP("detail-wrap", PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()),
  INDEX_SEAL("index-seal", PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()),
  INDEX_PATIENT(IndexName.PATIENT),
  INDEX_RECORD(IndexName.RECORD),
  INDEX_IMPORT(IndexName.IMPORT),
  INDEX_LOG_SUBJECT(IndexName.LOG_SUBJECT),
  INDEX_LOG_RECORD(IndexName.LOG_RECORD),
  STATE_MAC("state-mac", PredefinedMacParameters.HMAC_SHA256_256BITTAG, MacConfig2026.get());

  /** All but the root, which only slots store. */
  public static final Set<KeysetName> STORED =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(ROOT)));

  private final String text;
  private final Parameters parameters;
  private final Configuration configuration;

  KeysetName(IndexName index) {
    this(index.keysetName(), PredefinedPrfParameters.HMAC_SHA256_PRF, PrfConfig2026.get());
  }

  KeysetName(String text, Parameters parameters, Configuration configuration) {
    this.text = text;
    this.parameters = parameters;
    this.configuration = configuration;
  }

  /** The keyset stored under this name. */
  public static KeysetName parse(String text) {
    return STORED.stream()
        .filter(name -> name.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new VaultException.UnsupportedFormat(
                    "this version does not know the keyset '" + text + "'; a newer one wrote it"));
  }

  /** As {@link #parse}, of the root too. */
  public static KeysetName called(String text) {
    return text.equals(ROOT.text) ? ROOT : parse(text);
  }

  static KeysetName of(IndexName index) {
    return parse(index.keysetName());
  }

  /** The name it is stored under. */
  public String text() {
    return text;
  }

  Parameters parameters() {
    return parameters;
  }

  Configuration configuration() {
    return configuration;
  }
}
