package org.patientvault.internal.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.patientvault.model.FieldClass;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldRule;
import org.patientvault.model.GroupName;
import org.patientvault.model.Padding;
import org.patientvault.model.TypeSchema;

class FieldPlacesTest {
  private static final FieldName CODE = new FieldName("code");

  private final FieldPlaces places =
      new FieldPlaces(new TypeSchema(Map.of(CODE, rule("clinical")), rule("sensitive")), List.of());

  @Test
  void fieldsOfTheSchema_areWorkedOutOnce() {
    assertThat(places.groups(Set.of(CODE))).containsExactly(new GroupName("clinical"));
    assertThat(places.groups(Set.of(CODE))).containsExactly(new GroupName("clinical"));
    assertThat(places.groups(Set.of(CODE, FieldName.OTHERS))).hasSize(2);
    assertThat(places.remembered()).isEqualTo(2);
  }

  @Test
  void namesFromOutside_areAnsweredAndNotRemembered() {
    for (int i = 0; i < 100; i++) {
      Set<FieldName> unknown = Set.of(CODE, new FieldName("outside-" + i));
      assertThat(places.groups(unknown))
          .containsExactly(new GroupName("clinical"), new GroupName("sensitive"));
    }
    assertThat(places.remembered()).isZero();
  }

  private static FieldRule rule(String name) {
    return new FieldRule(new FieldClass(name), new GroupName(name), Padding.DEFAULT);
  }
}
