package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.patientvault.Vault;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** Two make a vault in the same place at the same time. */
@Tag("once")
@OnBothStores
class TwoFoundersTest {
  @RepeatedTest(2)
  void oneMakesIt_andTheOtherIsToldThatThereIsOne(TestDatabase database) throws Exception {
    Callable<Optional<VaultException>> making = () -> made(database);
    List<VaultException> failed =
        Scene.together(2, List.of(making, making)).stream().flatMap(Optional::stream).toList();
    assertThat(failed).hasSize(1);
    assertThat(failed.get(0))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("already");
    assertThat(Scene.findings(database)).isEmpty();
  }

  private static Optional<VaultException> made(TestDatabase database) {
    try {
      Vault.create(database.location(), Scene.PASSPHRASE).close();
      return Optional.empty();
    } catch (VaultException e) {
      return Optional.of(e);
    }
  }
}
