package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.patientvault.tokens.SoftHsm;
import org.patientvault.tokens.TestToken;

/** A program without ipkcs11wrapper, or that cannot load its native part, is told what to do. */
class MissingLibraryTest {
  @Test
  void withoutTheJar_theArtifactIsNamed() throws Exception {
    assertThat(failure(entry -> !entry.contains("ipkcs11wrapper")))
        .contains("InvalidInput", "org.xipki:ipkcs11wrapper");
  }

  @Test
  void withoutAFolderForItsNativePart_thePropertyIsNamed() throws Exception {
    System.setProperty("PKCS11_TEMP_DIR", "/nowhere");
    try {
      assertThat(failure(entry -> true)).contains("KeyUnavailable", "noexec", "-DPKCS11_TEMP_DIR");
    } finally {
      System.clearProperty("PKCS11_TEMP_DIR");
    }
  }

  /** What creating a protector fails with, in a program with these entries of our class path. */
  private static String failure(Predicate<String> entries) throws Exception {
    String uri = SoftHsm.make().uri("kek");
    try (URLClassLoader program =
        new URLClassLoader(urls(entries), ClassLoader.getPlatformClassLoader())) {
      Class<?> provider = program.loadClass(Pkcs11Provider.class.getName());
      Class<?> unlock = program.loadClass(Unlock.class.getName());
      Constructor<?> constructor = provider.getDeclaredConstructor();
      constructor.setAccessible(true);
      Object made = constructor.newInstance();
      Method create = provider.getMethod("create", unlock);
      create.setAccessible(true);
      create.invoke(made, unlock(program, uri));
      return "nothing";
    } catch (InvocationTargetException e) {
      return e.getCause().toString();
    }
  }

  private static Object unlock(ClassLoader program, String uri) throws Exception {
    Class<?> source = program.loadClass(SecretSource.class.getName());
    Object secret =
        Proxy.newProxyInstance(
            program, new Class<?>[] {source}, (proxy, method, args) -> TestToken.PIN.toCharArray());
    Class<?> uriType = program.loadClass(ProtectorUri.class.getName());
    Object parsed = uriType.getConstructor(String.class).newInstance(uri);
    return program
        .loadClass(Unlock.class.getName())
        .getConstructor(uriType, source)
        .newInstance(parsed, secret);
  }

  private static URL[] urls(Predicate<String> entries) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (entries.test(entry)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }
}
