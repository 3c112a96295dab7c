package org.patientvault.internal.documents;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;

class OneJsonValueTest {
  private static final FieldName CODE = new FieldName("code");

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.00", "\"a\"", "null", "[]", "{\"a\":[1,{\"b\":2}]}", " {} "})
  void oneValue_isTaken(String json) {
    assertThatCode(() -> OneJsonValue.check(CODE, FieldValue.json(json)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{bad",
        "1,\"evidence\":\"injected\"",
        "1}\n{\"resourceType\":\"Patient\"",
        "{\"a\":1,\"a\":2}",
        "1 2",
        "NaN"
      })
  void anythingElse_isRefusedWithoutQuotingIt(String json) {
    assertThatThrownBy(() -> OneJsonValue.check(CODE, FieldValue.json(json)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the field code does not hold one JSON value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{bad", ""})
  void textThatLooksLikeJson_isText(String text) {
    assertThatCode(() -> OneJsonValue.check(CODE, FieldValue.text(text)))
        .doesNotThrowAnyException();
  }
}
