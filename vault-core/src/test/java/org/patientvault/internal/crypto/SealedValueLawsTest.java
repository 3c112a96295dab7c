package org.patientvault.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.patientvault.model.Bytes;
import org.patientvault.model.GroupName;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/** The laws of a sealed group, for any content in any place. */
class SealedValueLawsTest {
  private final GroupCipher cipher = new GroupCipher();
  private final PatientKey key = PatientKey.random(7);

  /** A place and the version of the key it is sealed under. */
  record Place(GroupContext context, int keyVersion) {}

  @Property(tries = 200)
  void anySealedValue_opensToItsPlaintext_inItsPlace(
      @ForAll @Size(max = 600) byte[] text, @ForAll("places") Place place) {
    byte[] sealed = cipher.seal(key, place.context(), text, text.length);

    assertThat(cipher.open(key, place.context(), sealed, 0, sealed.length)).isEqualTo(text);
  }

  @Property(tries = 20)
  void everySingleChangedBit_isFound(
      @ForAll @Size(max = 80) byte[] text, @ForAll("places") Place place) {
    byte[] sealed = cipher.seal(key, place.context(), text, text.length);
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertTampered(key, place.context(), changed);
    }
  }

  @Property(tries = 20)
  void everyTruncationAndExtension_isFound(
      @ForAll @Size(max = 80) byte[] text, @ForAll("places") Place place) {
    byte[] sealed = cipher.seal(key, place.context(), text, text.length);
    for (int length = 0; length < sealed.length; length++) {
      assertTampered(key, place.context(), Arrays.copyOf(sealed, length));
    }
    assertTampered(key, place.context(), Arrays.copyOf(sealed, sealed.length + 1));
  }

  @Property(tries = 100)
  void inAnyOtherPlace_itDoesNotOpen(
      @ForAll @Size(max = 80) byte[] text,
      @ForAll("places") Place place,
      @ForAll("places") Place other) {
    byte[] sealed = cipher.seal(key, place.context(), text, text.length);
    for (GroupContext moved : oneMemberChanged(place.context(), other.context())) {
      if (!moved.equals(place.context())) {
        assertTampered(key, moved, sealed);
      }
    }
  }

  private static GroupContext[] oneMemberChanged(GroupContext a, GroupContext b) {
    int revision = a.groupRevision();
    return new GroupContext[] {
      new GroupContext(b.vault(), a.patient(), a.record(), a.type(), a.group(), revision),
      new GroupContext(a.vault(), b.patient(), a.record(), a.type(), a.group(), revision),
      new GroupContext(a.vault(), a.patient(), b.record(), a.type(), a.group(), revision),
      new GroupContext(a.vault(), a.patient(), a.record(), b.type(), a.group(), revision),
      new GroupContext(a.vault(), a.patient(), a.record(), a.type(), b.group(), revision),
      new GroupContext(a.vault(), a.patient(), a.record(), a.type(), a.group(), b.groupRevision()),
      new GroupContext(a.vault(), a.patient(), a.record(), a.type(), a.group(), revision + 1),
    };
  }

  @Property(tries = 50)
  void underTheSameBytesAsAnotherVersion_itDoesNotOpen(
      @ForAll("places") Place place, @ForAll @IntRange(min = 1) int version) {
    Assume.that(version != key.version());
    PatientKey renamed = new PatientKey(version, key.toArray());
    byte[] sealed = cipher.seal(key, place.context(), new byte[40], 40);
    byte[] relabelled = sealed.clone();
    TinkWire.putHeader(relabelled, version);

    assertTampered(renamed, place.context(), sealed);
    assertTampered(renamed, place.context(), relabelled);
  }

  @Property(tries = 50)
  void twoGroupsOfOneRecord_cannotBeSwapped(@ForAll("places") Place place) {
    GroupContext a = place.context();
    GroupName otherName = new GroupName(a.group().value().equals("a") ? "b" : "a");
    GroupContext b =
        new GroupContext(
            a.vault(), a.patient(), a.record(), a.type(), otherName, a.groupRevision());

    assertTampered(key, b, cipher.seal(key, a, new byte[40], 40));
    assertTampered(key, a, cipher.seal(key, b, new byte[40], 40));
  }

  @Property(tries = 1000)
  void twoPlaces_neverHaveTheSameAssociatedData(
      @ForAll("closePlaces") Place one, @ForAll("closePlaces") Place two) {
    assertThat(encode(one).equals(encode(two))).isEqualTo(one.equals(two));
  }

  @Property(tries = 5)
  void amongThousandsOfClosePlaces_noneHasAnothersAssociatedData(
      @ForAll @Size(2000) List<@From("closePlaces") Place> places) {
    Map<Bytes, Place> seen = new HashMap<>();
    for (Place place : places) {
      assertThat(seen.merge(encode(place), place, (first, second) -> first)).isEqualTo(place);
    }
  }

  private static Bytes encode(Place place) {
    byte[] target = new byte[GroupBinding.MAX_BYTES];
    return Bytes.of(target, 0, GroupBinding.encode(target, place.context(), place.keyVersion()));
  }

  private void assertTampered(PatientKey with, GroupContext context, byte[] sealed) {
    assertThatThrownBy(() -> cipher.open(with, context, sealed, 0, sealed.length))
        .isInstanceOf(VaultException.Tampered.class);
  }

  @Provide
  Arbitrary<Place> places() {
    Arbitrary<String> types =
        Arbitraries.strings().withCharRange('A', 'Z').ofMinLength(1).ofMaxLength(64);
    Arbitrary<String> groups =
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(63);
    return places(
        Arbitraries.bytes().list().ofSize(16).map(SealedValueLawsTest::bytes),
        types,
        groups,
        Arbitraries.integers().greaterOrEqual(1));
  }

  /** Places that differ in little, and whose names run into each other. */
  @Provide
  Arbitrary<Place> closePlaces() {
    Arbitrary<Bytes> ids = Arbitraries.of(Bytes.of(new byte[16]), Bytes.fromHex("01".repeat(16)));
    Arbitrary<String> types = Arbitraries.of("A", "Aa", "Aaa", "Aa-", "Aa-a");
    Arbitrary<String> groups = Arbitraries.of("a", "aa", "a-a", "aaa");
    return places(ids, types, groups, Arbitraries.of(1, 2, 256));
  }

  private static Arbitrary<Place> places(
      Arbitrary<Bytes> ids,
      Arbitrary<String> types,
      Arbitrary<String> groups,
      Arbitrary<Integer> numbers) {
    Arbitrary<GroupContext> contexts =
        Combinators.combine(ids, ids, ids, types, groups, numbers)
            .as(
                (vault, patient, record, type, group, revision) ->
                    new GroupContext(
                        new VaultId(vault),
                        new PatientRef(patient),
                        new RecordRef(record),
                        new RecordType(type),
                        new GroupName(group),
                        revision));
    return Combinators.combine(contexts, numbers).as(Place::new);
  }

  private static Bytes bytes(List<Byte> boxed) {
    byte[] plain = new byte[boxed.size()];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = boxed.get(i);
    }
    return Bytes.of(plain);
  }
}
