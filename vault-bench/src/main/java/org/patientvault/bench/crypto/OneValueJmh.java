package org.patientvault.bench.crypto;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.patientvault.internal.crypto.GroupCipher;
import org.patientvault.internal.crypto.GroupContext;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultId;

/**
 * What does it cost to seal and to open 64 bytes, beside Tink? The same question as {@link
 * OneValue}, asked by JMH, whose profilers say where the time goes ({@code make bench
 * BENCH_ARGS="-prof gc"}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgs = "-Xbatch")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class OneValueJmh {
  private final GroupCipher cipher = new GroupCipher();
  private final PatientKey key = PatientKey.random(OpenedKeys.VERSION);
  private final GroupContext context =
      Places.context(new VaultId(Places.randomId()), new PatientRef(Places.randomId()));
  private final byte[] text = new byte[64];
  private final byte[] bound = Places.associatedData(context, OpenedKeys.VERSION);
  private Aead tink;
  private byte[] ours;
  private byte[] theirs;

  @Setup
  public void prepare() throws GeneralSecurityException {
    tink = StockTink.aead();
    ours = cipher.seal(key, context, text, text.length);
    theirs = tink.encrypt(text, bound);
  }

  @Benchmark
  public byte[] vaultSeals() {
    return cipher.seal(key, context, text, text.length);
  }

  @Benchmark
  public byte[] vaultOpens() {
    return cipher.open(key, context, ours, 0, ours.length);
  }

  @Benchmark
  public byte[] tinkSeals() throws GeneralSecurityException {
    return tink.encrypt(text, bound);
  }

  @Benchmark
  public byte[] tinkOpens() throws GeneralSecurityException {
    return tink.decrypt(theirs, bound);
  }
}
