package org.patientvault.internal.documents;

import java.util.Arrays;
import java.util.function.Function;

/** Constants of an enum as files spell them. */
final class Words {
  private Words() {}

  static <E extends Enum<E>> E oneOf(Class<E> type, YamlNode node, Function<E, String> spelling) {
    String text = node.asText();
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> spelling.apply(each).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                node.refused(
                    "'"
                        + YamlNode.shortened(text)
                        + "' is not one of "
                        + Arrays.stream(type.getEnumConstants()).map(spelling).toList()));
  }
}
