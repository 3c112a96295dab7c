package org.patientvault.leak;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;

/** A logger that is on at every level. */
final class Printer extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1;

  Printer(String name) {
    this.name = name;
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return Printer.class.getName();
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String message,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    System.err.println(level + " " + name + " " + message + " " + Arrays.toString(arguments));
    if (thrown != null) {
      thrown.printStackTrace();
    }
  }

  @Override
  public boolean isTraceEnabled() {
    return true;
  }

  @Override
  public boolean isDebugEnabled() {
    return true;
  }

  @Override
  public boolean isInfoEnabled() {
    return true;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }
}
