package org.patientvault.audit.report;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.browser.Chromium;

/** Tests that open pages, each in a tab of its own, in one browser. */
@Tag("once")
abstract class BrowserTest {
  private static Chromium browser;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    browser = Chromium.start();
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  static Chromium browser() {
    return browser;
  }

  PageInBrowser open(String page) {
    return PageInBrowser.open(browser, directory, page);
  }
}
