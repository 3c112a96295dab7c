package org.patientvault.internal.sealing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.crypto.PatientKeyWrap;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.Store;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * Opened patient keys, bounded in age, uses and number.
 *
 * <p>Sixty-four threads that want one cold key cause one unwrap. A key that was erased meanwhile is
 * {@link VaultException.Erased}, one that is missing without an erasure {@link
 * VaultException.Tampered}. Safe for use by several threads.
 */
public final class PatientKeys {
  private final Store store;
  private final PatientKeyWrap wrap;
  private final int maxUses;
  private final Cache<Name, Cached> cache;
  private final LongAdder unwraps = new LongAdder();

  private record Name(PatientRef patient, int version) {}

  /** A key and how often it may still be used from here. */
  private static final class Cached extends AtomicInteger {
    private static final long serialVersionUID = 1L;
    private final transient PatientKey key;

    Cached(PatientKey key, int uses) {
      super(uses);
      this.key = key;
    }
  }

  public PatientKeys(Store store, PatientKeyWrap wrap, KeyCacheLimits limits) {
    this(store, wrap, limits, System::nanoTime);
  }

  /**
   * @param nanoTicker what the keys' age is told by; no wall clock, which may be set
   */
  public PatientKeys(
      Store store, PatientKeyWrap wrap, KeyCacheLimits limits, LongSupplier nanoTicker) {
    this.store = store;
    this.wrap = wrap;
    this.maxUses = limits.maxUses();
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(limits.maxEntries())
            .expireAfterWrite(limits.maxAge())
            .ticker(nanoTicker::getAsLong)
            .build();
  }

  /**
   * The key of {@code patient} in {@code version}, from memory or unwrapped.
   *
   * @throws VaultException.KeyUnavailable when the vault's keys were dropped: what a thread was
   *     just unwrapping then may have come into memory after it was cleared
   */
  PatientKey key(PatientRef patient, int version) {
    wrap.checkHeld();
    Name name = new Name(patient, version);
    Cached cached = cache.get(name, this::load);
    if (cached.decrementAndGet() <= 0) {
      cache.invalidate(name);
    }
    return cached.key;
  }

  /** The key that a new value is sealed under. */
  public PatientKey forSealing(PatientRef patient, int version) {
    return key(patient, version);
  }

  /** Forgets every version of one patient's keys. */
  public void forget(PatientRef patient) {
    cache.asMap().keySet().removeIf(name -> name.patient().equals(patient));
  }

  /** Forgets all keys. */
  public void clear() {
    cache.invalidateAll();
  }

  /** How many keys were unwrapped so far. */
  public long unwraps() {
    return unwraps.sum();
  }

  private Cached load(Name name) {
    unwraps.increment();
    KeyRow row =
        store.read(
            rows ->
                rows.patientKey(name.patient(), name.version())
                    .orElseThrow(() -> gone(name, rows.tombstone(name.patient()).isPresent())));
    if (row.state() == KeyStates.DESTROYED) {
      throw destroyed(name.patient(), name.version());
    }
    return new Cached(wrap.unwrap(name.patient(), name.version(), row.wrapped()), maxUses);
  }

  /** Nothing was under it: who sees this read while it went, or somebody put rows back. */
  static VaultException.Tampered destroyed(PatientRef patient, int version) {
    return new VaultException.Tampered(
        "key version "
            + version
            + " of patient "
            + patient
            + " was destroyed; read again, and if it stays so run patientvault audit verify"
            + " --records");
  }

  private static VaultException gone(Name name, boolean erased) {
    if (erased) {
      return new VaultException.Erased(
          "the patient " + name.patient() + " was erased; the keys are destroyed");
    }
    return new VaultException.Tampered(
        "key version "
            + name.version()
            + " of patient "
            + name.patient()
            + " is missing without an erasure; run patientvault audit verify --records");
  }
}
