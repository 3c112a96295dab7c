package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;
import org.patientvault.tokens.SoftHsm;
import org.patientvault.tokens.TestToken;

class AllowedModulesTest {
  @TempDir Path folder;

  private Path module(String permissions) throws IOException {
    Path module = Files.write(folder.resolve("module.so"), new byte[] {1});
    return Files.setPosixFilePermissions(module, PosixFilePermissions.fromString(permissions));
  }

  private static void assertUnsafe(AllowedModules allowed, Path module, String why) {
    assertThatThrownBy(() -> allowed.canonical(module.toString()))
        .isInstanceOfSatisfying(
            KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSAFE))
        .hasMessageContaining(why);
  }

  @Test
  void moduleOfTheSystem_isAllowed_byItsTruePath() throws IOException {
    Path module = SoftHsm.make().module();

    assertThat(AllowedModules.ofThisProcess().canonical(module.toString()))
        .isEqualTo(module.toRealPath());
  }

  @Test
  void moduleOutsideTheSystemsFolders_isRefused() throws IOException {
    assertUnsafe(
        AllowedModules.ofThisProcess(), module("r--r--r--"), "PATIENTVAULT_PKCS11_MODULES");
  }

  @Test
  void linkInAnAllowedFolder_toAModuleOutside_isRefused() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("lib"));
    Path link = Files.createSymbolicLink(inside.resolve("p11.so"), module("r--r--r--"));

    assertUnsafe(new AllowedModules(List.of(inside), List.of()), link, "library folder");
  }

  @Test
  void moduleInAnAllowedFolder_thatOthersMayWrite_isRefused() throws IOException {
    assertUnsafe(new AllowedModules(List.of(folder), List.of()), module("rw-rw-rw-"), "root alone");
  }

  @Test
  void moduleUnderAFolderThatOthersMayWrite_isRefused() throws IOException {
    // The temporary folder itself is such a one.
    assertUnsafe(new AllowedModules(List.of(folder), List.of()), module("r--r--r--"), "root alone");
  }

  @Test
  void moduleThatIsNotRoots_isRefused() throws IOException {
    Path module = module("r--r--r--");
    if (System.getProperty("user.name").equals("root")) {
      var users = module.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(module, users.lookupPrincipalByName("nobody"));
    }

    assertUnsafe(new AllowedModules(List.of(folder), List.of()), module, "module.so does not");
  }

  @Test
  void moduleThatIsNamed_isAllowed_unlessOthersMayWriteIt() throws IOException {
    Path module = module("r--r--r--");
    AllowedModules named = new AllowedModules(List.of(), List.of(module));
    assertThat(named.canonical(module.toString())).isEqualTo(module.toRealPath());

    module("rw-rw-rw-");
    assertUnsafe(named, module, "others may change it");
  }

  @Test
  void configuration_isReadEachTime() throws IOException {
    Path module = module("r--r--r--");
    System.setProperty(AllowedModules.PROPERTY, "/nowhere/a.so:" + module);
    try {
      assertThat(AllowedModules.ofThisProcess().canonical(module.toString()))
          .isEqualTo(module.toRealPath());
    } finally {
      System.clearProperty(AllowedModules.PROPERTY);
    }
    assertUnsafe(AllowedModules.ofThisProcess(), module, "library folder");
  }

  @Test
  void namedFileThatIsNoModule_isKeyUnavailable() throws IOException {
    System.setProperty(AllowedModules.PROPERTY, module("r--r--r--").toString());
    try {
      Unlock unlock =
          new Unlock(
              new ProtectorUri(
                  "pkcs11:token=x;object=y?module-path=" + folder.resolve("module.so")),
              TestToken.PIN::toCharArray);
      assertThatThrownBy(() -> new Pkcs11Provider().create(unlock))
          .isInstanceOf(KeyUnavailable.class)
          .hasMessageContaining("no such library");
    } finally {
      System.clearProperty(AllowedModules.PROPERTY);
    }
  }

  @Test
  void moduleThatIsNotThere_isNotThere() {
    assertThatThrownBy(() -> AllowedModules.ofThisProcess().canonical("/usr/lib/nowhere.so"))
        .isInstanceOfSatisfying(
            KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_THERE));
  }

  @Test
  void relativePath_isRefused() {
    assertThatThrownBy(() -> AllowedModules.ofThisProcess().canonical("p11.so"))
        .isInstanceOf(VaultException.InvalidInput.class);
  }
}
