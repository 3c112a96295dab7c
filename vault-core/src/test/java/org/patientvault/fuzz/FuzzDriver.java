package org.patientvault.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Feeds the target that the property {@code fuzz.target} names, for Jazzer's own launcher.
 *
 * <p>Jazzer can run the {@code @FuzzTest} method itself, but then JUnit has loaded the readers'
 * classes before they are instrumented, and JDK 17 loses the fields of records that are
 * instrumented afterwards. Here nothing of a target is loaded before Jazzer is ready.
 */
public final class FuzzDriver {
  private static final MethodHandle TARGET = target(System.getProperty("fuzz.target", ""));

  private FuzzDriver() {}

  /** Called by Jazzer, once for each input. */
  public static void fuzzerTestOneInput(byte[] input) throws Throwable {
    TARGET.invokeExact(input);
  }

  private static MethodHandle target(String name) {
    try {
      Class<?> type = Class.forName(name);
      Method method =
          Arrays.stream(type.getDeclaredMethods())
              .filter(each -> each.isAnnotationPresent(FuzzTest.class))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no fuzz target: " + name));
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      method.setAccessible(true);
      return MethodHandles.lookup().unreflect(method).bindTo(constructor.newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("not a fuzz target: " + name, e);
    }
  }
}
