package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every relative link of a page leads to a file that is there, and to a heading that it has. */
class PageLinksTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern LINK = Pattern.compile("]\\(\\s*<?([^)>\\s]+)>?\\s*\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*");
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+?) *#*");

  @TempDir Path folder;

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(pagesIn(ROOT, 1));
    pages.addAll(pagesIn(ROOT.resolve("docs"), 9));
    pages.addAll(pagesIn(ROOT.resolve("changes"), 9));
    pages.add(ROOT.resolve("vault-bench/README.md"));
    return pages;
  }

  private static List<Path> pagesIn(Path directory, int depth) throws IOException {
    try (Stream<Path> found = Files.walk(directory, depth)) {
      return found.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  @Test
  void pages_areAllThere() throws IOException {
    assertThat(pages().stream().map(page -> ROOT.relativize(page).toString()))
        .contains(
            "README.md",
            "ARCHITECTURE.md",
            "SECURITY.md",
            "CONTRIBUTING.md",
            "STYLE.md",
            "CHANGELOG.md",
            "docs/README.md",
            "docs/formats/audit-log.md",
            "vault-bench/README.md");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void links_leadSomewhere(Path page) throws IOException {
    assertThat(broken(page)).isEmpty();
  }

  @Test
  void linksThatLeadNowhere_areFound() throws IOException {
    Path page =
        Files.writeString(
            folder.resolve("page.md"),
            """
            # First `heading`, and more
            [here](page.md) [there](page.md#first-heading-and-more) [top](#first-heading-and-more)
            [gone](gone.md) [no heading](page.md#second) [none here](#second)
            [elsewhere](https://example.org/gone) `[code](gone.md)`

            ```
            # no heading
            [code](gone.md)
            ```
            [not one](#no-heading)
            """);
    assertThat(broken(page)).containsExactly("gone.md", "page.md#second", "#second", "#no-heading");
  }

  private static List<String> broken(Path page) throws IOException {
    List<String> broken = new ArrayList<>();
    for (String line : prose(page)) {
      Matcher link = LINK.matcher(line.replaceAll("`[^`]*`", ""));
      while (link.find()) {
        if (!ELSEWHERE.matcher(link.group(1)).matches() && !leads(page, link.group(1))) {
          broken.add(link.group(1));
        }
      }
    }
    return broken;
  }

  private static boolean leads(Path page, String link) throws IOException {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? page : page.resolveSibling(path);
    return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
  }

  /** The lines outside blocks of code. */
  private static List<String> prose(Path page) throws IOException {
    List<String> prose = new ArrayList<>();
    boolean code = false;
    for (String line : Files.readAllLines(page)) {
      boolean fence = line.strip().startsWith("```");
      code ^= fence;
      if (!code && !fence) {
        prose.add(line);
      }
    }
    return prose;
  }

  /** The names that headings get where pages are shown: a repeated one is numbered. */
  private static List<String> anchors(Path page) throws IOException {
    Map<String, Integer> seen = new HashMap<>();
    List<String> anchors = new ArrayList<>();
    for (String line : prose(page)) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String name = anchor(heading.group(1));
        int before = seen.merge(name, 1, Integer::sum) - 1;
        anchors.add(before == 0 ? name : name + "-" + before);
      }
    }
    return anchors;
  }

  private static String anchor(String heading) {
    return heading
        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
