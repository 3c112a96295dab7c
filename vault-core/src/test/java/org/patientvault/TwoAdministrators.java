package org.patientvault;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.patientvault.audit.AdministratorKey;
import org.patientvault.audit.RequestKind;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.stores.SetClock;

/** A vault in which anna and ben are enrolled, and cara not yet. */
final class TwoAdministrators {
  static final Actor ACTOR = Actor.of("root", "admin");
  static final Instant BEGIN = Instant.parse("2026-03-02T08:00:00Z");
  static final String REASON = "the board of the 3rd of March, Mrs Okonkwo";

  final AdministratorKey anna = key("anna");
  final AdministratorKey ben = key("ben");
  final AdministratorKey cara = key("cara");
  final Unlock unlock;
  private final SetClock clock = new SetClock(BEGIN);
  private final String location;

  TwoAdministrators(String location, Path folder) {
    this.location = location;
    unlock = Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    try (Vault vault = Vault.create(location, unlock, options())) {
      Approvals approvals = vault.administration(ACTOR).approvals();
      approvals.enrol(anna.publicKey());
      approvals.enrol(ben.publicKey());
    }
  }

  static AdministratorKey key(String name) {
    return AdministratorKey.of(name, AdministratorKey.generate());
  }

  private VaultOptions options() {
    return VaultOptions.defaults().withClock(clock);
  }

  Vault open() {
    return openWith(unlock);
  }

  Vault openWith(Unlock other) {
    return Vault.open(location, List.of(other), options());
  }

  void pass(Duration time) {
    clock.pass(time);
  }

  Instant now() {
    return clock.instant();
  }

  List<String> findings() {
    return Vault.verifyRecords(location, List.of(unlock), options()).findings();
  }

  static byte[] policy(Vault vault, String role) {
    String inForce = new String(vault.administration(ACTOR).policy(), StandardCharsets.UTF_8);
    return inForce.replace("physician", role).getBytes(StandardCharsets.UTF_8);
  }

  /** Anna asks for another policy. */
  RequestInfo askFor(Vault vault, byte[] policy) {
    return ask(vault, RequestKind.POLICY_INSTALL, Approvals.forText(policy));
  }

  /** Anna asks. */
  RequestInfo ask(Vault vault, RequestKind kind, Map<String, String> parameters) {
    return vault.administration(ACTOR).approvals().ask(kind, parameters, anna, now(), REASON);
  }

  /** Anna asks, ben approves. */
  String agreed(Vault vault, RequestKind kind, Map<String, String> parameters) {
    String id = ask(vault, kind, parameters).id();
    return vault.administration(ACTOR).approvals().approve(id, ben).id();
  }

  /** To do what was agreed. */
  static Administration under(Vault vault, String id) {
    return vault.administration(ACTOR).under(id);
  }
}
