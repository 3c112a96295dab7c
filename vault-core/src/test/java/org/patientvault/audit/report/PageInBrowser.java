package org.patientvault.audit.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.patientvault.browser.Chromium;
import org.patientvault.browser.Tab;

/** A page opened from a file, and what a reader finds there. */
final class PageInBrowser implements AutoCloseable {
  private static final String OVER =
      """
      new Promise((resolve) => {
        const check = document.getElementById("check");
        const look = () => {
          const state = check.dataset.state;
          if (state !== "unchecked" && state !== "checking") {
            resolve(state);
          }
        };
        new MutationObserver(look).observe(check, { attributes: true });
        look();
      })
      """;

  private final Tab tab;

  private PageInBrowser(Tab tab) {
    this.tab = tab;
  }

  static String written(AuditReport report, ReportProof proof) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ReportPage.write(out, report, proof);
      return out.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PageInBrowser open(Chromium browser, Path directory, String page) {
    return open(browser.tab(), directory, page);
  }

  static PageInBrowser open(Tab tab, Path directory, String page) {
    try {
      Path file = Files.createTempFile(directory, "report", ".html");
      Files.writeString(file, page);
      return new PageInBrowser(tab.open(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PageInBrowser open(Tab tab, Path file) {
    return new PageInBrowser(tab.open(file));
  }

  /** The state when the check is over. */
  String state() {
    return tab.value(OVER).asText();
  }

  String verdict() {
    return text("#verdict");
  }

  /** Each step with its mark, a line each. */
  String steps() {
    return tab.value(
            "[...document.querySelectorAll('.steps li')].map((each) =>"
                + " each.className + ': ' + each.textContent).join('\\n')")
        .asText();
  }

  String text(String selector) {
    return tab.value("document.querySelector('" + selector + "').textContent").asText();
  }

  int count(String selector) {
    return tab.value("document.querySelectorAll('" + selector + "').length").asInt();
  }

  void run(String script) {
    tab.value("(() => {" + script + "})()");
  }

  Tab tab() {
    return tab;
  }

  @Override
  public void close() {
    tab.close();
  }
}
