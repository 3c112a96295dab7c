package org.patientvault.bench.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.patientvault.internal.crypto.GroupContext;
import org.patientvault.model.Bytes;
import org.patientvault.model.GroupName;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultId;

/** Where a value is sealed, and what a user of stock Tink would bind it to. */
final class Places {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Places() {}

  static Bytes randomId() {
    byte[] id = new byte[16];
    RANDOM.nextBytes(id);
    return Bytes.wrap(id);
  }

  static GroupContext context(VaultId vault, PatientRef patient) {
    return new GroupContext(
        vault,
        patient,
        new RecordRef(randomId()),
        new RecordType("Observation"),
        new GroupName("clinical"),
        1);
  }

  /** The same place in as many bytes as the vault binds. */
  static byte[] associatedData(GroupContext context, int keyVersion) {
    byte[] type = context.type().value().getBytes(StandardCharsets.UTF_8);
    byte[] group = context.group().value().getBytes(StandardCharsets.UTF_8);
    ByteBuffer data = ByteBuffer.allocate(64 + type.length + group.length);
    data.put(new byte[] {'P', 'V', 'g', '1'});
    data.put(context.vault().value().toArray());
    data.put(context.patient().value().toArray());
    data.put(context.record().value().toArray());
    data.putInt(keyVersion).putInt(context.groupRevision());
    data.putShort((short) type.length).put(type);
    data.putShort((short) group.length).put(group);
    return data.array();
  }
}
