package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What an application team has to review: a new name here is a decision of its own. */
class DependenciesTest {
  @Test
  void compileDependencies_areTheAgreedOnes() throws Exception {
    assertThat(declared())
        .containsExactlyInAnyOrder(
            "tink",
            "bcprov-jdk18on",
            "bcpkix-jdk18on",
            "commons-codec",
            "jackson-databind",
            "jackson-dataformat-yaml",
            "sqlite-jdbc",
            "slf4j-api",
            "caffeine");
  }

  private static List<String> declared() throws Exception {
    NodeList dependencies =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("pom.xml").toFile())
            .getElementsByTagName("dependency");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element each = (Element) dependencies.item(i);
      if (text(each, "scope").isEmpty() && text(each, "optional").isEmpty()) {
        names.add(text(each, "artifactId"));
      }
    }
    return names;
  }

  private static String text(Element element, String name) {
    NodeList found = element.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }
}
