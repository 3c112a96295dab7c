package org.patientvault.keys.cloud;

import java.util.List;
import java.util.Map;
import org.patientvault.model.VaultException;

/** Libraries that only one kind of protector needs, and that an application adds when it does. */
final class OptionalJars {
  private OptionalJars() {}

  /**
   * Refuses to go on without them.
   *
   * @param coordinates of the artifact that brings the class, by the class's name
   * @throws VaultException.InvalidInput that names the artifacts to add
   */
  static void require(String kind, Map<String, String> coordinates) {
    List<String> missing =
        coordinates.entrySet().stream()
            .filter(each -> !isThere(each.getKey()))
            .map(Map.Entry::getValue)
            .sorted()
            .toList();
    if (!missing.isEmpty()) {
      throw new VaultException.InvalidInput(
          "a slot of kind "
              + kind
              + " needs libraries that are not here; add the Maven artifacts "
              + String.join(" and ", missing));
    }
  }

  private static boolean isThere(String type) {
    try {
      Class.forName(type, false, OptionalJars.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
