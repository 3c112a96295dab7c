package org.patientvault.keys;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * Which PKCS#11 modules may be loaded. A module's code runs in this process, and its path stands in
 * a slot that anybody may have written.
 *
 * <p>After symbolic links are followed, a module must lie under the system's library folders, and
 * it and every folder above it belong to root and be writable by root alone. Other modules have to
 * be named, each by its own path, in the system property {@value #PROPERTY} or the environment
 * variable {@value #VARIABLE}, parted like a class path; those may belong to who runs us, but not
 * be writable by others.
 */
record AllowedModules(List<Path> folders, List<Path> named) {
  static final String PROPERTY = "patientvault.pkcs11.modules";
  static final String VARIABLE = "PATIENTVAULT_PKCS11_MODULES";

  private static final List<Path> SYSTEM =
      List.of(
          Path.of("/usr/lib"),
          Path.of("/usr/lib64"),
          Path.of("/lib"),
          Path.of("/lib64"),
          Path.of("/usr/local/lib"),
          Path.of("/usr/local/lib64"));

  AllowedModules {
    folders = List.copyOf(folders);
    named = List.copyOf(named);
  }

  /** What the system and its configuration allow now. */
  static AllowedModules ofThisProcess() {
    String configured = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    return new AllowedModules(SYSTEM, configured == null ? List.of() : paths(configured));
  }

  private static List<Path> paths(String configured) {
    return Arrays.stream(configured.split(File.pathSeparator, -1))
        .filter(each -> !each.isBlank())
        .map(Path::of)
        .toList();
  }

  /**
   * The one true path of a module that may be loaded.
   *
   * @throws VaultException.KeyUnavailable when it is not there, or not safe to load
   */
  Path canonical(String modulePath) {
    try {
      Path given = Path.of(modulePath);
      if (!given.isAbsolute()) {
        throw new VaultException.InvalidInput(
            "module-path is the whole path of a PKCS#11 module, not " + modulePath);
      }
      Path module = given.toRealPath();
      check(module);
      return module;
    } catch (NoSuchFileException e) {
      throw new VaultException.KeyUnavailable(
          Reason.NOT_THERE, "there is no PKCS#11 module " + modulePath, e);
    } catch (IOException e) {
      throw refused(modulePath, "it cannot be read", e);
    } catch (InvalidPathException e) {
      throw new VaultException.InvalidInput("module-path is not a path: " + modulePath, e);
    }
  }

  private void check(Path module) throws IOException {
    if (!Files.isRegularFile(module)) {
      throw refused(module, "it is not a file", null);
    }
    if (isNamed(module)) {
      if (!(isOurs(module) || isRoots(module)) || isWritableByOthers(module)) {
        throw refused(module, "others may change it", null);
      }
      return;
    }
    if (folders.stream().noneMatch(folder -> module.startsWith(real(folder)))) {
      throw refused(
          module,
          "it is not in a library folder of the system; the administrator may name it in "
              + VARIABLE,
          null);
    }
    for (Path each = module; each != null; each = each.getParent()) {
      if (!isRoots(each) || isWritableByOthers(each)) {
        throw refused(module, each + " does not belong to root alone", null);
      }
    }
  }

  private boolean isNamed(Path module) {
    return named.stream().anyMatch(each -> module.equals(real(each)));
  }

  /** A path that is not there allows nothing. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath();
    }
  }

  private static boolean isRoots(Path path) throws IOException {
    return Integer.valueOf(0).equals(attributes(path).get("uid"));
  }

  private static boolean isOurs(Path path) throws IOException {
    return Files.getOwner(path).getName().equals(System.getProperty("user.name"));
  }

  /** Root's own group is root. */
  private static boolean isWritableByOthers(Path path) throws IOException {
    Set<PosixFilePermission> may = Files.getPosixFilePermissions(path);
    if (may.contains(PosixFilePermission.OTHERS_WRITE)) {
      return true;
    }
    return may.contains(PosixFilePermission.GROUP_WRITE)
        && !Integer.valueOf(0).equals(attributes(path).get("gid"));
  }

  private static Map<String, Object> attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, "unix:uid,gid");
    } catch (UnsupportedOperationException e) {
      throw new IOException("this system does not say who owns a file", e);
    }
  }

  private static VaultException refused(Object module, String why, @Nullable Exception cause) {
    return new VaultException.KeyUnavailable(
        Reason.UNSAFE, "the PKCS#11 module " + module + " is not loaded: " + why, cause);
  }
}
