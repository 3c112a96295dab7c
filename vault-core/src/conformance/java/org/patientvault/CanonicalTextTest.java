package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The comparison of the round trip is no use if it would not see a difference. */
class CanonicalTextTest {
  @Test
  void otherOrderOfMembersAndSpaces_isTheSame() {
    assertThat(digest("{\"a\":1, \"b\":[true,null]}"))
        .isEqualTo(digest("{\"b\":[true,null],\"a\":1}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1.0}      | {"a":1.00}
          {"a":1}        | {"a":1.0}
          {"a":1}        | {"a":"1"}
          {"a":null}     | {}
          {"a":null}     | {"a":""}
          {"a":[1,2]}    | {"a":[2,1]}
          {"a":"x"}      | {"a":"X"}
          {"a":"1, b=2"} | {"a":"1","b":2}
          {"a":[]}       | {"a":{}}
          """)
  void otherContent_isAnother(String one, String other) {
    assertThat(digest(one)).isNotEqualTo(digest(other));
  }

  private static String digest(String json) {
    return CanonicalText.digest(SampleData.parse(json));
  }
}
